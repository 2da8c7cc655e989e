public import CivilTime

extension Fold {
    /// Takes an event in; a key that was used before changes nothing.
    func record(
        _ draft: EventDraft,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> RecordedEvent {
        let metric = try refusing { () throws(Refusal) in try self.metric(of: draft) }
        let id = EventID(number: number, user: snapshot.key)
        if isRetry, snapshot.events.contains(where: { $0.id == id }) {
            return try recorded(id, of: metric, isReplay: false, draft, in: &snapshot)
        }
        if let event = snapshot.event(of: metric.id, under: draft) {
            return try recorded(event, of: metric, isReplay: true, draft, in: &snapshot)
        }
        try refusing { () throws(Refusal) in try check(draft) }
        let event = try followingMove(by: draft.userChange, in: &snapshot) {
            snapshot throws(Refusal) in
            try change(
                userID: draft.userID,
                by: draft.userChange,
                tellingOf: id.number,
                in: &snapshot
            )
            return try makeEvent(draft, of: metric, id: id, in: snapshot)
        }
        let counted = try lacking(of: snapshot.key) { () throws(StreakGap) in
            try count(event, as: draft, in: &snapshot)
        }
        if counted.tick?.isRepeated == true {
            return try repeated(id, of: metric, counted, in: &snapshot)
        }
        let before = snapshot.tallies[snapshot.tallyIndex(of: metric.id)].total
        let (total, reached) = try refusing { () throws(Refusal) in
            let total = try add(event, to: &snapshot)
            let reached = try achievementsReached(
                by: event,
                adding: event.amount,
                from: before,
                to: total,
                tellingOf: id.number,
                in: &snapshot
            )
            return (total, reached)
        }
        conclude(reached, by: id.number, in: &snapshot)
        try reachLengths(tellingOf: id.number, in: &snapshot)
        return RecordedEvent(
            id: id,
            metric: metric,
            total: total,
            isReplay: false,
            achievements: achievementsTold(of: id.number, in: snapshot),
            streak: counted.primary,
            streaks: counted.streaks,
            tick: counted.tick
        )
    }

    /// The metric that an event is of; only ticks are of a streak's own.
    private func metric(of draft: EventDraft) throws(Refusal) -> Metric {
        if let streakKey = draft.tickOf { return try metric(ofTicksOf: streakKey) }
        guard let metric = rulebook.metric(key: draft.metricKey), !metric.isOfStreak else {
            throw .unknownMetric(draft.metricKey)
        }
        return metric
    }

    /// What is told of an event that was taken in before.
    private func recorded(
        _ id: EventID,
        of metric: Metric,
        isReplay: Bool,
        _ draft: EventDraft,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> RecordedEvent {
        RecordedEvent(
            id: id,
            metric: metric,
            total: snapshot.tallies[snapshot.tallyIndex(of: metric.id)].total,
            isReplay: isReplay,
            achievements: isReplay ? [] : achievementsTold(of: id.number, in: snapshot),
            streak: try lacking(of: snapshot.key) { () throws(StreakGap) in
                try primaryStreak(in: &snapshot)
            },
            tick: try lacking(of: snapshot.key) { () throws(StreakGap) in
                try tickTakenIn(draft, in: &snapshot)
            }
        )
    }

    private func makeEvent(
        _ draft: EventDraft,
        of metric: Metric,
        id: EventID,
        in snapshot: Snapshot
    ) throws(Refusal) -> Event {
        let occurredAt = draft.occurredAt ?? snapshot.moment(at: now, after: 1)
        return Event(
            id: id,
            metric: metric.id,
            amount: draft.amount,
            occurredAt: occurredAt,
            receivedAt: now,
            day: try day(of: occurredAt, in: snapshot),
            attributes: draft.attributes,
            idempotencyKey: draft.idempotencyKey,
            sharesKey: draft.sharesKey
        )
    }

    /// Takes an event back; its idempotency key stays used.
    func delete(_ id: EventID, in snapshot: inout Snapshot) throws(Interruption) {
        if isRetry, snapshot.events.contains(where: { $0.id == id && $0.deletedAt != nil }) {
            return
        }
        guard let index = snapshot.events.firstIndex(where: { $0.id == id && $0.deletedAt == nil })
        else { throw .refused(.unknownEvent) }
        var event = snapshot.events[index]
        let tally = snapshot.tallyIndex(of: event.metric)
        let before = snapshot.tallies[tally].total
        guard snapshot.tallies[tally].add(event.amount.negated, eventCount: -1, on: event.day)
        else { throw .refused(.totalOutOfRange) }
        let after = snapshot.tallies[tally].total
        // Taking a deduction back raises the total; there is nobody to tell what that reaches.
        let reached = try refusing { () throws(Refusal) in
            try achievementsReached(
                by: event,
                adding: event.amount.negated,
                from: before,
                to: after,
                tellingOf: nil,
                in: &snapshot
            )
        }
        conclude(reached, in: &snapshot)
        try lacking(of: snapshot.key) { () throws(StreakGap) in
            try retractStreaks(of: event, in: &snapshot)
        }
        event.deletedAt = now
        snapshot.events[index] = event
        snapshot.changes.deletedEvents.append(event)
    }

    private func check(_ draft: EventDraft) throws(Refusal) {
        let unknownKeys = rulebook.unknownKeys(.event, among: draft.attributes.keys)
        guard draft.allowsUnknownAttributes || unknownKeys.isEmpty else {
            throw .unknownAttributes(unknownKeys, of: .event)
        }
        try draft.checkTime(at: now)
    }

    /// The civil day of a moment in the zone that the user had then.
    private func day(of moment: Instant, in snapshot: Snapshot) throws(Refusal) -> CivilDate {
        let name = snapshot.zoneName(at: moment) ?? rulebook.defaultZone(at: moment)
        let day: CivilDate
        do {
            day = try zones.zone(named: name).day(containing: moment)
        } catch {
            throw Refusal(.invalidValue, error.message)
        }
        guard EngineLimits.years.contains(day.year) else {
            throw Refusal(
                .invalidValue,
                """
                timestamp \(moment) falls on a day in \(name), outside the years 0001 to 9999. \
                Send the time at which the event happened.
                """
            )
        }
        return day
    }

    private func add(_ event: Event, to snapshot: inout Snapshot) throws(Refusal) -> Amount {
        let tally = snapshot.tallyIndex(of: event.metric)
        guard snapshot.tallies[tally].add(event.amount, eventCount: 1, on: event.day) else {
            throw .totalOutOfRange
        }
        snapshot.changes.events.append(event)
        if let key = event.idempotencyKey {
            snapshot.usedKeys.append(
                UsedKey(
                    metric: event.metric,
                    key: key,
                    event: event.id,
                    isShared: event.sharesKey
                )
            )
        }
        return snapshot.tallies[tally].total
    }
}

extension EventDraft {
    /// Refuses an event that lies too far ahead (R10).
    public func checkTime(at now: Instant) throws(Refusal) {
        let limit = now.adding(seconds: EngineLimits.maximumClockSkew)
        guard let occurredAt, occurredAt > limit else { return }
        throw Refusal(
            .invalidValue,
            """
            timestamp \(occurredAt) is more than 5 minutes ahead of the server's clock \
            (\(now)). Send the time at which the event happened.
            """
        )
    }
}

extension Snapshot {
    fileprivate func event(of metric: MetricID, under draft: EventDraft) -> EventID? {
        guard let key = draft.idempotencyKey else { return nil }
        return usedKeys.first { used in
            used.isShared == draft.sharesKey && (used.isShared || used.metric == metric)
                && used.key.isSameID(as: key)
        }?.event
    }

    /// The place of a metric's tally; a metric not loaded has nothing stored.
    func tallyIndex(of metric: MetricID) -> Int {
        guard let index = tallies.firstIndex(where: { $0.metric == metric }) else {
            preconditionFailure("the tallies of every metric that a group touches are loaded")
        }
        return index
    }

    /// The zone that the user lived in at a moment; nothing when none is known.
    func zoneName(at moment: Instant) -> String? {
        guard let user else { return nil }
        if moment >= user.zoneSince { return user.zone }
        let stay = earlierStays.last { $0.from <= moment } ?? earlierStays.first
        return stay.map(\.zone) ?? user.zone
    }
}
