/// What a command came to.
public enum Outcome: Sendable {
    /// The events, in the order sent.
    case recorded([RecordedEvent])
    /// The user as told.
    case identified(IdentifiedUser)
    /// The event that was taken back.
    case deleted(EventID)
    /// The achievement, with its first completion and the name of that.
    case completed(CompletedAchievement, CompletionID)
    /// What the user had what it takes for, and has from now on.
    case judged([CompletedAchievement])
    /// What was put on a streak.
    case adjusted(AdjustedStreak)
    /// What the user has chosen.
    case preferred(UserPreferences)
    /// What time has brought has been told.
    case settled
}

/// What one event came to.
public struct RecordedEvent: Hashable, Sendable {
    /// The event; on a replay, the first one.
    public let id: EventID
    /// The metric that it added to.
    public let metric: Metric
    /// The user's total after it.
    public let total: Amount
    /// Whether its idempotency key had been used, so that nothing happened.
    public let isReplay: Bool
    /// The achievements that it reached, in the order of `Fold`'s promise.
    public let achievements: [CompletedAchievement]
    /// The primary streak after it, where there is one; of ticks, only if they count for it.
    public let streak: StreakOutcome?
    /// Every streak that it counts for, oldest first; empty when nothing happened.
    public var streaks: [StreakOutcome] = []
    /// What it came to as a tick, if it is one.
    public var tick: StreakTick?
}

/// What became of a streak.
public struct StreakOutcome: Hashable, Sendable {
    /// The streak.
    public let definition: StreakDefinition
    /// How it stood before.
    public let before: StreakState
    /// How it stands.
    public let state: StreakState
    /// Whether the command made it longer.
    public let isExtended: Bool
}

/// What came of putting something on a user's streak.
public struct AdjustedStreak: Hashable, Sendable {
    /// The UUID of what was put there, by which a pause is ended.
    public let publicID: String
    /// The streak after it, where there is one.
    public let streak: StreakOutcome?
}

/// A user after something was told.
public struct IdentifiedUser: Hashable, Sendable {
    /// The user.
    public let user: User
    /// The attributes by number.
    public let attributes: [AttributeID: String]
    /// Whether the user was not known before.
    public let isNew: Bool
}
