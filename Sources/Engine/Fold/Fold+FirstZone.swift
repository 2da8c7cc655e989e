import CivilTime

extension Fold {
    /// The zone that a change gives to a user who never had one: it holds for all time before it, so
    /// that what came before it is dated anew in it (R1).
    ///
    /// Of a user who did too much for that, nothing: the zone begins now, as every later one does.
    func firstZone(
        by change: Change<String>,
        of snapshot: Snapshot
    ) throws(Interruption) -> Zone? {
        guard snapshot.awaitsFirstZone, case .set(let name) = change else { return nil }
        if case .tooLong = try snapshot.history() { return nil }
        return zone(named: name)
    }

    /// Dates everything anew that a user did; the totals of its metrics move from day to day.
    func dateAnew(in zone: Zone, _ snapshot: inout Snapshot) throws(Interruption) {
        var moves: [MetricID: [CivilDate: MetricDayChange]] = [:]
        var timed: [Event] = []
        snapshot.totals.dateAnew { event in
            if rulebook.boards.haveHours { timed.append(event) }
            return date(&event, in: zone, noting: &moves)
        }
        for event in timed {
            let old = self.zone(named: rulebook.defaultZone(at: event.occurredAt))
            let day = zone.day(containing: event.occurredAt)
            try score(event, movedTo: day, from: old, to: zone, in: &snapshot)
        }
        for (metric, days) in moves {
            var tally = try snapshot.tally(of: metric)
            for day in days.values.sorted(by: { $0.day < $1.day }) {
                guard tally.add(day.change, eventCount: day.eventCount, on: day.day) else {
                    throw .refused(Refusal(.totalOutOfRange))
                }
            }
            snapshot.totals.set(tally)
            try score(moved: days.values, of: metric, in: &snapshot)
        }
    }

    /// Dates an event in a zone; false when that is the day that it has.
    private func date(
        _ event: inout Event,
        in zone: Zone,
        noting moves: inout [MetricID: [CivilDate: MetricDayChange]]
    ) -> Bool {
        let day = zone.day(containing: event.occurredAt)
        guard day != event.day else { return false }
        for (day, isAdded) in [(event.day, false), (day, true)] {
            var change =
                moves[event.metric]?[day] ?? MetricDayChange(day: day, change: .zero, eventCount: 0)
            change.change.millionths += (isAdded ? 1 : -1) * event.amount.millionths
            change.eventCount += isAdded ? 1 : -1
            moves[event.metric, default: [:]][day] = change
        }
        event.day = day
        return true
    }
}

extension Snapshot {
    /// Whether the user has never had a zone.
    var awaitsFirstZone: Bool {
        user.map { $0.zone == nil && $0.zoneSince == .distantPast } ?? false
    }
}

extension StreakJudge {
    /// Counts a streak anew by the days that a user's first zone gives.
    func dateAnew(_ loaded: inout LoadedPeriods, in zone: Zone) throws(Interruption) {
        // Also where it is not judged by days: whatever is taken back has its new date.
        loaded.dateActivities(in: zone)
        guard case .calendar(_, zone: nil) = timeline.window,
            case .calendar(let judge) = windows
        else { return }
        // What never counted does not count on another day, unless it is one that has no reset, or
        // another rule.
        let countsAnywhere = timeline.isSteady && judge.circumstances.corrections.isEmpty
        if loaded.periods.isEmpty, loaded.isWhole, countsAnywhere { return }
        try rebuild(&loaded)
    }
}

extension LoadedPeriods {
    fileprivate mutating func dateActivities(in zone: Zone) {
        activities = activities.map { activity in
            StreakActivity(
                at: activity.at,
                day: zone.day(containing: activity.at),
                metric: activity.metric,
                amount: activity.amount,
                attributes: activity.attributes
            )
        }
    }
}
