public import Tokens

/// What is to change in how long tokens may hold; what is not told stays as it was.
public struct TokenLifetimeChange: Sendable {
    /// Whether a token must have an end.
    public var requiresEnd: Bool?
    /// For how many seconds a token may hold; none of the inner kind lets it hold for any number.
    public var maximumSeconds: Int64??

    /// No change.
    public init() {}

    /// Whether everything stays as it was.
    public var isEmpty: Bool { requiresEnd == nil && maximumSeconds == nil }

    /// The change of one lifetime.
    public func apply(to lifetime: inout TokenLifetime) {
        lifetime.requiresEnd = requiresEnd ?? lifetime.requiresEnd
        if let maximumSeconds { lifetime.maximumSeconds = maximumSeconds }
    }
}
