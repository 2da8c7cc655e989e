/// A request to somebody else's server.
public struct OutgoingRequest: Sendable {
    /// The method, such as `POST`.
    public var method: String
    /// The address, of http or https.
    public var url: String
    /// The header fields.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]

    /// A request with all its parts.
    public init(
        _ method: String,
        _ url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What came of a request.
public struct OutgoingResult: Sendable {
    /// The status of the answer; nothing when there was none.
    public var status: Int?
    /// The answer, as far as it was read.
    public var body: [UInt8] = []
    /// How long the answer wants to be left alone, as its field `Retry-After` says.
    public var retryAfter: String?
    /// How long it took.
    public var duration = Duration.zero
    /// Why there is no answer, in a sentence; nothing when there is one.
    public var failure: String?

    /// Nothing yet.
    public init() {}

    /// Whether the other side took what it was sent.
    public var isSuccess: Bool { status.map { (200..<300).contains($0) } ?? false }
}
