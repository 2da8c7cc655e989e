public import Engine

/// A filter of one user's events whose total is wanted.
public struct FilteredTotalPlace: Hashable, Sendable {
    /// The user.
    public let user: UserKey
    /// The metric.
    public let metric: MetricID
    /// The filter.
    public let filter: EventFilter

    /// A filter of a user's events of a metric.
    public init(user: UserKey, metric: MetricID, filter: EventFilter) {
        self.user = user
        self.metric = metric
        self.filter = filter
    }
}

/// What the events of each user that pass a filter add up to.
///
/// A total is stored when it first changes; until then it follows from the events, so that a filter
/// that is made today counts what happened before.
public struct FilteredTotalTable {
    let connection: any Connection

    /// The totals of some filters, read or, where they were never stored, added up.
    ///
    /// `attributes` turns what an event carries into numbers, as the filters have them.
    public func totals(
        at places: [FilteredTotalPlace],
        attributes: (UserKey, [String: String]) -> [AttributeID: String]
    ) throws(StorageError) -> [UserKey: [EventFilterID: Amount]] {
        guard !places.isEmpty else { return [:] }
        var totals = try stored(places)
        let missing = Dictionary(
            grouping: places.filter { totals[$0.user]?[$0.filter.id] == nil }
        ) { Source(user: $0.user, metric: $0.metric) }
        for (source, places) in missing {
            for (filter, total) in try added(places.map(\.filter), source, attributes) {
                totals[source.user, default: [:]][filter] = total
            }
        }
        return totals
    }

    /// Stores totals.
    public func store(
        _ totals: [(user: UserKey, filter: EventFilterID, total: Amount)]
    ) throws(StorageError) {
        var batch = Batch(Self.place + [.integer("total")])
        for (user, filter, total) in totals {
            batch.append([
                .integer(user.number), .integer(filter.number), .integer(total.millionths),
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO filtered_total (user_key, event_filter_id, total)
            SELECT user_key, event_filter_id, total FROM \(batch) WHERE true
            ON CONFLICT (user_key, event_filter_id) DO UPDATE SET total = excluded.total
            """
        )
    }

    private struct Source: Hashable {
        let user: UserKey
        let metric: MetricID
    }

    private func stored(
        _ places: [FilteredTotalPlace]
    ) throws(StorageError) -> [UserKey: [EventFilterID: Amount]] {
        var batch = Batch(Self.place)
        for place in Set(places) {
            batch.append([.integer(place.user.number), .integer(place.filter.id.number)])
        }
        var totals: [UserKey: [EventFilterID: Amount]] = [:]
        try connection.forEachRow(
            of: """
                SELECT t.user_key, t.event_filter_id, t.total
                FROM \(batch) JOIN filtered_total t
                    ON t.user_key = batch.user_key AND t.event_filter_id = batch.event_filter_id
                """
        ) { (row) throws(StorageError) in
            let filter = EventFilterID(row.integer(1))
            totals[UserKey(row.integer(0)), default: [:]][filter] =
                Amount(millionths: row.integer(2))
        }
        return totals
    }

    /// What a user's events add up to by filter.
    private func added(
        _ filters: [EventFilter],
        _ source: Source,
        _ attributes: (UserKey, [String: String]) -> [AttributeID: String]
    ) throws(StorageError) -> [EventFilterID: Amount] {
        var totals: [EventFilterID: Amount] = [:]
        for filter in filters { totals[filter.id] = .zero }
        let distinct = Set(filters)
        try connection.forEachRow(
            of: """
                SELECT amount, attributes FROM event
                WHERE user_key = \(source.user.number) AND metric_id = \(source.metric.number)
                    AND deleted_at IS NULL AND attributes IS NOT NULL
                """
        ) { (row) throws(StorageError) in
            let carried = attributes(
                source.user,
                try StoredDocument.map(from: row.optionalText(1))
            )
            for filter in distinct where filter.attributes.matches(carried) {
                let amount = Amount(millionths: row.integer(0))
                guard let total = totals[filter.id]?.adding(amount) else {
                    throw StorageError(.outOfRange, "a filtered total cannot be kept exactly")
                }
                totals[filter.id] = total
            }
        }
        return totals
    }

    private static let place: [Batch.Column] = [
        .integer("user_key"), .integer("event_filter_id"),
    ]
}

extension Connection {
    /// The table of filtered totals.
    public var filteredTotals: FilteredTotalTable { FilteredTotalTable(connection: self) }
}
