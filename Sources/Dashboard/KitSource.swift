import OperatingSystem
private import Synchronization
private import UIKitPages

/// Where the files of the UI kit come from: the binary, or a folder while they are being written.
final class KitSource: Sendable {
    private let folder: String?
    private let version: String
    private let embedded: KitFiles
    /// What was read from the folder last; a page asks for several files at once.
    private let read = Mutex<(files: KitFiles, at: ContinuousClock.Instant)?>(nil)

    init(folder: String?, version: String) {
        self.folder = folder
        self.version = version
        embedded = KitFiles(Self.embeddedFiles, version: version)
    }

    /// Whether files come from a folder, and may change.
    var isRead: Bool { folder != nil }

    /// The version of the files that the binary has with it.
    var embeddedVersion: String { embedded.version }

    /// What is served.
    func files() throws -> KitFiles {
        guard let folder else { return embedded }
        return try read.withLock { read in
            if let read, ContinuousClock.now - read.at < .seconds(1) { return read.files }
            let pages = try Self.embeddedFiles.map { file in
                PageFile(path: file.path, bytes: try TextFile.read("\(folder)/\(file.path)"))
            }
            let files = KitFiles(pages, version: version)
            read = (files, ContinuousClock.now)
            return files
        }
    }

    /// The files that the binary has with it, modules in the order in which they are joined.
    private static let embeddedFiles: [PageFile] = (0..<laurel_kit_count).map { index in
        let file = unsafe laurel_kit_at(index).pointee
        let bytes = unsafe UnsafeBufferPointer(start: file.bytes, count: Int(file.length))
        return unsafe PageFile(path: String(cString: file.path), bytes: Array(bytes))
    }
}
