public import CivilTime

/// Whether a request may pass, and how many more may.
public struct RateVerdict: Hashable, Sendable {
    /// Whose requests are counted together.
    public enum Subject: String, Sendable {
        case address
        case key
        case workspace
    }

    /// Whose requests were counted.
    public let subject: Subject
    /// Whether it may.
    public let isAdmitted: Bool
    /// How many may pass in a minute.
    public let limit: Int
    /// How many more may pass right now.
    public let remaining: Int
    /// When as many may pass again as ever.
    public let resetAt: Instant
    /// After how long the next one may; nothing if this one did.
    public let retryAfter: Duration

    /// A sentence for a caller who may not.
    public var message: String {
        "This \(subject) may make \(limit) requests a minute. Wait for as long as Retry-After says."
    }
}
