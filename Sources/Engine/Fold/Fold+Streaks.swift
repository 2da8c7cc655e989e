import CivilTime

extension Fold {
    /// Has an event count for every streak of its metric, and tells what became of each.
    func advanceStreaks(
        with event: Event,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [StreakOutcome] {
        var outcomes: [StreakOutcome] = []
        for definition in streaks(of: event.metric, for: snapshot) {
            if snapshot.streaks.gathers, isOver(event, for: definition) {
                snapshot.streaks.gathered[definition.id, default: []].append(event)
                continue
            }
            if let earlier = snapshot.streaks.takeGathered(for: definition.id) {
                _ = try advance(definition, with: earlier, in: &snapshot)
            }
            outcomes.append(try advance(definition, with: [event], in: &snapshot))
        }
        return outcomes
    }

    /// The primary streak as it is, for events that do not count for it.
    func primaryStreak(in snapshot: inout Snapshot) throws(Interruption) -> StreakOutcome? {
        guard let definition = rulebook.primaryStreak else { return nil }
        return try streak(definition, in: &snapshot)
    }

    /// A streak as it is.
    func streak(
        _ definition: StreakDefinition,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> StreakOutcome {
        let judge = try judge(of: definition, for: snapshot)
        var ledger = try currentLedger(of: definition, judge, in: snapshot)
        let state = try state(of: ledger, judge)
        try catchUpOnLengths(of: definition, judge, &ledger, state, in: &snapshot)
        snapshot.streaks.set(ledger)
        let shown = try shown(state, of: definition, to: snapshot)
        return StreakOutcome(
            definition: definition,
            before: shown,
            state: shown,
            isExtended: false
        )
    }

    /// The streaks that events of a metric can touch: the primary one too if the user chose that.
    private func streaks(of metric: MetricID, for snapshot: Snapshot) -> [StreakDefinition] {
        let streaks = rulebook.streaks(of: metric)
        guard snapshot.user?.preferences.chosenMetrics.contains(metric) == true,
            let primary = rulebook.primaryStreak,
            !streaks.contains(where: { $0.id == primary.id })
        else { return streaks }
        return streaks + [primary]
    }

    /// Has events count for a streak: one, or several of the past together.
    func advance(
        _ definition: StreakDefinition,
        with events: [Event],
        in snapshot: inout Snapshot
    ) throws(Interruption) -> StreakOutcome {
        let judge = try judge(of: definition, for: snapshot)
        var ledger = try currentLedger(of: definition, judge, in: snapshot)
        // Nobody is shown what the periods of a batch were found to be.
        let isBrief = snapshot.streaks.gathers && definition.milestones.isEmpty
        let before = try state(of: ledger, judge, isBrief: isBrief)
        try catchUpOnLengths(of: definition, judge, &ledger, before, in: &snapshot)
        try settle(&ledger, judge, tellingOf: events.last?.id.number, in: &snapshot)
        let earlier = isBrief ? [] : ledger.periods
        let newest = ledger.periods.last
        let happenedAt = events.map(\.occurredAt).max() ?? now
        let isCounted = try judge.record(together: events.map(StreakActivity.init), in: &ledger)
        var after = before
        if isCounted, ledger.isChanged {
            after = try state(of: ledger, judge, isBrief: isBrief)
            finish(&ledger, judge, from: newest, length: after.length)
            note(definition, from: before, to: after, at: happenedAt, in: &snapshot)
            if after.length > before.length || after.longest > before.longest {
                awaitLengths(of: definition, in: &snapshot)
            }
            // What an event of the past makes reached in the period of now is reached now.
            let isOnTime = after.window.map { happenedAt >= $0.lowerBound } ?? true
            try reachMilestones(
                of: definition,
                judge,
                from: (earlier, before),
                to: (ledger.periods, after),
                at: isOnTime ? happenedAt : now,
                in: &snapshot
            )
        }
        snapshot.streaks.set(ledger)
        return StreakOutcome(
            definition: definition,
            before: try shown(before, of: definition, to: snapshot),
            state: try shown(after, of: definition, to: snapshot),
            isExtended: after.length > before.length
        )
    }

    /// Takes an event out of every streak of its metric.
    func retractStreaks(of event: Event, in snapshot: inout Snapshot) throws(Interruption) {
        for definition in streaks(of: event.metric, for: snapshot) {
            try change(definition, in: &snapshot) { ledger, judge throws(Interruption) in
                try judge.remove(StreakActivity(event), from: &ledger)
            }
        }
    }

    /// Has something change what a user's streaks follow from: tells what befell them before, and
    /// how the change made them different.
    func change<Value>(
        _ definitions: [StreakDefinition],
        in snapshot: inout Snapshot,
        by change: (inout Snapshot) throws(Interruption) -> Value,
        rejudging body: (inout LoadedPeriods, StreakJudge) throws(Interruption) -> Void
    ) throws(Interruption) -> Value {
        var befores: [StreakDefinitionID: StreakState] = [:]
        for definition in definitions {
            befores[definition.id] = try settled(definition, in: &snapshot)
        }
        let value = try change(&snapshot)
        for definition in definitions {
            try self.change(definition, from: befores[definition.id], in: &snapshot, body)
        }
        return value
    }

    /// A streak as it is, after what befell it by now has been told.
    private func settled(
        _ definition: StreakDefinition,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> StreakState {
        let judge = try judge(of: definition, for: snapshot)
        var ledger = try currentLedger(of: definition, judge, in: snapshot)
        let current = try state(of: ledger, judge)
        try catchUpOnLengths(of: definition, judge, &ledger, current, in: &snapshot)
        try settle(&ledger, judge, in: &snapshot)
        // What the change makes of the time until now is a correction, and did not befall the streak.
        ledger.toldAt = max(ledger.toldAt, now)
        snapshot.streaks.set(ledger)
        return try state(of: ledger, judge)
    }

    /// Tells what befell a streak by now, and looks ahead to what comes next; a streak whose rules
    /// have changed is counted by the new ones.
    func settleStreak(
        _ definition: StreakDefinition,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let judge = try judge(of: definition, for: snapshot)
        var ledger = try currentLedger(of: definition, judge, in: snapshot)
        if ledger.lengthBeforeRebuild != nil {
            let state = try state(of: ledger, judge)
            try catchUpOnLengths(of: definition, judge, &ledger, state, in: &snapshot)
        }
        if let dueAt = ledger.dueAt, dueAt <= now {
            let state = try state(of: ledger, judge)
            try settle(&ledger, judge, in: &snapshot)
            finish(&ledger, judge, from: nil, length: state.length)
        }
        snapshot.streaks.set(ledger)
    }

    /// Changes a streak by something other than an event on time, and tells the difference.
    func change(
        _ definition: StreakDefinition,
        from known: StreakState? = nil,
        in snapshot: inout Snapshot,
        _ body: (inout LoadedPeriods, StreakJudge) throws(Interruption) -> Void
    ) throws(Interruption) {
        let judge = try judge(of: definition, for: snapshot)
        var ledger = try currentLedger(of: definition, judge, in: snapshot)
        let current = try state(of: ledger, judge)
        try catchUpOnLengths(of: definition, judge, &ledger, current, in: &snapshot)
        let before = known ?? current
        try settle(&ledger, judge, in: &snapshot)
        let earlier = ledger.periods
        try body(&ledger, judge)
        ledger.touch()
        let after = try state(of: ledger, judge)
        finish(&ledger, judge, from: nil, length: after.length)
        if before.length != after.length {
            append(.corrected, of: definition, from: before, to: after, at: now, in: &snapshot)
        }
        if after.longest > before.longest { awaitLengths(of: definition, in: &snapshot) }
        try reachMilestones(
            of: definition,
            judge,
            from: (earlier, before),
            to: (ledger.periods, after),
            at: now,
            in: &snapshot
        )
        snapshot.streaks.set(ledger)
    }
}

// MARK: - Ledgers

extension Fold {
    /// The judge of a user's streak.
    func judge(
        of definition: StreakDefinition,
        for snapshot: Snapshot
    ) throws(Interruption) -> StreakJudge {
        try streakUser(of: snapshot).judge(of: definition)
    }

    /// The user as a judge of streaks sees one.
    private func streakUser(of snapshot: Snapshot) throws(Interruption) -> StreakUser {
        StreakUser(
            user: snapshot.user,
            earlierStays: try snapshot.earlierStays(),
            marks: try snapshot.marks(),
            defaultStays: rulebook.defaultStays,
            zones: zones
        )
    }

    func zone(named name: String?) -> Zone {
        (try? zones.zone(named: name ?? rulebook.defaultZone)) ?? .utc
    }

    /// The ledger of a streak, counted by the rules as they are now.
    func currentLedger(
        of definition: StreakDefinition,
        _ judge: StreakJudge,
        in snapshot: Snapshot
    ) throws(Interruption) -> LoadedPeriods {
        var ledger = try snapshot.periods(of: definition.id)
        let revision = judge.timeline.revision
        guard ledger.revision != revision else { return ledger }
        if ledger.periods.isEmpty, ledger.isWhole,
            try !mayLack(definition, judge, in: snapshot)
        {
            ledger.revision = revision
            ledger.toldAt = now
            return ledger
        }
        let isNew = ledger.periods.isEmpty
        ledger.lengthBeforeRebuild = ledger.length
        ledger.reachedBeforeRebuild = ledger.periods.lengthsReached
        try judge.rebuild(&ledger)
        ledger.length = try state(of: ledger, judge).length
        // Whoever changes the streak next tells what befell it since it was last told, and looks
        // ahead.
        if isNew { ledger.toldAt = now }
        ledger.dueAt = ledger.periods.isEmpty ? nil : now
        return ledger
    }

    /// Whether something may have happened that would have counted, had the rules been as they are.
    private func mayLack(
        _ definition: StreakDefinition,
        _ judge: StreakJudge,
        in snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        if snapshot.profile.isNew { return false }
        return try streakUser(of: snapshot).mayLack(definition, judge)
    }

    func state(
        of ledger: LoadedPeriods,
        _ judge: StreakJudge,
        isBrief: Bool = false
    ) throws(Interruption) -> StreakState {
        let last = judge.lastPeriod(at: now)
        // An event of the next few minutes may have opened a period that has not begun.
        if let first = ledger.periods.first, first.opens > last {
            try ledger.requirePredecessor(of: last, at: 0)
        }
        return judge.state(of: ledger.periods, at: now, isBrief: isBrief)
    }

    private func shown(
        _ state: StreakState,
        of definition: StreakDefinition,
        to snapshot: Snapshot
    ) throws(Interruption) -> StreakState {
        try streakUser(of: snapshot).shown(state, of: definition)
    }
}

// MARK: - Facts

extension Fold {
    /// Tells what befell a streak by now; to the event that had it looked at, if any.
    private func settle(
        _ ledger: inout LoadedPeriods,
        _ judge: StreakJudge,
        tellingOf number: Int64? = nil,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard let dueAt = ledger.dueAt, dueAt <= now else { return }
        // Events of a few minutes ahead may have opened periods that had not begun when last told.
        let told = judge.lastPeriod(at: ledger.toldAt)
        let following = ledger.periods.firstIndex { $0.opens > told } ?? ledger.periods.endIndex
        if following == 0 { try ledger.requirePredecessor(of: told, at: 0) }
        let periods = Array(ledger.periods[max(0, following - 1)...])
        for moment in judge.moments(of: periods, after: ledger.toldAt, through: now) {
            if let definition = rulebook.streak(id: ledger.definition) {
                snapshot.tell(StreakFact(moment, streak: definition.publicID), of: definition)
            }
            if case .extended(let length) = moment.kind {
                let state = judge.state(of: ledger.periods, at: moment.at)
                try reachMilestones(of: ledger, from: length, state, at: moment.at, in: &snapshot)
            }
        }
        let longest = judge.state(of: ledger.periods, at: now).longest
        if longest > judge.state(of: ledger.periods, at: ledger.toldAt).longest,
            let definition = rulebook.streak(id: ledger.definition)
        {
            awaitLengths(of: definition, in: &snapshot)
            // What comes next may take it away again.
            snapshot.streaks.set(ledger)
            try reachLengths(tellingOf: number, in: &snapshot)
        }
        ledger.toldAt = now
        ledger.touch()
    }

    /// Looks ahead, after the newest period has changed.
    private func finish(
        _ ledger: inout LoadedPeriods,
        _ judge: StreakJudge,
        from newest: StreakPeriod?,
        length: Int
    ) {
        guard ledger.isChanged, let last = ledger.periods.last else { return }
        ledger.revision = judge.timeline.revision
        ledger.length = length
        // As long as the newest period is satisfied, what else happens in it changes nothing.
        let isSteady =
            newest?.opens == last.opens && newest?.before == last.before
            && newest?.tally.isSatisfied == last.tally.isSatisfied
            && ledger.dueAt.map { $0 > now } ?? true
        guard !isSteady || ledger.storedNewest == nil else { return }
        ledger.toldAt = max(ledger.toldAt, now)
        ledger.dueAt = judge.nextMoment(of: ledger.periods.suffix(2), after: now)
        ledger.touch()
    }

    /// Tells how an event changed a streak.
    private func note(
        _ definition: StreakDefinition,
        from before: StreakState,
        to after: StreakState,
        at moment: Instant,
        in snapshot: inout Snapshot
    ) {
        guard before.length != after.length else { return }
        let isStep =
            after.length == before.length + 1 && after.status == .extended
            && before.status != .extended
        let kind: StreakFact.Kind =
            !isStep ? .corrected : after.length == 1 ? .started : .extended
        append(kind, of: definition, from: before, to: after, at: moment, in: &snapshot)
    }

    private func append(
        _ kind: StreakFact.Kind,
        of definition: StreakDefinition,
        from before: StreakState,
        to after: StreakState,
        at moment: Instant,
        in snapshot: inout Snapshot
    ) {
        let fact = StreakFact(
            streak: definition.publicID,
            kind: kind,
            at: moment,
            length: after.length,
            previousLength: before.length,
            freezes: after.freezeBalance
        )
        snapshot.tell(fact, of: definition)
    }
}

extension Snapshot {
    /// Leaves a fact to be told, unless it is about a streak that its user does not want.
    fileprivate mutating func tell(_ fact: StreakFact, of definition: StreakDefinition) {
        let isUnwanted = definition.isPrimary && user?.preferences.isStreakEnabled == false
        if !isUnwanted { tell(Fact(fact)) }
    }
}
