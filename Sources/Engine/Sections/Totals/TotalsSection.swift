/// What a user has done: events as far as they were looked up, and the totals of metrics.
public struct TotalsSection: Sendable {
    /// The tallies of metrics that were looked up.
    public private(set) var tallies: [MetricID: MetricTally] = [:]
    /// The events that idempotency keys led to; nothing under a key that is free.
    private var usedKeys: [UsedKey: EventID?] = [:]
    /// The events that were looked up by id; nothing under an id that names none.
    private var events: [EventID: Event?] = [:]
    /// All that is stored of what the user did, where that had to be looked up.
    private(set) var history: History?
    /// Events to insert.
    public private(set) var newEvents: [Event] = []
    /// Stored events whose day is another now.
    public private(set) var datedAnew: [Event] = []
    /// Events that are now deleted.
    public private(set) var deletedEvents: [Event] = []

    /// What a user did in all.
    enum History {
        case events([Event])
        /// More than may be dated anew.
        case tooLong
    }
}

// MARK: - Reading

extension Snapshot {
    /// What the user has done of a metric.
    func tally(of metric: MetricID) throws(Interruption) -> MetricTally {
        if let known = totals.tallies[metric] { return known }
        guard isStored else { return MetricTally(metric: metric, stored: nil) }
        throw .lacking([.tally(metric, of: key)])
    }

    /// The event that an idempotency key led to, if it was used.
    func event(under usedKey: UsedKey) throws(Interruption) -> EventID? {
        if let known = totals.event(under: usedKey) { return known }
        guard isStored else { return nil }
        throw .lacking([.usedKey(usedKey, of: key)])
    }

    /// The event that a caller names, deleted or not.
    func event(named id: EventID) throws(Interruption) -> Event? {
        if let known = totals.event(named: id) { return known }
        guard isStored else { return nil }
        throw .lacking([.event(id)])
    }

    /// The event that a command has stored before, if it was committed unheard.
    func event(_ own: OwnEvent) throws(Interruption) -> Event? {
        if let known = totals.event(named: own.id) { return known }
        guard isStored else { return nil }
        throw .lacking([.ownEvent(own)])
    }

    /// All that is stored of what the user did.
    func history() throws(Interruption) -> TotalsSection.History {
        if let known = totals.history { return known }
        guard isStored else { return .events([]) }
        throw .lacking([.history(key)])
    }
}

extension TotalsSection {
    fileprivate func event(under key: UsedKey) -> EventID?? { usedKeys[key] }

    fileprivate func event(named id: EventID) -> Event?? { events[id] }
}

// MARK: - What was looked up

extension Snapshot {
    /// Takes in the newest stored day of a metric.
    public mutating func learn(newest day: MetricDay?, of metric: MetricID) {
        totals.learn(MetricTally(metric: metric, stored: day))
    }

    /// Takes in the event that used an idempotency key, if one did.
    public mutating func learn(event: EventID?, under usedKey: UsedKey) {
        totals.learn(event, under: usedKey)
    }

    /// Takes in the event that an id names, if there is one.
    public mutating func learn(event: Event?, named id: EventID) {
        totals.learn(event, named: id)
    }

    /// Takes in all that is stored of what the user did; nothing where it is too much to be dated
    /// anew.
    public mutating func learn(history events: [Event]?) {
        totals.learn(history: events)
    }
}

extension TotalsSection {
    fileprivate mutating func learn(_ tally: MetricTally) {
        if tallies[tally.metric] == nil { tallies[tally.metric] = tally }
    }

    fileprivate mutating func learn(_ event: EventID?, under key: UsedKey) {
        if usedKeys[key] == nil { usedKeys.updateValue(event, forKey: key) }
    }

    fileprivate mutating func learn(_ event: Event?, named id: EventID) {
        guard events[id] == nil else { return }
        // What the fold has changed of it is not stored yet.
        let changed = deletedEvents.last { $0.id == id } ?? datedAnew.last { $0.id == id }
        events.updateValue(changed ?? event, forKey: id)
    }

    fileprivate mutating func learn(history events: [Event]?) {
        if history == nil { history = events.map(History.events) ?? .tooLong }
    }
}

// MARK: - Changing

extension TotalsSection {
    /// Keeps a tally that has changed.
    mutating func set(_ tally: MetricTally) {
        tallies[tally.metric] = tally
    }

    /// Takes an event in.
    mutating func add(_ event: Event) {
        newEvents.append(event)
        guard let key = event.idempotencyKey else { return }
        let used = UsedKey(key, of: event.metric, isShared: event.sharesKey)
        usedKeys.updateValue(event.id, forKey: used)
    }

    /// Takes an event back.
    mutating func delete(_ event: Event) {
        events.updateValue(event, forKey: event.id)
        deletedEvents.append(event)
    }

    /// Gives everything that was not taken back the day that it has elsewhere.
    mutating func dateAnew(_ date: (inout Event) -> Bool) {
        let deleted = Set(deletedEvents.map(\.id))
        if case .events(let stored) = history {
            for var event in stored where !deleted.contains(event.id) {
                if date(&event) { datedAnew.append(event) }
            }
        }
        for index in newEvents.indices where !deleted.contains(newEvents[index].id) {
            _ = date(&newEvents[index])
        }
        for event in datedAnew where events[event.id] != nil {
            events.updateValue(event, forKey: event.id)
        }
    }

    /// What the user did in a stretch of time: of stored events those that the fold has not taken
    /// back, and those that it has taken in.
    func activities(among stored: [Event], _ want: WantedPeriods) -> [StreakActivity] {
        let deleted = Set(deletedEvents.map(\.id))
        let known = stored.filter { $0.deletedAt == nil && !deleted.contains($0.id) }
        let new = newEvents.filter { event in
            want.activities?.contains(event.occurredAt) == true && !deleted.contains(event.id)
        }
        let dated = Dictionary(datedAnew.map { ($0.id, $0) }) { first, _ in first }
        return (known + new).map { StreakActivity(dated[$0.id] ?? $0) }
    }
}

// MARK: - Foresight

extension TotalsSection: Section {
    /// The totals of what is sent, and the events that keys and ids name.
    public static func foresee(
        _ touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {
        guard snapshot.isStored else { return }
        switch touch {
        case .event(let draft, _):
            guard let metric = fold.rulebook.metric(key: draft.metricKey)?.id else { return }
            wants.insert(.tally(metric, of: snapshot.key))
            if let key = draft.usedKey(of: metric) { wants.insert(.usedKey(key, of: snapshot.key)) }
        case .deletion(let id): wants.insert(.event(id))
        case .change, .showing, .completion, .judging, .points, .streaks: break
        }
    }
}

extension EventDraft {
    /// The place of its idempotency key, if it has one.
    func usedKey(of metric: MetricID) -> UsedKey? {
        idempotencyKey.map { UsedKey($0, of: metric, isShared: sharesKey) }
    }
}

extension TotalsSection {
    /// Whether there is more to be written than what `Snapshot.mayChangeRollUps` tells.
    var hasChanged: Bool { tallies.values.contains { !$0.changes.isEmpty } }
}
