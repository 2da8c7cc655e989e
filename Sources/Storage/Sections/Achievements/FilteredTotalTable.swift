public import Engine

/// A filter of one user's events whose total is wanted.
public struct FilteredTotalKey: Hashable, Sendable {
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
        at keys: [FilteredTotalKey],
        attributes: (UserKey, [String: String]) -> [AttributeID: String]
    ) throws(StorageError) -> [UserKey: [EventFilterID: Amount]] {
        guard !keys.isEmpty else { return [:] }
        let stored = try connection.value(of: stored(keys))
        return try totals(at: keys, given: stored, attributes: attributes)
    }

    /// The totals of some filters, as stored or, where they never were, added up.
    func totals(
        at keys: [FilteredTotalKey],
        given stored: [UserKey: [EventFilterID: Amount]],
        attributes: (UserKey, [String: String]) -> [AttributeID: String]
    ) throws(StorageError) -> [UserKey: [EventFilterID: Amount]] {
        var totals = stored
        let missing = Dictionary(
            grouping: keys.filter { totals[$0.user]?[$0.filter.id] == nil }
        ) { Source(user: $0.user, metric: $0.metric) }
        for (source, keys) in missing {
            for (filter, total) in try added(keys.map(\.filter), source, attributes) {
                totals[source.user, default: [:]][filter] = total
            }
        }
        return totals
    }

    /// Stores totals.
    public func store(
        _ totals: [(user: UserKey, filter: EventFilterID, total: Amount)]
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: totals) { each, row in
            row[columns.user] = each.user
            row[columns.filter] = each.filter
            row[columns.total] = each.total
        }
        try connection.upsert(batch, into: Self.list)
    }

    private struct Source: Hashable {
        let user: UserKey
        let metric: MetricID
    }

    /// Looks up the totals of some filters that are stored.
    func stored(_ keys: [FilteredTotalKey]) -> Lookup<[UserKey: [EventFilterID: Amount]]> {
        let batch = Self.list.keys(Set(keys).lazy.map { [$0.user, $0.filter.id] })
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN filtered_total
                ON filtered_total.user_key = batch.user_key
                AND filtered_total.event_filter_id = batch.event_filter_id
            """
        ) { (rows) throws(StorageError) in
            let columns = Self.columns
            var totals: [UserKey: [EventFilterID: Amount]] = [:]
            try rows.forEachRow { row in
                totals[row[columns.user], default: [:]][row[columns.filter]] = row[columns.total]
            }
            return totals
        }
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
                WHERE user_key = \(source.user) AND metric_id = \(source.metric)
                    AND deleted_at IS NULL AND attributes IS NOT NULL
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            let amount = fields.next(Amount.self)
            let document = fields.next(String?.self)
            let carried = attributes(source.user, try StoredDocument.map(from: document))
            for filter in distinct where filter.attributes.matches(carried) {
                guard let total = totals[filter.id]?.adding(amount) else {
                    throw StorageError(.outOfRange, "a filtered total cannot be kept exactly")
                }
                totals[filter.id] = total
            }
        }
        return totals
    }
}

// MARK: - Rows

extension FilteredTotalTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let filter: Column<EventFilterID>
        let total: Column<Amount>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("filtered_total")
            user = list.key("user_key")
            filter = list.key("event_filter_id")
            total = list.value("total")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of filtered totals.
    public var filteredTotals: FilteredTotalTable { FilteredTotalTable(connection: self) }
}
