public import Engine

/// Loads and stores what users have done.
public struct TotalsStore: SectionStore {
    /// The section.
    public var section: any Section.Type { TotalsSection.self }

    /// Looks up events by key and by id, and the newest days of metrics.
    public func load(
        _ wants: Set<Want>,
        into snapshots: inout [UserKey: Snapshot],
        from source: SectionSource
    ) throws(StorageError) {
        let wanted = WantedTotals(wants)
        let connection = source.connection
        try loadEvents(wanted, into: &snapshots, source)
        try loadKeys(wanted.keys, into: &snapshots, connection.events)
        let metrics = try loadHistories(wanted.histories, into: &snapshots, connection.events)
        let places = wanted.tallies + metrics
        guard !places.isEmpty else { return }
        let days = try connection.metricDays.newest(of: places)
        for (user, metric) in places {
            snapshots[user]?.learn(newest: days[user]?[metric], of: metric)
        }
    }

    /// Stores events and days.
    public func store(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        let events = target.connection.events
        try events.insert(snapshots.flatMap(\.totals.newEvents), by: target.process)
        try events.dateAnew(snapshots.flatMap(\.totals.datedAnew))
        try events.markDeleted(snapshots.flatMap(\.totals.deletedEvents))
        try target.connection.metricDays.store(
            snapshots.flatMap { snapshot in
                snapshot.totals.tallies.values.filter { !$0.changes.isEmpty }
                    .sorted { $0.metric.number < $1.metric.number }
                    .map { (user: snapshot.key, tally: $0) }
            }
        )
    }

    private func loadEvents(
        _ wanted: WantedTotals,
        into snapshots: inout [UserKey: Snapshot],
        _ source: SectionSource
    ) throws(StorageError) {
        let events = source.connection.events
        if !wanted.events.isEmpty {
            let found = try events.find(wanted.events).values.joined()
            snapshots.learn(Array(found), named: wanted.events)
        }
        if !wanted.ownEvents.isEmpty {
            let places = wanted.ownEvents.map { own in
                let isShared = own.key.map { $0.metric == nil } ?? false
                return (event: own.id, metric: own.metric, key: own.key?.key, isShared: isShared)
            }
            let found = try events.stored(places, by: source.process).values.joined()
            snapshots.learn(Array(found), named: wanted.ownEvents.map(\.id))
        }
    }

    private func loadKeys(
        _ keys: [(user: UserKey, key: UsedKey)],
        into snapshots: inout [UserKey: Snapshot],
        _ events: EventTable
    ) throws(StorageError) {
        guard !keys.isEmpty else { return }
        var own: [(user: UserKey, metric: MetricID, key: String)] = []
        var shared: [(user: UserKey, key: String)] = []
        for (user, key) in keys {
            if let metric = key.metric {
                own.append((user, metric, key.key))
            } else {
                shared.append((user, key.key))
            }
        }
        var found: [UserKey: [KeyedEvent]] = own.isEmpty ? [:] : try events.usedKeys(among: own)
        if !shared.isEmpty {
            found.merge(try events.usedSharedKeys(among: shared)) { $0 + $1 }
        }
        for (user, key) in keys {
            let event = found[user]?.first { $0.place == key }?.event
            snapshots[user]?.learn(event: event, under: key)
        }
    }

    /// Looks up everything that users did, unless it is too much, and tells of which metrics it was.
    ///
    /// It goes from user to user, since it is bounded for each.
    private func loadHistories(
        _ users: [UserKey],
        into snapshots: inout [UserKey: Snapshot],
        _ events: EventTable
    ) throws(StorageError) -> [(user: UserKey, metric: MetricID)] {
        let limit = EngineLimits.eventsDatedAnew
        var places: [(user: UserKey, metric: MetricID)] = []
        for user in users {
            let history = try events.history(of: user, limit: limit + 1)
            snapshots[user]?.learn(history: history.count > limit ? nil : history)
            let metrics = Set(history.map(\.metric)).sorted { $0.number < $1.number }
            places += metrics.map { (user, $0) }
        }
        return places
    }
}

/// What is wanted of what users have done.
private struct WantedTotals {
    var events: [EventID] = []
    var ownEvents: [OwnEvent] = []
    var keys: [(user: UserKey, key: UsedKey)] = []
    var tallies: [(user: UserKey, metric: MetricID)] = []
    var histories: [UserKey] = []

    init(_ wants: Set<Want>) {
        for want in wants {
            switch want {
            case .event(let id): events.append(id)
            case .ownEvent(let event): ownEvents.append(event)
            case .usedKey(let key, let user): keys.append((user, key))
            case .tally(let metric, let user): tallies.append((user, metric))
            case .history(let user): histories.append(user)
            default: break
            }
        }
    }
}

extension [UserKey: Snapshot] {
    /// Takes in the events that some ids name, as far as there are any.
    fileprivate mutating func learn(_ found: [Event], named ids: [EventID]) {
        var events: [EventID: Event] = [:]
        for event in found { events[event.id] = event }
        for id in ids { self[id.user]?.learn(event: events[id], named: id) }
    }
}
