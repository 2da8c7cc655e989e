extension Fold {
    /// How long the primary streak is; zero where there is none.
    public func primaryStreakLength(in snapshot: inout Snapshot) throws(StreakGap) -> Int {
        try primaryStreak(in: &snapshot)?.state.length ?? 0
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
