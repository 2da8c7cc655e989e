/// Reads a part of a file from its beginning to its end, and never beyond.
struct ByteReader {
    let type: ImageType
    let bytes: [UInt8]
    /// Where the part ends.
    let end: Int
    private(set) var position: Int

    init(_ type: ImageType, _ bytes: [UInt8], from start: Int = 0, to end: Int? = nil) {
        self.type = type
        self.bytes = bytes
        position = start
        self.end = end ?? bytes.count
        precondition(
            0 <= start && start <= self.end && self.end <= bytes.count,
            "A part of a file lies within it."
        )
    }

    var remaining: Int { end - position }

    /// The next bytes.
    mutating func take(_ count: Int) throws(ImageError) -> ArraySlice<UInt8> {
        precondition(count >= 0, "A part of a file has no negative length.")
        guard count <= remaining else { throw problem("the file ends too early", at: end) }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// The next byte.
    mutating func byte() throws(ImageError) -> UInt8 {
        var value: UInt8 = 0
        for byte in try take(1) { value = byte }
        return value
    }

    /// A number with its highest byte first.
    mutating func bigEndian(_ count: Int) throws(ImageError) -> Int {
        try take(count).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number with its lowest byte first.
    mutating func littleEndian(_ count: Int) throws(ImageError) -> Int {
        try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// A reader of the next bytes alone.
    mutating func part(_ count: Int) throws(ImageError) -> ByteReader {
        let taken = try take(count)
        return ByteReader(type, bytes, from: taken.startIndex, to: taken.endIndex)
    }

    /// What is wrong at a place; at the next byte unless told.
    func problem(_ text: String, at offset: Int? = nil) -> ImageError {
        ImageError(type, byte: offset ?? position, text)
    }
}
