import HTTP

/// Finds what belongs to a body, however its end is found.
enum BodyReader {
    case length(remaining: Int)
    case chunked(ChunkParser)

    /// A reader of a body from its first byte.
    init(_ framing: BodyFraming) {
        switch framing {
        case .none: self = .length(remaining: 0)
        case .length(let count): self = .length(remaining: count)
        case .chunked: self = .chunked(ChunkParser())
        }
    }

    /// How many bytes are known to be still to come.
    var announcedByteCount: Int {
        switch self {
        case .length(let remaining): remaining
        case .chunked: 0
        }
    }

    /// Reads on from a place, which moves.
    mutating func next(
        in bytes: [UInt8],
        at offset: inout Int
    ) throws(HTTPError) -> ChunkParser.Piece {
        switch self {
        case .length(let remaining):
            guard remaining > 0 else { return .end }
            let range = offset..<offset + min(bytes.count - offset, remaining)
            guard !range.isEmpty else { return .more }
            offset = range.upperBound
            self = .length(remaining: remaining - range.count)
            return .data(range)
        case .chunked(var parser):
            defer { self = .chunked(parser) }
            return try parser.next(in: bytes, at: &offset)
        }
    }
}
