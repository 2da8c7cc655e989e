public import Engine

/// Loads and stores what users have done.
public struct TotalsStore: SectionStore {
    /// The section.
    public var section: any Section.Type { TotalsSection.self }

    /// Looks up events by key and by id, and the newest days of metrics.
    public func look(for wants: Set<Want>, in lookups: inout Lookups) throws(StorageError) {
        let wanted = WantedTotals(wants)
        try lookForEvents(wanted, in: &lookups)
        try lookForKeys(wanted.keys, in: &lookups)
        for user in wanted.histories { try lookForHistory(of: user, in: &lookups) }
        guard !wanted.tallies.isEmpty else { return }
        let days = lookups.source.connection.metricDays
        try lookups.ask(days.newestLookup(of: wanted.tallies)) { days, snapshots in
            snapshots.learn(newest: days, of: wanted.tallies)
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

    private func lookForEvents(
        _ wanted: WantedTotals,
        in lookups: inout Lookups
    ) throws(StorageError) {
        let events = lookups.source.connection.events
        if !wanted.events.isEmpty {
            try lookups.ask(events.find(wanted.events)) { found, snapshots in
                snapshots.learn(found, named: wanted.events)
            }
        }
        if !wanted.ownEvents.isEmpty {
            let keys = wanted.ownEvents.map { own in
                let isShared = own.key.map { $0.metric == nil } ?? false
                return (event: own.id, metric: own.metric, key: own.key?.key, isShared: isShared)
            }
            let process = lookups.source.process
            try lookups.ask(events.stored(keys, by: process)) { found, snapshots in
                snapshots.learn(found, named: wanted.ownEvents.map(\.id))
            }
        }
    }

    private func lookForKeys(
        _ keys: [(user: UserKey, key: UsedKey)],
        in lookups: inout Lookups
    ) throws(StorageError) {
        let events = lookups.source.connection.events
        let own = keys.compactMap { user, key in key.metric.map { (user, $0, key.key) } }
        if !own.isEmpty {
            try lookups.ask(events.usedKeys(among: own)) { found, snapshots in
                snapshots.learn(found, under: keys.filter { $0.key.metric != nil })
            }
        }
        let shared = keys.compactMap { user, key in key.metric == nil ? (user, key.key) : nil }
        if !shared.isEmpty {
            try lookups.ask(events.usedSharedKeys(among: shared)) { found, snapshots in
                snapshots.learn(found, under: keys.filter { $0.key.metric == nil })
            }
        }
    }

    /// Everything that a user did, unless it is too much, and then the metrics that it was of.
    ///
    /// It is asked for by user, since it is bounded for each.
    private func lookForHistory(
        of user: UserKey,
        in lookups: inout Lookups
    ) throws(StorageError) {
        let limit = EngineLimits.eventsDatedAnew
        let connection = lookups.source.connection
        let history = connection.events.history(of: user, limit: limit + 1)
        try lookups.ask(history) { (history, snapshots) throws(StorageError) in
            snapshots[user]?.learn(history: history.count > limit ? nil : history)
            let metrics = Set(history.map(\.metric)).sorted { $0.number < $1.number }
            guard !metrics.isEmpty else { return }
            let keys = metrics.map { (user: user, metric: $0) }
            snapshots.learn(newest: try connection.metricDays.newest(of: keys), of: keys)
        }
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
    /// Takes in the newest days of some metrics, as far as there are any.
    fileprivate mutating func learn(
        newest days: [UserKey: [MetricID: MetricDay]],
        of keys: [(user: UserKey, metric: MetricID)]
    ) {
        for (user, metric) in keys {
            self[user]?.learn(newest: days[user]?[metric], of: metric)
        }
    }

    /// Takes in the events that used some keys, as far as there are any.
    fileprivate mutating func learn(
        _ found: [UserKey: [KeyedEvent]],
        under keys: [(user: UserKey, key: UsedKey)]
    ) {
        for (user, key) in keys {
            let event = found[user]?.first { $0.usedKey == key }?.event
            self[user]?.learn(event: event, under: key)
        }
    }

    /// Takes in the events that some ids name, as far as there are any.
    fileprivate mutating func learn(_ found: [Event], named ids: [EventID]) {
        var events: [EventID: Event] = [:]
        for event in found { events[event.id] = event }
        for id in ids { self[id.user]?.learn(event: events[id], named: id) }
    }
}
