import Catalogue

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
    /// How long an uploaded badge may be.
    static let maximumBadgeBytes = CatalogueLimits.maximumBadgeBytes
    /// How many records a list returns, and how many unless told.
    static let maximumPageSize = 100
    static let defaultPageSize = 10
    /// How many days a summary may span.
    static let maximumSummaryDays = 400
    /// For how many seconds a token may hold, where a workspace limits that: up to a century.
    static let tokenSeconds: ClosedRange<Int64> = 1...3_153_600_000
    /// How many requests a minute a workspace may be held to.
    static let requestsPerMinute: ClosedRange<Int64> = 1...100_000_000
    /// How many events one chunk of an export holds.
    static let exportChunk = 500
    /// How many users a stream may be narrowed down to.
    static let maximumStreamUsers = 100
    /// How often a stream's key or token is looked at again.
    static let streamCheckInterval = Duration.seconds(15)
}

/// What a streak may be, in one place.
enum StreakLimits {
    /// The longest description, in characters.
    static let maximumDescriptionLength = 2_000
    /// How many sources a streak may have, and how many attributes each may ask for.
    static let maximumSources = 20
    static let maximumEventAttributes = 20
    /// How long a rolling window may be, and how many last seconds of a period may be at risk.
    static let windowSeconds: ClosedRange<Int64> = 60...maximumSeconds
    static let atRiskSeconds: ClosedRange<Int64> = 1...maximumSeconds
    private static let maximumSeconds: Int64 = 366 * 86_400
    /// What a condition may ask for.
    static let count: ClosedRange<Int64> = 1...1_000_000
    static let distinctValues: ClosedRange<Int64> = 1...1_000
    /// How many missed periods a run may have.
    static let gracePeriods: ClosedRange<Int64> = 0...100
    /// The weekdays, from Sunday; one of them at least has to count.
    static let weekdays: ClosedRange<Int64> = 0...6
    static let maximumDaysOff = 6
    /// How freezes may come.
    static let startCount: ClosedRange<Int64> = 0...100
    static let maximumCount: ClosedRange<Int64> = 1...100
    static let autoEarnInterval: ClosedRange<Int64> = 1...365
    static let autoEarnAmount: ClosedRange<Int64> = 1...10
    /// How many milestones a streak may have, and how long the streak may be then.
    static let maximumMilestones = 50
    static let milestone: ClosedRange<Int64> = 1...1_000_000
    /// What Trophy's settings may ask of a metric.
    static let settingsThreshold: ClosedRange<Int64> = 1...10_000
    /// How many periods a history shows unless told, and at most.
    static let defaultHistoryPeriods = 7
    static let maximumHistoryPeriods = 1_000
    /// How many periods an explanation has unless told, and at most.
    static let defaultExplainedPeriods = 60
    static let maximumExplainedPeriods = 1_000
    /// How many streaks at risk, or facts, a page has unless told, and at most.
    static let defaultListSize = 100
    static let maximumListSize = 1_000
}
