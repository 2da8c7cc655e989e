public import CivilTime

/// Whether a request may pass, and how many more may.
public struct RateVerdict: Hashable, Sendable {
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
}

extension LaurelService {
    /// Counts a request among those of its key; nothing where requests are not limited.
    public func admit(_ principal: Principal) -> RateVerdict? {
        rateLimiter?.admit(principal.keyPrefix, at: clock.now())
    }
}
