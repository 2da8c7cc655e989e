public import CivilTime

extension Fold {
    /// Takes an event in; a key that was used before changes nothing.
    func record(
        _ draft: EventDraft,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> RecordedEvent {
        snapshot.boards.order = firstNumber.map { max(0, number - $0) } ?? 0
        let metric = try refusing { () throws(Refusal) in try self.metric(of: draft) }
        let id = EventID(number: number, user: snapshot.key)
        let usedKey = draft.usedKey(of: metric.id)
        let own = OwnEvent(id: id, metric: metric.id, key: usedKey)
        if isRetry, try snapshot.event(own) != nil {
            return try recorded(id, of: metric, isReplay: false, draft, in: &snapshot)
        }
        if let usedKey, let event = try snapshot.event(under: usedKey) {
            return try recorded(event, of: metric, isReplay: true, draft, in: &snapshot)
        }
        try refusing { () throws(Refusal) in try check(draft) }
        let event = try followingMove(by: draft.userChange, in: &snapshot) {
            snapshot throws(Interruption) in
            try change(
                userID: draft.userID,
                by: draft.userChange,
                tellingOf: id.number,
                in: &snapshot
            )
            return try makeEvent(draft, of: metric, id: id, in: snapshot)
        }
        let steps = snapshot.boards.steps.count
        let counted = try count(event, as: draft, in: &snapshot)
        if counted.tick?.isRepeated == true {
            return try repeated(id, of: metric, counted, in: &snapshot)
        }
        let before = try snapshot.tally(of: metric.id).total
        let total = try add(event, to: &snapshot)
        let reached = try achievementsReached(
            by: event,
            adding: event.amount,
            from: before,
            to: total,
            tellingOf: id.number,
            in: &snapshot
        )
        try conclude(reached, by: id.number, in: &snapshot)
        try reachLengths(tellingOf: id.number, in: &snapshot)
        try givePoints(
            for: event,
            from: before,
            to: total,
            isRefusable: !draft.wasAccepted,
            in: &snapshot
        )
        try scoreRest(in: &snapshot)
        return RecordedEvent(
            id: id,
            metric: metric,
            total: total,
            isReplay: false,
            achievements: try achievementsTold(of: id.number, in: snapshot),
            points: try pointsOutcomes(madeBy: id.number, in: snapshot),
            boards: self.steps(since: steps, in: snapshot),
            streak: counted.primary,
            streaks: counted.streaks,
            tick: counted.tick
        )
    }

    /// The metric that an event is of; only ticks are of a streak's own.
    private func metric(of draft: EventDraft) throws(Refusal) -> Metric {
        // What was taken in once is taken in again, whatever its streak has become.
        if draft.wasAccepted, let metric = rulebook.metric(key: draft.metricKey) { return metric }
        if let streakKey = draft.tickOf { return try metric(ofTicksOf: streakKey) }
        guard let metric = rulebook.metric(key: draft.metricKey), !metric.isOfStreak else {
            throw Refusal(.unknownMetric(draft.metricKey))
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
            total: try snapshot.tally(of: metric.id).total,
            isReplay: isReplay,
            achievements: isReplay ? [] : try achievementsTold(of: id.number, in: snapshot),
            points: isReplay ? [] : try pointsOutcomes(madeBy: id.number, in: snapshot),
            streak: try primaryStreak(in: &snapshot),
            tick: try tickTakenIn(draft, in: &snapshot)
        )
    }

    private func makeEvent(
        _ draft: EventDraft,
        of metric: Metric,
        id: EventID,
        in snapshot: Snapshot
    ) throws(Interruption) -> Event {
        let occurredAt =
            if let told = draft.occurredAt { told } else {
                try snapshot.moment(at: now, after: 1)
            }
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
    func delete(
        _ id: EventID,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let known = try snapshot.event(named: id)
        if isRetry, known?.deletedAt != nil { return }
        guard var event = known, event.deletedAt == nil else {
            throw .refused(Refusal(.unknownEvent))
        }
        var tally = try snapshot.tally(of: event.metric)
        let before = tally.total
        guard tally.add(event.amount.negated, eventCount: -1, on: event.day) else {
            throw .refused(Refusal(.totalOutOfRange))
        }
        snapshot.totals.set(tally)
        try score(event, times: -1, in: &snapshot)
        // Taking a deduction back raises the total; there is nobody to tell what that reaches.
        let reached = try achievementsReached(
            by: event,
            adding: event.amount.negated,
            from: before,
            to: tally.total,
            tellingOf: nil,
            in: &snapshot
        )
        try conclude(reached, in: &snapshot)
        try retractStreaks(of: event, in: &snapshot)
        try takePointsBack(of: event, from: before, to: tally.total, by: number, in: &snapshot)
        event.deletedAt = now
        snapshot.totals.delete(event)
    }

    private func check(_ draft: EventDraft) throws(Refusal) {
        let unknownKeys = rulebook.unknownKeys(.event, among: draft.attributes.keys)
        guard draft.allowsUnknownAttributes || unknownKeys.isEmpty else {
            throw Refusal(.unknownAttributes(unknownKeys, .event))
        }
        try draft.checkTime(at: now)
    }

    /// The civil day of a moment in the zone that the user had then.
    private func day(
        of moment: Instant,
        in snapshot: Snapshot
    ) throws(Interruption) -> CivilDate {
        let name = try snapshot.zoneName(at: moment) ?? rulebook.defaultZone(at: moment)
        let day: CivilDate
        do {
            day = try zones.zone(named: name).day(containing: moment)
        } catch {
            throw .refused(Refusal(.unknownZone(error.message)))
        }
        guard EngineLimits.years.contains(day.year) else {
            throw .refused(Refusal(.eventOutOfRange(moment, zone: name)))
        }
        return day
    }

    private func add(
        _ event: Event,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> Amount {
        var tally = try snapshot.tally(of: event.metric)
        guard tally.add(event.amount, eventCount: 1, on: event.day) else {
            throw .refused(Refusal(.totalOutOfRange))
        }
        snapshot.totals.set(tally)
        snapshot.totals.add(event)
        try score(event, times: 1, in: &snapshot)
        return tally.total
    }
}

extension EventDraft {
    /// Refuses an event that lies too far ahead (R10).
    public func checkTime(at now: Instant) throws(Refusal) {
        let limit = now.adding(seconds: EngineLimits.maximumClockSkew)
        guard let occurredAt, occurredAt > limit else { return }
        throw Refusal(.eventAhead(occurredAt, now: now))
    }
}

extension Snapshot {
    /// The zone that the user lived in at a moment; nothing when none is known.
    func zoneName(at moment: Instant) throws(Interruption) -> String? {
        guard let user else { return nil }
        if moment >= user.zoneSince { return user.zone }
        let stays = try earlierStays()
        let stay = stays.last { $0.from <= moment } ?? stays.first
        return stay.map(\.zone) ?? user.zone
    }
}
