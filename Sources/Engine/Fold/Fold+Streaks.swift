import CivilTime

extension Fold {
    /// Has an event count for every streak of its metric, and tells what became of each.
    func advanceStreaks(
        with event: Event,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [StreakOutcome] {
        if snapshot.streaks.isDeferred { return [] }
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
        var loaded = try currentPeriods(of: definition, judge, in: snapshot)
        let state = try state(of: loaded, judge)
        try catchUpOnLengths(of: definition, judge, &loaded, state, in: &snapshot)
        snapshot.streaks.set(loaded)
        let shown = try shown(state, of: definition, to: snapshot)
        return StreakOutcome(
            definition: definition,
            before: shown,
            state: shown,
            isExtended: false
        )
    }

    /// The streaks that events of a metric can touch: the primary one too if the user chose that.
    func streaks(of metric: MetricID, for snapshot: Snapshot) -> [StreakDefinition] {
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
        var loaded = try currentPeriods(of: definition, judge, in: snapshot)
        // Nobody is shown what the periods of a batch were found to be.
        let isBrief = snapshot.streaks.gathers && definition.milestones.isEmpty
        let before = try state(of: loaded, judge, isBrief: isBrief)
        try catchUpOnLengths(of: definition, judge, &loaded, before, in: &snapshot)
        try settle(&loaded, judge, tellingOf: events.last?.id.number, in: &snapshot)
        let earlier = isBrief ? [] : loaded.periods
        let newest = loaded.periods.last
        let happenedAt = events.map(\.occurredAt).max() ?? now
        let isCounted = try judge.record(together: events.map(StreakActivity.init), in: &loaded)
        var after = before
        if isCounted, loaded.isChanged {
            after = try state(of: loaded, judge, isBrief: isBrief)
            finish(&loaded, judge, from: newest, length: after.length)
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
                to: (loaded.periods, after),
                at: isOnTime ? happenedAt : now,
                in: &snapshot
            )
        }
        snapshot.streaks.set(loaded)
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
            try change(definition, in: &snapshot) { loaded, judge throws(Interruption) in
                try judge.remove(StreakActivity(event), from: &loaded)
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
        var loaded = try currentPeriods(of: definition, judge, in: snapshot)
        let current = try state(of: loaded, judge)
        try catchUpOnLengths(of: definition, judge, &loaded, current, in: &snapshot)
        try settle(&loaded, judge, in: &snapshot)
        // What the change makes of the time until now is a correction, and did not befall the streak.
        loaded.toldAt = max(loaded.toldAt, now)
        snapshot.streaks.set(loaded)
        return try state(of: loaded, judge)
    }

    /// Tells what befell a streak by now, and looks ahead to what comes next; a streak whose rules
    /// have changed is counted by the new ones.
    func settleStreak(
        _ definition: StreakDefinition,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let judge = try judge(of: definition, for: snapshot)
        var loaded = try currentPeriods(of: definition, judge, in: snapshot)
        if loaded.lengthBeforeRebuild != nil {
            let state = try state(of: loaded, judge)
            try catchUpOnLengths(of: definition, judge, &loaded, state, in: &snapshot)
        }
        if let dueAt = loaded.dueAt, dueAt <= now {
            let state = try state(of: loaded, judge)
            try settle(&loaded, judge, in: &snapshot)
            finish(&loaded, judge, from: nil, length: state.length)
        }
        snapshot.streaks.set(loaded)
    }

    /// Changes a streak by something other than an event on time, and tells the difference.
    func change(
        _ definition: StreakDefinition,
        from known: StreakState? = nil,
        in snapshot: inout Snapshot,
        _ body: (inout LoadedPeriods, StreakJudge) throws(Interruption) -> Void
    ) throws(Interruption) {
        let judge = try judge(of: definition, for: snapshot)
        var loaded = try currentPeriods(of: definition, judge, in: snapshot)
        let current = try state(of: loaded, judge)
        // What the change brings is told below, compared with what was known before it.
        if known != nil { loaded.amnestied = nil }
        try catchUpOnLengths(of: definition, judge, &loaded, current, in: &snapshot)
        let before = known ?? current
        try settle(&loaded, judge, in: &snapshot)
        let earlier = loaded.periods
        try body(&loaded, judge)
        loaded.touch()
        let after = try state(of: loaded, judge)
        finish(&loaded, judge, from: nil, length: after.length)
        if before.length != after.length {
            append(.corrected, of: definition, from: before, to: after, at: now, in: &snapshot)
        }
        if after.longest > before.longest { awaitLengths(of: definition, in: &snapshot) }
        try reachMilestones(
            of: definition,
            judge,
            from: (earlier, before),
            to: (loaded.periods, after),
            at: now,
            in: &snapshot
        )
        snapshot.streaks.set(loaded)
    }
}

// MARK: - Loaded periods

extension Fold {
    /// The judge of a user's streak.
    func judge(
        of definition: StreakDefinition,
        for snapshot: Snapshot
    ) throws(Interruption) -> StreakJudge {
        try streakUser(of: snapshot).judge(of: definition)
    }

