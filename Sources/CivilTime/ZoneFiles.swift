// Foundation's essentials, in this file alone: reading a file or listing a folder through the C
// library takes raw pointers, which this room does without. Nothing of it has to do with time.
import FoundationEssentials

/// The folder of time zone files; the only place of this room that touches the disk.
struct ZoneFiles: Sendable {
    let directory: String

    /// The bytes of a regular file; nil when there is none, or it is larger than the limit.
    ///
    /// The size is that of the mapped file, so that an oversized one is refused without being
    /// read. The file attribute of that name will not do: its type depends on whether the rest of
    /// Foundation is linked, and a test that links it would not notice.
    func read(_ name: String, maximumByteCount: Int) -> [UInt8]? {
        let url = URL(filePath: "\(directory)/\(name)").resolvingSymlinksInPath()
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let data = try? Data(contentsOf: url, options: .mappedIfSafe),
            data.count <= maximumByteCount
        else { return nil }
        return Array(data)
    }

    /// The names of everything below the folder, with `/` between the parts.
    func names() -> [String] {
        (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
    }
}
