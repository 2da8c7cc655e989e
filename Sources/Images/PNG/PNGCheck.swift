/// Walks the chunks of a PNG image: every checksum, the order, and nothing after the end.
struct PNGCheck {
    private enum Data {
        case awaited, running, complete
    }

    private var reader: ByteReader
    private var size: PixelSize?
    private var needsPalette = false
    private var hasPalette = false
    private var data = Data.awaited

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The chunks of the standard that a picture can do without.
    private static let ancillary: Set<String> = [
        "acTL", "bKGD", "cHRM", "cICP", "cLLI", "eXIf", "fcTL", "fdAT", "gAMA", "hIST", "iCCP",
        "iTXt", "mDCV", "pHYs", "sBIT", "sPLT", "sRGB", "tEXt", "tIME", "tRNS", "zTXt",
    ]

    /// The numbers of bits that each type of colour comes with.
    private static let depths: [UInt8: Set<UInt8>] = [
        0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
    ]

    static func size(of bytes: [UInt8]) throws(ImageError) -> PixelSize {
        var check = PNGCheck(reader: ByteReader(.png, bytes))
        return try check.walk()
    }

    private init(reader: ByteReader) {
        self.reader = reader
    }

    private mutating func walk() throws(ImageError) -> PixelSize {
        guard try reader.take(Self.signature.count).elementsEqual(Self.signature) else {
            throw reader.problem("the signature is damaged", at: 0)
        }
        while true {
            let start = reader.position
            let (name, content) = try chunk()
            if try isEnd(name, content, at: start) { break }
        }
        guard reader.remaining == 0 else { throw reader.problem("something follows the image") }
        guard let size else { throw reader.problem("the header is missing", at: 8) }
        return size
    }

    private mutating func chunk() throws(ImageError) -> (name: String, content: ByteReader) {
        let start = reader.position
        let length = try reader.bigEndian(4)
        let checked = reader.position
        let name = try reader.take(4)
        let isLetters = name.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
        guard isLetters else { throw reader.problem("a chunk has no name", at: start + 4) }
        let text = String(decoding: name, as: UTF8.self)
        guard length <= reader.remaining else {
            throw reader.problem("the file ends within the chunk \(text)", at: start)
        }
        let content = try reader.part(length)
        let expected = CRC32.checksum(of: reader.bytes[checked..<reader.position])
        guard try reader.bigEndian(4) == Int(expected) else {
            throw reader.problem("the checksum of the chunk \(text) is wrong", at: start)
        }
        return (text, content)
    }

    private mutating func isEnd(
        _ name: String,
        _ content: ByteReader,
        at start: Int
    ) throws(ImageError) -> Bool {
        if size == nil, name != "IHDR" {
            throw reader.problem("the first chunk is \(name), not IHDR", at: start)
        }
        if data == .running, name != "IDAT" { data = .complete }
        switch name {
        case "IHDR": try readHeader(content, at: start)
        case "PLTE": try readPalette(content, at: start)
        case "IDAT":
            guard data != .complete, !needsPalette || hasPalette else {
                throw reader.problem("the chunk IDAT is out of place", at: start)
            }
            data = .running
        case "IEND":
            guard data == .complete, content.remaining == 0 else {
                throw reader.problem("the image ends without its data", at: start)
            }
            return true
        default:
            guard Self.ancillary.contains(name) else {
                throw reader.problem("the chunk \(name) is not known", at: start)
            }
        }
        return false
    }

    private mutating func readHeader(
        _ content: ByteReader,
        at start: Int
    ) throws(ImageError) {
        var content = content
        guard size == nil, content.remaining == 13 else {
            throw reader.problem("the header stands there twice or has a wrong length", at: start)
        }
        let width = try content.bigEndian(4)
        let size = PixelSize(width: width, height: try content.bigEndian(4))
        let (depth, colour) = (try content.byte(), try content.byte())
        let (compression, filter, interlace) =
            (try content.byte(), try content.byte(), try content.byte())
        guard Self.depths[colour]?.contains(depth) == true, compression == 0, filter == 0,
            interlace <= 1
        else { throw reader.problem("the header names a kind of PNG that there is not", at: start) }
        if let problem = size.problem { throw reader.problem(problem, at: start) }
        needsPalette = colour == 3
        self.size = size
    }

    private mutating func readPalette(
        _ content: ByteReader,
        at start: Int
    ) throws(ImageError) {
        let count = content.remaining
        guard !hasPalette, data == .awaited, count > 0, count <= 768, count.isMultiple(of: 3) else {
            throw reader.problem("the palette is out of place or has a wrong length", at: start)
        }
        hasPalette = true
    }
}
