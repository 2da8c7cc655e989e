import HTTP

/// An answer on its way out.
struct Outgoing {
    /// What to send next, from `sentCount` on.
    var bytes: [UInt8] = []
    var sentCount = 0
    /// What comes after that, when it is there already.
    var rest: [UInt8] = []
    /// What makes more, when the body is a stream.
    var source: ChunkSource?
    /// Whether chunks are framed; a client of HTTP/1.0 reads to the end of the connection.
    var isChunked = true

    /// Answers longer than this are not copied behind their header.
    static let copiedBytes = 32 << 10
    /// Streams are asked for more until so much is there; no more than this and a chunk waits for a
    /// reader.
    static let streamedBytes = 4 << 10

    var unsentCount: Int { bytes.count - sentCount }

    /// Notes that bytes have gone out, and moves the rest up.
    mutating func sent(_ count: Int) {
        sentCount += count
        guard sentCount == bytes.count else { return }
        bytes = rest
        rest = []
        sentCount = 0
    }

    /// Adds a chunk of a stream.
    mutating func add(_ chunk: [UInt8]) {
        guard !chunk.isEmpty else { return }
        let size = isChunked ? "\(String(chunk.count, radix: 16))\r\n" : ""
        // It may wait long for a reader, so it takes no more room than it needs.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(unsentCount + size.utf8.count + chunk.count + 2)
        bytes += self.bytes[sentCount...]
        bytes += size.utf8
        bytes += chunk
        if isChunked { bytes += "\r\n".utf8 }
        self.bytes = bytes
        sentCount = 0
    }

    /// Ends a stream.
    mutating func end() {
        source = nil
        if isChunked { bytes += "0\r\n\r\n".utf8 }
    }

    /// What a source said when it was asked for more.
    enum Portion: Sendable {
        case chunk([UInt8])
        case end
        case failure
    }
}
