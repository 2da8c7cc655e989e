import CivilTime

extension Fold {
    /// The streaks of which a version that had judged nobody has now judged a period of a user, as
    /// the fold has left the user's streaks.
    public func newlyJudgedStreaks(in snapshot: Snapshot) -> [StreakDefinition] {
        snapshot.streaks.values.filter(\.isChanged).compactMap { ledger in
            guard let definition = rulebook.streak(id: ledger.definition),
                definition.hasUnjudgedVersions
            else { return nil }
            // The first version holds for all time before it.
            let first = definition.judgedCount
            let start = first == 0 ? Instant.distantPast : definition.versions[first].from
            let judge = judge(of: definition, for: snapshot)
            return judge.hasJudged(ledger.periods, since: start, at: now) ? definition : nil
        }
    }
}

extension StreakJudge {
    /// Whether the rules since a moment have judged a period of a streak, by its newest periods: one
    /// in which something counted, or one that ended while a run was going.
    func hasJudged(_ periods: [StreakPeriod], since start: Instant, at now: Instant) -> Bool {
        guard let newest = periods.last else { return false }
        guard start > .distantPast else { return true }
        switch windows {
        case .calendar(let judge):
            let first = judge.period(at: start)
            guard newest.opens < first else { return true }
            return judge.period(at: now) > first
                && judge.standing(after: newest, before: first).isGoing
        case .rolling(let judge): return judge.deadline(of: newest) > start
        }
    }
}
