public import CivilTime

/// What a user chose about messages and the streak.
public struct UserPreferences: Hashable, Sendable {
    /// Which messages may come on which ways; a kind that is not there was never chosen.
    public var notifications: [Notification: [Channel]]
    /// What was chosen of the streak, oldest choice first (R13).
    public var streak: [StreakPreference]
    /// When the user's days begin, from some moments on, oldest first (R18).
    public var dayStarts: [DayStart] = []
    /// The days that the user takes off, in the primary streak (R19).
    public var rest = RestDays()
    /// Whether the user is on no leaderboard, which an administrator decides.
    public var isHiddenFromBoards = false

    /// When a user's days begin, from a moment on.
    public struct DayStart: Hashable, Sendable {
        /// Since when; that may lie ahead, as a choice holds from the user's next midnight on.
        public let from: Instant
        /// When; as the streak has it, if nothing is said.
        public let at: WallTime?

        /// A choice from a moment on.
        public init(from: Instant, at: WallTime?) {
            self.from = from
            self.at = at
        }

        /// The latest time at which a day may begin.
        public static let latest = WallTime(hour: 12, minute: 0) ?? .midnight
    }

    /// A kind of message.
    public enum Notification: String, Sendable, CaseIterable {
        case achievementCompleted = "achievement_completed"
        case recap
        case reactivation
        case streakReminder = "streak_reminder"
    }

    /// A way on which messages come.
    public enum Channel: String, Sendable, CaseIterable {
        case email
        case push
    }

    /// Preferences of somebody who chose something, or nothing yet.
    public init(
        notifications: [Notification: [Channel]] = [:],
        streak: [StreakPreference] = []
    ) {
        self.notifications = notifications
        self.streak = streak
    }

    /// The metrics that the user ever chose to count.
    public var chosenMetrics: Set<MetricID> {
        streak.isEmpty ? [] : Set(streak.flatMap { $0.sources ?? [] }.map(\.metric))
    }

    /// Whether the user wants a streak.
    public var isStreakEnabled: Bool { streak.last?.isEnabled ?? true }

    /// Whether the user is among others by the length of the primary streak.
    public var isRankedByStreak: Bool { isStreakEnabled && !isHiddenFromBoards }
}

/// What a user chose of the primary streak, from a moment on; what is nothing is as defined.
public struct StreakPreference: Hashable, Sendable {
    /// Since when.
    public var from: Instant
    /// Whether the user wants a streak.
    public var isEnabled: Bool?
    /// Whether every source has to meet its threshold.
    public var requiresEverySource: Bool?
    /// What counts.
    public var sources: [StreakSource]?
    /// Weekdays that need no activity.
    public var daysOff: Set<Int>?

    /// A choice of nothing yet.
    public init(
        from: Instant,
        isEnabled: Bool? = nil,
        requiresEverySource: Bool? = nil,
        sources: [StreakSource]? = nil,
        daysOff: Set<Int>? = nil
    ) {
        self.from = from
        self.isEnabled = isEnabled
        self.requiresEverySource = requiresEverySource
        self.sources = sources
        self.daysOff = daysOff
    }

    /// Whether it changes what is judged, rather than only what is shown.
    var changesRule: Bool { requiresEverySource != nil || sources != nil || daysOff != nil }

    /// A rule with what was chosen.
    func applied(to rule: StreakRule) -> StreakRule {
        var rule = rule
        rule.requiresEverySource = requiresEverySource ?? rule.requiresEverySource
        rule.sources = sources ?? rule.sources
        rule.daysOff = daysOff ?? rule.daysOff
        return rule
    }
}
