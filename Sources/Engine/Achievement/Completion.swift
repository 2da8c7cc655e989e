public import CivilTime

/// That a user has reached an achievement.
public struct Completion: Hashable, Sendable {
    /// The achievement.
    public let achievement: AchievementID
    /// When it was reached.
    public let achievedAt: Instant
    /// The number of the event that reached it, if an event did and its caller was told.
    public let event: Int64?

    /// A completion.
    public init(achievement: AchievementID, achievedAt: Instant, event: Int64? = nil) {
        self.achievement = achievement
        self.achievedAt = achievedAt
        self.event = event
    }
}

/// An achievement with its completion, as a caller is told.
public struct CompletedAchievement: Hashable, Sendable {
    /// The achievement.
    public let achievement: Achievement
    /// When it was reached.
    public let achievedAt: Instant
    /// Whether the user had it before, so that nothing happened.
    public var isRepeated = false

    /// An achievement that was reached.
    public init(achievement: Achievement, achievedAt: Instant) {
        self.achievement = achievement
        self.achievedAt = achievedAt
    }
}

/// The name of a completion: which achievement, and whose.
///
/// A user has an achievement once, so the two are name enough. On the wire it is a UUID of version
/// 8, which is for ids that are made in a way of one's own.
public struct CompletionID: Hashable, Sendable {
    /// The achievement.
    public let achievement: AchievementID
    /// The user.
    public let user: UserKey

    /// The completion of an achievement by a user.
    public init(achievement: AchievementID, user: UserKey) {
        self.achievement = achievement
        self.user = user
    }
}

extension CompletionID: CustomStringConvertible {
    /// The UUID in its usual form.
    public var description: String {
        let achievement = UInt64(bitPattern: achievement.number)
        let high = (achievement >> 12) << 16 | 0x8000 | achievement & 0xFFF
        return UUIDText.text(high: high, low: 0b10 << 62 | UInt64(user.number))
    }
}
