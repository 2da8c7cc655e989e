/// The kinds of images that are accepted.
public enum ImageType: String, Sendable, CaseIterable {
    case png = "image/png"
    case jpeg = "image/jpeg"
    case webP = "image/webp"
    case svg = "image/svg+xml"

    /// Its name on the wire of HTTP.
    public var mediaType: String { rawValue }

    /// What people call it.
    public var name: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG"
        case .webP: "WebP"
        case .svg: "SVG"
        }
    }

    /// The kind that a file claims to be by its first bytes, whatever anybody says about it.
    init?(beginningOf bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8]) {
            self = .jpeg
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webP
        } else if Self.beginsAsMarkup(bytes) {
            self = .svg
        } else {
            return nil
        }
    }

    /// Whether the first thing is an opening angle bracket, in any encoding that markup comes in.
    private static func beginsAsMarkup(_ bytes: [UInt8]) -> Bool {
        let marks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE]]
        let mark = marks.first { bytes.starts(with: $0) } ?? []
        let first = bytes.dropFirst(mark.count).first { byte in
            !(byte == 0 || byte == 0x20 || (0x09...0x0D).contains(byte))
        }
        return first == UInt8(ascii: "<")
    }
}
