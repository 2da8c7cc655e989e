import Wire

/// What a caller may send on Trophy's wire, in one place.
enum TrophyLimits {
    /// The longest address for mail, as the standards of mail have it.
    static let maximumEmailLength = 320
    /// How many attributes one user or event may carry.
    static let maximumAttributes = 100
    /// How many device tokens a user may have, and how long each may be.
    static let maximumDeviceTokens = 100
    static let maximumDeviceTokenLength = 4_096
    /// The longest idempotency key, in characters.
    static let maximumIdempotencyKeyLength = 255
    /// The longest description or URL, in characters.
    static let maximumTextLength = WireLimits.maximumTextLength
    /// How many achievements one may consist of.
    static let maximumAchievementParts = 100
    /// How many events a batch call takes, and how long its body may be.
    static let maximumBatchEvents = 1_000
    static let maximumBatchBytes = 4 << 20
    /// How many days a summary may span.
    static let maximumSummaryDays = 400
}
