public import CivilTime

/// Something that is put on a user's streak from outside.
public struct StreakAdjustment: Sendable {
    /// What is put there.
    public enum Kind: Hashable, Sendable {
        /// Freezes, from the user's today on.
        case grant(count: Int)
        /// Dates on which no streak of the user can break.
        case pause(ClosedRange<CivilDate>)
        /// The end of a pause, by its UUID.
        case endPause(String)
        /// The longest length of the last months again.
        case restore
        /// No length, whatever has been done in this period.
        case reset
    }

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// The streak; the primary one unless named.
    public var definition: StreakDefinitionID?
    /// What is put there.
    public var kind: Kind
    /// The UUID that it gets.
    public var publicID: String

    /// Something put on a user's streak.
    public init(
        user: UserKey,
        userID: String,
        definition: StreakDefinitionID? = nil,
        kind: Kind,
        publicID: String
    ) {
        self.user = user
        self.userID = userID
        self.definition = definition
        self.kind = kind
        self.publicID = publicID
    }
}

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
