extension Fold {
    /// How long the primary streak is, and how long its longest run ever was; zero where there is
    /// none.
    public func primaryStreakLength(
        in snapshot: inout Snapshot
    ) throws(StreakGap) -> (now: Int, longest: Int) {
        let state = try primaryStreak(in: &snapshot)?.state
        return (state?.length ?? 0, state?.longest ?? 0)
    }

    /// Whether a user has what it takes for an achievement, and does not have it yet.
    ///
    /// The snapshot has to have the totals, completions and attributes that the achievement names.
    public func wouldReach(_ achievement: Achievement, _ snapshot: Snapshot) -> Bool {
        guard isOpen(achievement, to: snapshot) else { return false }
        guard case .anniversary(let years) = achievement.trigger else {
            return hasReached(achievement.trigger, snapshot)
        }
        return snapshot.user.flatMap { anniversary(years, of: $0) } != nil
    }
}
