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
    /// What it came to for the user's points, by system, oldest first.
    public var points: [PointsOutcome] = []
    /// How it changed the user's scores on leaderboards, oldest leaderboard first.
    public var boards: [BoardStep] = []
    /// The primary streak after it, where there is one; of ticks, only if they count for it.
    public let streak: StreakOutcome?
    /// Every streak that it counts for, oldest first; empty when nothing happened.
    public var streaks: [StreakOutcome] = []
    /// What it came to as a tick, if it is one.
    public var tick: StreakTick?
}
