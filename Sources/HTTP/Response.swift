public import JSONText

/// The answer to a request.
public struct Response: Sendable {
    /// How it went.
    public var status: Status
    /// The header fields; the server adds `Date`, the length, and `Content-Type` if missing.
    public var headers: Headers
    /// What is sent after the header; the answer to a `HEAD` keeps it, for its length.
    public var body: Body

    /// What is sent after the header.
    public enum Body: Sendable {
        case bytes([UInt8])
        case stream(ChunkSource)
    }

    /// A response from its parts.
    public init(_ status: Status, headers: Headers = Headers(), body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response whose body is the one JSON value that the closure writes.
    public static func json(
        _ status: Status = .ok,
        headers: Headers = Headers(),
        _ write: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter()
        try write(&writer)
        return Response(status, headers: headers, body: .bytes(writer.finish()))
    }

    /// A response whose body is a value that knows how to write itself.
    public static func json(
        _ status: Status = .ok,
        headers: Headers = Headers(),
        value: some JSONWritable
    ) -> Response {
        json(status, headers: headers) { value.write(to: &$0) }
    }

    /// The body when it is not a stream.
    public var bytes: [UInt8]? {
        guard case .bytes(let bytes) = body else { return nil }
        return bytes
    }
}

/// A body that is made while it is sent, for exports that need not fit into memory.
///
/// The server asks for the next chunk when the last has been sent; nil ends the body, an error
/// cuts the connection, so that the client cannot mistake half an export for a whole one. When
/// the client leaves, the closure is released without having reached the end.
public struct ChunkSource: Sendable {
    /// Makes the next chunk; it is never called twice at a time.
    ///
    /// It begins on a thread of the server, which many connections share, and must not block.
    public let next: @Sendable () async throws -> [UInt8]?

    /// A source that asks the closure for every chunk.
    public init(_ next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.next = next
    }
}
