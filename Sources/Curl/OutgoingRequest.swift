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
    /// Who signs it by Amazon's scheme (SigV4), if somebody does.
    public var signature: RequestSignature?
    /// Who takes the bytes of a good answer as they arrive, on the client's thread.
    ///
    /// Such an answer may go on for ever, and is given up when nothing comes for a while; nothing of
    /// it is kept.
    public var onBytes: (@Sendable ([UInt8]) -> Void)?

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

/// What a request is signed with by Amazon's scheme, which other stores of objects have taken over.
public struct RequestSignature: Sendable {
    /// Where the store is, such as `eu-central-1`.
    public let region: String
    /// The id of the key.
    public let keyID: String
    /// The key.
    public let secret: String

    /// A key of a region.
    public init(region: String, keyID: String, secret: String) {
        self.region = region
        self.keyID = keyID
        self.secret = secret
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
    /// Whether some of the request has left, so that the other side may have taken it.
    public var hasLeft = false

    /// Nothing yet.
    public init() {}

    /// Whether the other side took what it was sent.
    public var isSuccess: Bool { status.map { (200..<300).contains($0) } ?? false }
}
