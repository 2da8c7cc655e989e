/// Walks the chunks of a WebP image; each length must fit, and so must the whole.
struct WebPCheck {
    private var reader: ByteReader
    /// The size that the extended header gives to everything.
    private var canvas: PixelSize?
    private var isAnimated = false
    private var picture: PixelSize?
    private var frameCount = 0

    static func size(of bytes: [UInt8]) throws(ImageError) -> PixelSize {
        var check = WebPCheck(reader: ByteReader(.webP, bytes))
        return try check.walk()
    }

    private init(reader: ByteReader) {
        self.reader = reader
    }

    private mutating func walk() throws(ImageError) -> PixelSize {
        _ = try reader.take(4)
        let length = try reader.littleEndian(4)
        guard length == reader.remaining, length.isMultiple(of: 2) else {
            throw reader.problem(
                "its header says that \(length) bytes follow, but \(reader.remaining) do",
                at: 4
            )
        }
        _ = try reader.take(4)
        while reader.remaining > 0 { try readChunk() }
        return try wholeSize()
    }

    private func wholeSize() throws(ImageError) -> PixelSize {
        guard let canvas else {
            guard let picture else { throw reader.problem("there is no picture in it") }
            return picture
        }
        let isWhole = isAnimated ? frameCount > 0 && picture == nil : picture == canvas
        guard isWhole else {
            throw reader.problem("its header does not agree with what it holds")
        }
        return canvas
    }

    private mutating func readChunk() throws(ImageError) {
        let start = reader.position
        let (name, content) = try Self.chunk(&reader)
        guard canvas != nil || (picture == nil && ["VP8 ", "VP8L", "VP8X"].contains(name)) else {
            throw reader.problem("the chunk \(name) is out of place", at: start)
        }
        switch name {
        case "VP8X":
            guard start == 12 else {
                throw reader.problem("the extended header is not the first chunk", at: start)
            }
            try readExtendedHeader(content, at: start)
        case "VP8 ", "VP8L":
            guard picture == nil else { throw reader.problem("there are two pictures", at: start) }
            picture = try Self.pictureSize(name, content, at: start)
        case "ANMF":
            try readFrame(content, at: start)
            frameCount += 1
        case "ALPH", "ANIM", "EXIF", "ICCP", "XMP ": break
        default: throw reader.problem("the chunk \(name) is not known", at: start)
        }
    }

    /// A chunk, and the byte that makes its length even.
    private static func chunk(
        _ reader: inout ByteReader
    ) throws(ImageError) -> (name: String, content: ByteReader) {
        let start = reader.position
        let name = try reader.take(4)
        guard name.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw reader.problem("a chunk has no name", at: start)
        }
        let length = try reader.littleEndian(4)
        guard length <= reader.remaining else {
            throw reader.problem("the file ends within a chunk", at: start)
        }
        let content = try reader.part(length)
        if !length.isMultiple(of: 2), try reader.byte() != 0 {
            throw reader.problem("the byte after a chunk is not zero", at: reader.position - 1)
        }
        return (String(decoding: name, as: UTF8.self), content)
    }

    private mutating func readExtendedHeader(
        _ content: ByteReader,
        at start: Int
    ) throws(ImageError) {
        var content = content
        guard content.remaining == 10 else {
            throw reader.problem("the extended header has a wrong length", at: start)
        }
        isAnimated = try content.byte() & 0x02 != 0
        _ = try content.take(3)
        let width = try content.littleEndian(3) + 1
        let size = PixelSize(width: width, height: try content.littleEndian(3) + 1)
        if let problem = size.problem { throw reader.problem(problem, at: start) }
        canvas = size
    }

    private mutating func readFrame(_ content: ByteReader, at start: Int) throws(ImageError) {
        var content = content
        let left = try content.littleEndian(3) * 2
        let top = try content.littleEndian(3) * 2
        let width = try content.littleEndian(3) + 1
        let height = try content.littleEndian(3) + 1
        _ = try content.take(4)
        var picture: PixelSize?
        while content.remaining > 0 {
            let offset = content.position
            let (name, part) = try Self.chunk(&content)
            switch name {
            case "ALPH": break
            case "VP8 ", "VP8L": picture = try Self.pictureSize(name, part, at: offset)
            default: throw reader.problem("the chunk \(name) is out of place", at: offset)
            }
        }
        guard isAnimated, let canvas, left + width <= canvas.width, top + height <= canvas.height,
            picture == PixelSize(width: width, height: height)
        else { throw reader.problem("a frame does not fit its image", at: start) }
    }

    /// The size that a coded picture has in its own header.
    private static func pictureSize(
        _ name: String,
        _ content: ByteReader,
        at start: Int
    ) throws(ImageError) -> PixelSize {
        var content = content
        let size = name == "VP8L" ? try lossless(&content) : try lossy(&content)
        guard let size else { throw content.problem("the picture is damaged", at: start) }
        if let problem = size.problem { throw content.problem(problem, at: start) }
        return size
    }

    private static func lossy(_ content: inout ByteReader) throws(ImageError) -> PixelSize? {
        let tag = try content.littleEndian(3)
        guard tag & 1 == 0, try content.bigEndian(3) == 0x9D012A else { return nil }
        let width = try content.littleEndian(2) & 0x3FFF
        return PixelSize(width: width, height: try content.littleEndian(2) & 0x3FFF)
    }

    private static func lossless(_ content: inout ByteReader) throws(ImageError) -> PixelSize? {
        guard try content.byte() == 0x2F else { return nil }
        let bits = try content.littleEndian(4)
        guard bits >> 29 == 0 else { return nil }
        return PixelSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
    }
}
