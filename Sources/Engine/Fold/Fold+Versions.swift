public import CivilTime

extension Fold {
    /// Notes the streaks of which a version that had judged nobody has now judged a period of a
    /// user, as the fold has left the user's streaks.
    func noteJudged(in snapshot: inout Snapshot) throws(Interruption) {
        guard rulebook.hasUnjudgedStreaks else { return }
        var judged: [StreakDefinition] = []
        for periods in snapshot.streaks.periods.values where periods.isChanged {
            guard let definition = rulebook.streak(id: periods.definition),
                definition.hasUnjudgedVersions
            else { continue }
            // The first version holds for all time before it.
            let first = definition.judgedCount
            let start = first == 0 ? Instant.distantPast : definition.versions[first].from
            let judge = try judge(of: definition, for: snapshot)
            if judge.hasJudged(periods.periods, since: start, at: now) { judged.append(definition) }
        }
        snapshot.streaks.newlyJudged = judged
    }
}

extension StreakJudge {
    /// Whether the rules since a moment have judged a period of a streak, by its newest periods: one
    /// in which something counted, or one that ended while a run was going.
    public func hasJudged(
        _ periods: [StreakPeriod],
        since start: Instant,
        at now: Instant
    ) -> Bool {
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
