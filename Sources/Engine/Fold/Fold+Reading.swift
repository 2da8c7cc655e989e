extension Fold {
    /// The newest periods of a streak, counted by the rules as they are now, and who judges them,
    /// for somebody who only looks.
    public func periods(
        of definition: StreakDefinition,
        in snapshot: inout Snapshot
    ) throws(StreakGap) -> (periods: [StreakPeriod], judge: StreakJudge) {
        let judge = judge(of: definition, for: snapshot)
        let ledger = try currentLedger(of: definition, judge, in: snapshot)
        let last = judge.lastPeriod(at: now)
        if let first = ledger.periods.first, first.opens > last {
            try ledger.requirePredecessor(of: last, at: 0)
        }
        snapshot.streaks[definition.id] = ledger
        return (ledger.periods, judge)
    }
}
