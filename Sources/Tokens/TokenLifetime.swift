public import CivilTime

/// For how long tokens may hold.
public struct TokenLifetime: Hashable, Sendable {
    /// Whether a token must have an end.
    public var requiresEnd = false
    /// For how many seconds a token may hold, which demands an end too; any number if there is none.
    public var maximumSeconds: Int64?

    /// Any length, and none.
    public init() {}

    /// Whether a token without an end is refused.
    public var needsEnd: Bool { requiresEnd || maximumSeconds != nil }

    /// Refuses a token that holds for longer than tokens may.
    ///
    /// It counts from `iat`, unless that is missing or still to come: then from now, so that a
    /// moment in the future makes no token older.
    public func check(_ claims: TokenClaims, at now: Instant) throws(TokenError) {
        guard needsEnd else { return }
        guard let end = try claims.seconds("exp") else {
            throw TokenError(
                .holdsTooLong,
                "The token has no exp, which this workspace requires. Sign tokens with exp, the "
                    + "second since 1970 at which they end."
            )
        }
        // Whoever signs with an end that never comes has meant none, or milliseconds.
        guard end < TokenLimits.latestEnd else {
            throw TokenError(
                .holdsTooLong,
                "The token's exp is after the year 9999, which counts as none, and this workspace "
                    + "requires one. Sign tokens with exp in seconds since 1970."
            )
        }
        guard let maximumSeconds else { return }
        let present = Double(now.microseconds) / 1_000_000
        let start = min(try claims.seconds("iat") ?? present, present)
        guard end - start <= Double(maximumSeconds) else {
            throw TokenError(
                .holdsTooLong,
                "The token's exp is too far away: in this workspace a token may hold for "
                    + "\(maximumSeconds) seconds at most, counted from its iat."
            )
        }
    }
}
