/// What a caller may send on Trophy's wire, in one place.
enum TrophyLimits {
    /// The longest user id, name, key or label, in characters.
    static let maximumNameLength = 255
    /// The longest address for mail, as the standards of mail have it.
    static let maximumEmailLength = 320
    /// The longest attribute value, in characters.
    static let maximumAttributeLength = 1_000
    /// How many attributes one user or event may carry.
    static let maximumAttributes = 100
    /// How many device tokens a user may have, and how long each may be.
    static let maximumDeviceTokens = 100
    static let maximumDeviceTokenLength = 4_096
    /// The longest idempotency key, in characters.
    static let maximumIdempotencyKeyLength = 255
    /// The longest description or URL, in characters.
    static let maximumTextLength = 2_000
    /// How many achievements one may consist of.
    static let maximumAchievementParts = 100
    /// How many items a bulk call takes.
    static let maximumBulkItems = 100
    /// How many events a batch call takes, and how long its body may be.
    static let maximumBatchEvents = 1_000
    static let maximumBatchBytes = 4 << 20
    /// How many records a list returns, and how many unless told.
    static let maximumPageSize = 100
    static let defaultPageSize = 10
    /// How many days a summary may span.
    static let maximumSummaryDays = 400
    /// How many events one chunk of an export holds.
    static let exportChunk = 500
}
