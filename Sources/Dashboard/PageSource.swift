private import DashboardPages
import OperatingSystem
private import Synchronization

/// Where the pages come from: the binary, or a folder while they are being written.
final class PageSource: Sendable {
    private let folder: String?
    private let kit: String
    private let embedded: Assets
    /// What was read from the folder last; a page asks for several files at once.
    private let read = Mutex<(assets: Assets, at: ContinuousClock.Instant)?>(nil)

    /// The pages; they load the elements of the UI kit from the address that is given.
    init(folder: String?, kit: String) {
        self.folder = folder
        self.kit = kit
        embedded = Assets(Self.embeddedFiles, kit: kit)
    }

    /// What is served.
    func assets() throws -> Assets {
        guard let folder else { return embedded }
        return try read.withLock { read in
            if let read, ContinuousClock.now - read.at < .seconds(2) { return read.assets }
            let assets = Assets(
                try Self.embeddedFiles.map { file in
                    PageFile(path: file.path, bytes: try TextFile.read("\(folder)/\(file.path)"))
                },
                kit: kit
            )
            read = (assets, ContinuousClock.now)
            return assets
        }
    }

    /// The files that the binary has with it, modules in the order in which they are joined.
    static let embeddedFiles: [PageFile] = (0..<laurel_page_count).map { index in
        let page = unsafe laurel_page_at(index).pointee
        let bytes = unsafe UnsafeBufferPointer(start: page.bytes, count: Int(page.length))
        return unsafe PageFile(path: String(cString: page.path), bytes: Array(bytes))
    }
}

/// A file as it was written.
struct PageFile: Sendable {
    let path: String
    let bytes: [UInt8]

    /// Whether it is a module that is loaded only once somebody may want it.
    var isLoadedLater: Bool { path.hasPrefix("rules/") || path.hasPrefix("settings/") }

    /// What it says.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension PageSource {
    /// How many bytes the first visit takes over the wire.
    var firstLoadCount: Int { (try? assets().firstLoadCount) ?? 0 }
}
