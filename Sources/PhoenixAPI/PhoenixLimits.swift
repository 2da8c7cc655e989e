/// What a caller may send on Phoenix's wire, in one place.
enum PhoenixLimits {
    /// The longest user id, event id, name or type, in characters.
    static let maximumNameLength = 255
    /// The longest description, and the longest value of an attribute, in characters.
    static let maximumDescriptionLength = 2_000
    static let maximumAttributeLength = 1_000
    /// How many attributes an event may carry.
    static let maximumAttributes = 100
    /// How many events a bulk call takes.
    static let maximumEvents = 100
    /// How many event types there may be for another one to be created by an event that a service
    /// sends, or by one that a user's own token sends.
    static let maximumEventTypes = 1_000
    static let maximumEventTypesOfUsers = 200
    /// How many event types a streak may name.
    static let maximumEventTypesOfStreak = 20
    /// How many milestones a streak may have, and how long the streak may be then.
    static let maximumMilestones = 50
    static let milestone: ClosedRange<Int64> = 1...1_000_000
    /// What a condition may ask for.
    static let count: ClosedRange<Int64> = 1...1_000_000
    static let distinctValues: ClosedRange<Int64> = 1...1_000
    /// The weekdays, from Sunday.
    static let weekdays: ClosedRange<Int64> = 0...6
    /// How long a rolling window may be, and how many last seconds of a window may be at risk.
    static let windowSeconds: ClosedRange<Int64> = 60...maximumSeconds
    static let atRiskSeconds: ClosedRange<Int64> = 1...maximumSeconds
    private static let maximumSeconds: Int64 = 366 * 86_400
}
