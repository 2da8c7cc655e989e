/// What a caller may send on every wire that shares this kit, in one place.
public enum WireLimits {
    /// The longest user id, name, key or label, in characters.
    public static let maximumNameLength = 255
    /// The longest description or URL, in characters.
    public static let maximumTextLength = 2_000
    /// The longest attribute value, in characters.
    public static let maximumAttributeLength = 1_000
    /// How many items a bulk call takes.
    public static let maximumBulkItems = 100
    /// How many records a list returns, and how many unless told.
    public static let maximumPageSize = 100
    /// How many records a list returns unless told.
    public static let defaultPageSize = 10
}

/// What a streak may be, in one place.
public enum StreakLimits {
    /// The longest description, in characters.
    public static let maximumDescriptionLength = 2_000
    /// How many sources a streak may have, and how many attributes each may ask for.
    public static let maximumSources = 20
    /// How many attributes each source may ask for.
    public static let maximumEventAttributes = 20
    /// How long a rolling window may be, and how many last seconds of a period may be at risk.
    public static let windowSeconds: ClosedRange<Int64> = 60...maximumSeconds
    /// How many last seconds of a period may be at risk.
    public static let atRiskSeconds: ClosedRange<Int64> = 1...maximumSeconds
    private static let maximumSeconds: Int64 = 366 * 86_400
    /// What a condition may ask for.
    public static let count: ClosedRange<Int64> = 1...1_000_000
    /// How many different values a condition may ask for.
    public static let distinctValues: ClosedRange<Int64> = 1...1_000
    /// How many missed periods a run may have.
    public static let gracePeriods: ClosedRange<Int64> = 0...100
    /// The weekdays, from Sunday; one of them at least has to count.
    public static let weekdays: ClosedRange<Int64> = 0...6
    /// How many weekdays may be off: one of them at least has to count.
    public static let maximumDaysOff = 6
    /// How many weekdays users may be let take off by themselves.
    public static let restDaysPerWeek: ClosedRange<Int64> = 0...6
    /// How many days of vacation users may be let have in a year.
    public static let vacationDaysPerYear: ClosedRange<Int64> = 0...366
    /// How many vacations a user may have, those that are over too.
    public static let maximumVacations = 100
    /// How freezes may come.
    public static let startCount: ClosedRange<Int64> = 0...100
    /// How many freezes a user may hold.
    public static let maximumCount: ClosedRange<Int64> = 1...100
    /// How many days may lie between freezes that come by themselves.
    public static let autoEarnInterval: ClosedRange<Int64> = 1...365
    /// How many freezes may come by themselves at once.
    public static let autoEarnAmount: ClosedRange<Int64> = 1...10
    /// How many milestones a streak may have, and how long the streak may be then.
    public static let maximumMilestones = 50
    /// How long a streak may be at a milestone.
    public static let milestone: ClosedRange<Int64> = 1...1_000_000
    /// What Trophy's settings may ask of a metric.
    public static let settingsThreshold: ClosedRange<Int64> = 1...10_000
    /// How many periods a history shows unless told, and at most.
    public static let defaultHistoryPeriods = 7
    /// How many periods a history shows at most.
    public static let maximumHistoryPeriods = 1_000
    /// How many periods an explanation has unless told, and at most.
    public static let defaultExplainedPeriods = 60
    /// How many periods an explanation has at most.
    public static let maximumExplainedPeriods = 1_000
    /// How many streaks at risk, or facts, a page has unless told, and at most.
    public static let defaultListSize = 100
    /// How many records a page has at most.
    public static let maximumListSize = 1_000
}
