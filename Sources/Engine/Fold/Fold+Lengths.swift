import CivilTime

// What was reached, was reached (R16): an achievement that asks for a streak belongs to everybody
// who ever had a run of that length, also when events of the past are what made it so. It is dated
// at the end of the period that reached it, or, while that goes on, now. A streak that has grown
// leaves a note; whoever applies the command acts on it once everything else has been judged.

extension Fold {
    /// Notes that a streak may have reached what achievements ask for.
    func awaitLengths(of definition: StreakDefinition, in snapshot: inout Snapshot) {
        guard definition.isPrimary, !rulebook.achievements.ofStreaks.isEmpty else { return }
        snapshot.achievements.awaitsStreak = true
    }

    /// Completes what the primary streak turns out to have reached, and what follows from that.
    func reachLengths(
        tellingOf number: Int64?,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard snapshot.achievements.awaitsStreak else { return }
        let reached = try lengthsReached(tellingOf: number, in: &snapshot)
        snapshot.achievements.awaitsStreak = false
        try conclude(reached, by: number, in: &snapshot)
    }

    /// What the primary streak has ever reached: of everything, or of some achievements.
    func lengthsReached(
        among asked: [Achievement]? = nil,
        tellingOf number: Int64?,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [Achievement] {
        guard let outcome = try primaryStreak(in: &snapshot) else { return [] }
        let loaded = try snapshot.periods(of: outcome.definition.id)
        let passed = rulebook.achievements.passed(byStreakFrom: 0, to: outcome.state.longest)
            .filter { achievement in asked?.contains { $0.id == achievement.id } ?? true }
        guard !passed.isEmpty else { return [] }
        try snapshot.requireCompletions(of: passed.map(\.id))
        let judge = try judge(of: outcome.definition, for: snapshot)
        var reached: [Achievement] = []
        for achievement in passed where try isOpen(achievement, to: snapshot) {
            guard case .streak(let length) = achievement.trigger else { continue }
            snapshot.complete(
                achievement,
                Completion(
                    achievement: achievement.id,
                    achievedAt: try judge.reached(length, in: loaded, at: now),
                    event: number
                )
            )
            reached.append(achievement)
        }
        return reached
    }
}

extension StreakJudge {
    /// When a length that a streak is known to have had was first reached, as its periods tell now:
    /// at the end of the period that did, or, if that goes on, at the moment that is given.
    func reached(
        _ length: Int,
        in loaded: LoadedPeriods,
        at now: Instant
    ) throws(Interruption) -> Instant {
        let index = loaded.periods.lastIndex { $0.before.longest < length }
        guard let index else {
            guard loaded.isWhole else {
                throw loaded.lacking(before: nil)
            }
            return now
        }
        let period = loaded.periods[index]
        let next = index + 1 < loaded.periods.endIndex ? loaded.periods[index + 1].opens : nil
        return switch windows {
        case .calendar(let judge): min(now, judge.reached(length, in: period, before: next, now))
        case .rolling(let judge): min(now, judge.close(of: period.opens))
        }
    }
}

extension CalendarJudge {
    /// The end of the period that reached a length: this one, or one after it in which somebody set
    /// the length.
    fileprivate func reached(
        _ length: Int,
        in period: StreakPeriod,
        before next: Int64?,
        _ now: Instant
    ) -> Instant {
        let current = self.period(at: now)
        guard period.opens < current else { return now }
        var opens: Int64?
        _ = standing(after: period, before: min(next ?? current, current)) { judged in
            if opens == nil, judged.lengthAfter >= length { opens = judged.opens }
        }
        // What a reset voided in the period had reached it too.
        if opens == nil, !period.tally.voided.isEmpty { opens = period.opens }
        return opens.map(end) ?? now
    }
}
