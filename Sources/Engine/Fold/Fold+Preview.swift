extension Fold {
    /// How long the primary streak is, and how long its longest run ever was; zero where there is
    /// none.
    public func primaryStreakLength(
        in snapshot: inout Snapshot
    ) throws(Interruption) -> (now: Int, longest: Int) {
        let state = try primaryStreak(in: &snapshot)?.state
        return (state?.length ?? 0, state?.longest ?? 0)
    }

    /// Whether a user has what it takes for an achievement, and does not have it yet.
    ///
    /// Of a streak it goes by the longest run that the snapshot was told of.
    public func wouldReach(
        _ achievement: Achievement,
        _ snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        guard try isOpen(achievement, to: snapshot) else { return false }
        guard case .anniversary(let years) = achievement.trigger else {
            return try hasReached(achievement.trigger, snapshot)
        }
        return snapshot.user.flatMap { anniversary(years, of: $0) } != nil
    }
}
