import HTTP
public import JSONText

extension CallContext {
    /// The key that marks a repetition as one, if there is one.
    public func idempotencyKey() throws -> String? {
        try request.headers.one("Idempotency-Key")
    }

    /// The user that the path names, if the key may act for that user.
    public func userInPath() throws -> String {
        try user(inPath: "id", UserWire.idRule)
    }
}

extension JSONFields {
    /// The key by which callers refer to what they set up.
    public func referenceKey() throws(InvalidInput) -> String {
        try NameAlphabet.plain.name(of: required("key"), upTo: WireLimits.maximumNameLength)
    }
}