    /// The user as a judge of streaks sees one.
    func streakUser(of snapshot: Snapshot) throws(Interruption) -> StreakUser {
        StreakUser(
            key: snapshot.key,
            user: snapshot.user,
            earlierStays: try snapshot.earlierStays(),
            marks: try snapshot.marks(),
            defaultStays: rulebook.defaultStays,
            zones: zones,
            amnesties: rulebook.amnesties,
            attributes: rulebook.amnesties.askForAttributes ? try snapshot.attributes() : [:]
        )
    }

    func zone(named name: String?) -> Zone {
        (try? zones.zone(named: name ?? rulebook.defaultZone)) ?? .utc
    }

    /// The loaded periods of a streak, counted by the rules as they are now.
    func currentPeriods(
        of definition: StreakDefinition,
        _ judge: StreakJudge,
        in snapshot: Snapshot
    ) throws(Interruption) -> LoadedPeriods {
        var loaded = try snapshot.periods(of: definition.id)
        let revision = judge.timeline.revision
        guard loaded.revision != revision else { return loaded }
        if loaded.periods.isEmpty, loaded.isWhole,
            try !mayLack(definition, judge, in: snapshot)
        {
            loaded.revision = revision
            loaded.toldAt = now
            return loaded
        }
        if let followed = try followAmnesties(of: definition, judge, loaded, in: snapshot) {
            return followed
        }
        let isNew = loaded.periods.isEmpty
        loaded.lengthBeforeRebuild = loaded.length
        loaded.reachedBeforeRebuild = loaded.periods.lengthsReached
        try judge.rebuild(&loaded)
        loaded.length = try state(of: loaded, judge).length
        // Whoever changes the streak next tells what befell it since it was last told, and looks
        // ahead.
        if isNew { loaded.toldAt = now }
        loaded.dueAt = loaded.periods.isEmpty ? nil : now
        return loaded
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
        of loaded: LoadedPeriods,
        _ judge: StreakJudge,
        isBrief: Bool = false
    ) throws(Interruption) -> StreakState {
        let last = judge.lastPeriod(at: now)
        // An event of the next few minutes may have opened a period that has not begun.
        if let first = loaded.periods.first, first.opens > last {
            try loaded.requirePredecessor(of: last, at: 0)
        }
        return judge.state(of: loaded.periods, at: now, isBrief: isBrief)
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
        _ loaded: inout LoadedPeriods,
        _ judge: StreakJudge,
        tellingOf number: Int64? = nil,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard let dueAt = loaded.dueAt, dueAt <= now else { return }
        // Events of a few minutes ahead may have opened periods that had not begun when last told.
        let told = judge.lastPeriod(at: loaded.toldAt)
        let following = loaded.periods.firstIndex { $0.opens > told } ?? loaded.periods.endIndex
        if following == 0 { try loaded.requirePredecessor(of: told, at: 0) }
        let periods = Array(loaded.periods[max(0, following - 1)...])
        for moment in judge.moments(of: periods, after: loaded.toldAt, through: now) {
            if let definition = rulebook.streak(id: loaded.definition) {
                snapshot.tell(StreakFact(moment, streak: definition.publicID), of: definition)
            }
            if case .extended(let length) = moment.kind {
                let state = judge.state(of: loaded.periods, at: moment.at)
                try reachMilestones(of: loaded, from: length, state, at: moment.at, in: &snapshot)
            }
        }
        let longest = judge.state(of: loaded.periods, at: now).longest
        if longest > judge.state(of: loaded.periods, at: loaded.toldAt).longest,
            let definition = rulebook.streak(id: loaded.definition)
        {
            awaitLengths(of: definition, in: &snapshot)
            // What comes next may take it away again.
            snapshot.streaks.set(loaded)
            try reachLengths(tellingOf: number, in: &snapshot)
        }
        loaded.toldAt = now
        loaded.touch()
    }

    /// Looks ahead, after the newest period has changed.
    private func finish(
        _ loaded: inout LoadedPeriods,
        _ judge: StreakJudge,
        from newest: StreakPeriod?,
        length: Int
    ) {
        guard loaded.isChanged, let last = loaded.periods.last else { return }
        loaded.revision = judge.timeline.revision
        loaded.length = length
        // As long as the newest period is satisfied, what else happens in it changes nothing.
        let isSteady =
            newest?.opens == last.opens && newest?.before == last.before
            && newest?.tally.isSatisfied == last.tally.isSatisfied
            && loaded.dueAt.map { $0 > now } ?? true
        guard !isSteady || loaded.storedNewest == nil else { return }
        loaded.toldAt = max(loaded.toldAt, now)
        loaded.dueAt = judge.nextMoment(of: loaded.periods.suffix(2), after: now)
        loaded.touch()
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

    func append(
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
