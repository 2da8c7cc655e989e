/// What a user chooses about messages and the primary streak; what is not there stays.
public struct PreferenceDraft: Sendable {
    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// Which messages may come on which ways.
    public var notifications: [UserPreferences.Notification: [UserPreferences.Channel]]
    /// Whether the user wants a streak.
    public var isStreakEnabled: Bool?
    /// Whether every source has to meet its threshold.
    public var requiresEverySource: Bool?
    /// What counts.
    public var sources: [StreakSource]?
    /// Weekdays that need no activity.
    public var daysOff: Set<Int>?

    /// A choice of nothing yet.
    public init(
        user: UserKey,
        userID: String,
        notifications: [UserPreferences.Notification: [UserPreferences.Channel]] = [:],
        isStreakEnabled: Bool? = nil,
        requiresEverySource: Bool? = nil,
        sources: [StreakSource]? = nil,
        daysOff: Set<Int>? = nil
    ) {
        self.user = user
        self.userID = userID
        self.notifications = notifications
        self.isStreakEnabled = isStreakEnabled
        self.requiresEverySource = requiresEverySource
        self.sources = sources
        self.daysOff = daysOff
    }
}
