// Foundation's essentials, in this file alone: reading a file or listing a folder through the C
// library takes raw pointers, which this room does without. Nothing of it has to do with time.
import FoundationEssentials

/// The folder of time zone files; the only place of this room that touches the disk.
struct ZoneFiles: Sendable {
    let directory: String

    /// The bytes of a regular file; nil when there is none, or it is larger than the limit.
    func read(_ name: String, maximumByteCount: Int) -> [UInt8]? {
        let url = URL(filePath: "\(directory)/\(name)").resolvingSymlinksInPath()
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? UInt64, size <= UInt64(maximumByteCount),
            let data = try? Data(contentsOf: url)
        else { return nil }
        return Array(data)
    }

    /// The names of everything below the folder, with `/` between the parts.
    func names() -> [String] {
        (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
    }
}
