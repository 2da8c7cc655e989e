import CivilTime

/// What an event came to for the streaks that it counts for.
struct CountedEvent {
    let streaks: [StreakOutcome]
    let primary: StreakOutcome?
    var tick: StreakTick?
}

extension Fold {
    /// The metric of a streak's ticks, while the streak takes any.
    func metric(ofTicksOf key: String) throws(Refusal) -> Metric {
        guard let definition = rulebook.streak(key: key), definition.status == .active else {
            throw Refusal(.unknownStreak(key))
        }
        guard let metric = rulebook.metric(key: Metric.key(ofStreak: key)),
            definition.rule.sources.contains(where: { $0.metric == metric.id })
        else { throw Refusal(.streakWithoutTicks(key)) }
        return metric
    }

    /// Has an event count for its streaks; of a tick, if its period is not satisfied already.
    ///
    /// A second tick in a period is not kept, so that however often a call is repeated, one event is
    /// stored, and taking that one back frees the period.
    func count(
        _ event: Event,
        as draft: EventDraft,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> CountedEvent {
        let ticked = snapshot.streaks.isDeferred ? nil : draft.tickOf
        guard let definition = ticked.flatMap({ rulebook.streak(key: $0) }) else {
            let streaks = try advanceStreaks(with: event, in: &snapshot)
            if let primary = streaks.first(where: \.definition.isPrimary) {
                return CountedEvent(streaks: streaks, primary: primary)
            }
            if snapshot.streaks.gathers || snapshot.streaks.isDeferred {
                return CountedEvent(streaks: streaks, primary: nil)
            }
            return CountedEvent(streaks: streaks, primary: try primaryStreak(in: &snapshot))
        }
        let (streaks, tick) = try advance(definition, withTick: event, in: &snapshot)
        return CountedEvent(
            streaks: streaks,
            primary: streaks.first(where: \.definition.isPrimary),
            tick: tick
        )
    }

    /// What is told of a tick that was not kept.
    func repeated(
        _ id: EventID,
        of metric: Metric,
        _ counted: CountedEvent,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> RecordedEvent {
        try reachLengths(tellingOf: id.number, in: &snapshot)
        return RecordedEvent(
            id: id,
            metric: metric,
            total: try snapshot.tally(of: metric.id).total,
            isReplay: true,
            achievements: try achievementsTold(of: id.number, in: snapshot),
            streak: nil,
            tick: counted.tick
        )
    }

    private func advance(
        _ definition: StreakDefinition,
        withTick event: Event,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> ([StreakOutcome], StreakTick) {
        let judge = try judge(of: definition, for: snapshot)
        let before = try currentPeriods(of: definition, judge, in: snapshot)
        // What had to be counted anew by changed rules is not counted so again.
        snapshot.streaks.set(before)
        if try judge.isRepeated(StreakActivity(event), in: before) {
            let state = judge.state(of: before.periods, at: judge.newest(before, event.occurredAt))
            return ([], StreakTick(state, isRecord: false, isRepeated: true))
        }
        let streaks = try advanceStreaks(with: event, in: &snapshot)
        let after = try snapshot.periods(of: definition.id)
        let newest = judge.newest(after, event.occurredAt)
        if newest == now, let outcome = streaks.first(where: { $0.definition.id == definition.id })
        {
            return (streaks, StreakTick(outcome.state, after: outcome.before))
        }
        let tick = StreakTick(
            judge.state(of: after.periods, at: newest),
            after: judge.state(of: before.periods, at: newest)
        )
        return (streaks, tick)
    }

    /// What is told of a tick that was taken in before; nothing of any other event.
    func tickTakenIn(
        _ draft: EventDraft,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> StreakTick? {
        guard let definition = draft.tickOf.flatMap({ rulebook.streak(key: $0) }) else {
            return nil
        }
        let judge = try judge(of: definition, for: snapshot)
        let loaded = try currentPeriods(of: definition, judge, in: snapshot)
        let state = judge.state(of: loaded.periods, at: judge.newest(loaded, .distantPast))
        return StreakTick(state, isRecord: state.length == state.longest, isRepeated: false)
    }
}

extension StreakJudge {
    /// Whether the period of an activity is satisfied already.
    fileprivate func isRepeated(
        _ activity: StreakActivity,
        in loaded: LoadedPeriods
    ) throws(Interruption) -> Bool {
        guard let period = period(of: activity) else { return false }
        let index = loaded.index(of: period)
        if index < loaded.periods.endIndex, loaded.periods[index].opens == period {
            return loaded.periods[index].tally.isSatisfied
        }
        // What lies before the loaded periods is not known yet.
        try loaded.requirePredecessor(of: period, at: index)
        return false
    }

    /// When the newest thing happened that the streak knows of, or a given one that is newer.
    fileprivate func newest(_ loaded: LoadedPeriods, _ moment: Instant) -> Instant {
        let counted = loaded.periods.last?.tally.latestAt ?? .distantPast
        return max(counted, moment, latestCorrection ?? .distantPast)
    }

    private var latestCorrection: Instant? {
        guard case .calendar(let judge) = windows else { return nil }
        return judge.circumstances.corrections.last?.at
    }
}

extension StreakTick {
    fileprivate init(_ state: StreakState, isRecord: Bool, isRepeated: Bool) {
        self.init(
            length: state.length,
            longest: state.longest,
            isRecord: isRecord,
            isRepeated: isRepeated
        )
    }

    fileprivate init(_ state: StreakState, after before: StreakState) {
        self.init(state, isRecord: state.length > before.longest, isRepeated: false)
    }
}
