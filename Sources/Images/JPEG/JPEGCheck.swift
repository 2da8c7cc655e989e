/// Walks the segments of a JPEG image to its end, and sees that nothing follows.
struct JPEGCheck {
    private var reader: ByteReader
    private var size: PixelSize?
    private var hasScan = false

    private enum Marker {
        static let end: UInt8 = 0xD9
        static let scan: UInt8 = 0xDA
        /// Baseline, extended and progressive: the frames that browsers show.
        static let frames: ClosedRange<UInt8> = 0xC0...0xC2
        /// Tables of the two codings, and the interval between restarts.
        static let tables: Set<UInt8> = [0xC4, 0xCC, 0xDB, 0xDD]
        /// What applications add, and comments.
        static let notes = Set<UInt8>(0xE0...0xEF).union([0xFE])
        static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
    }

    static func size(of bytes: [UInt8]) throws(ImageError) -> PixelSize {
        var check = JPEGCheck(reader: ByteReader(.jpeg, bytes))
        return try check.walk()
    }

    private init(reader: ByteReader) {
        self.reader = reader
    }

    private mutating func walk() throws(ImageError) -> PixelSize {
        _ = try reader.take(2)
        while true {
            let start = reader.position
            let marker = try nextMarker()
            if marker == Marker.end { break }
            try readSegment(marker, at: start)
        }
        guard reader.remaining == 0 else { throw reader.problem("something follows the image") }
        guard let size, hasScan else { throw reader.problem("there is no picture in it") }
        return size
    }

    private mutating func nextMarker() throws(ImageError) -> UInt8 {
        let start = reader.position
        guard try reader.byte() == 0xFF else {
            throw reader.problem("a segment was expected", at: start)
        }
        var marker = try reader.byte()
        while marker == 0xFF { marker = try reader.byte() }
        return marker
    }

    private mutating func readSegment(_ marker: UInt8, at start: Int) throws(ImageError) {
        let isKnown =
            Marker.frames.contains(marker) || Marker.tables.contains(marker)
            || Marker.notes.contains(marker) || marker == Marker.scan
        guard isKnown else {
            let name = String(marker, radix: 16)
            throw reader.problem("the segment ff\(name) is of a kind that few can show", at: start)
        }
        let length = try reader.bigEndian(2)
        guard length >= 2, length - 2 <= reader.remaining else {
            throw reader.problem("the file ends within a segment", at: start)
        }
        let content = try reader.part(length - 2)
        if Marker.frames.contains(marker) { try readFrame(content, at: start) }
        if marker == Marker.scan { try readScan(content, at: start) }
    }

    private mutating func readFrame(_ content: ByteReader, at start: Int) throws(ImageError) {
        var content = content
        let precision = try content.byte()
        let height = try content.bigEndian(2)
        let size = PixelSize(width: try content.bigEndian(2), height: height)
        let components = Int(try content.byte())
        guard self.size == nil, precision == 8, [1, 3, 4].contains(components),
            content.remaining == 3 * components
        else { throw reader.problem("the frame's header is damaged or not the first", at: start) }
        if let problem = size.problem { throw reader.problem(problem, at: start) }
        self.size = size
    }

    private mutating func readScan(_ content: ByteReader, at start: Int) throws(ImageError) {
        var content = content
        let components = Int(try content.byte())
        guard size != nil, (1...4).contains(components), content.remaining == 2 * components + 3
        else { throw reader.problem("the scan's header is damaged or too early", at: start) }
        hasScan = true
        try skipCodedData()
    }

    /// Coded data ends before a marker that is neither a stuffed zero nor a restart.
    private mutating func skipCodedData() throws(ImageError) {
        let bytes = reader.bytes
        var offset = reader.position
        while offset + 1 < bytes.count {
            if bytes[offset] == 0xFF {
                let next = bytes[offset + 1]
                if next != 0, next != 0xFF, !Marker.restarts.contains(next) { break }
            }
            offset += 1
        }
        _ = try reader.take(offset - reader.position)
        guard reader.remaining >= 2 else {
            throw reader.problem("the file ends within the picture")
        }
    }
}
