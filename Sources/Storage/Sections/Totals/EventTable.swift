public import CivilTime
public import Engine

/// The events of every user.
public struct EventTable {
    let connection: any Connection

    /// Those of some idempotency keys that are used, by user.
    public func usedKeys(
        among keys: [(user: UserKey, metric: MetricID, key: String)]
    ) -> Lookup<[UserKey: [KeyedEvent]]> {
        let batch = Self.list.keys(
            keys.lazy.map { [$0.user, $0.metric, Self.stored($0.key, isShared: false)] }
        )
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN event ON event.user_key = batch.user_key
                AND event.metric_id = batch.metric_id
                AND event.idempotency_key = batch.idempotency_key
            """,
            Self.keyedEvents
        )
    }

    /// Those of some keys for all of a user's events that are used, by user.
    public func usedSharedKeys(
        among keys: [(user: UserKey, key: String)]
    ) -> Lookup<[UserKey: [KeyedEvent]]> {
        var batch = Batch([Self.columns.user.inBatch, Self.columns.key.inBatch])
        for (user, key) in keys {
            batch.append([user.sqlValue, Self.stored(key, isShared: true).sqlValue])
        }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN event ON event.user_key = batch.user_key
                AND event.idempotency_key = batch.idempotency_key
                AND substr(event.idempotency_key, 1, 1) = '~'
            """,
            Self.keyedEvents
        )
    }

    /// The events that some ids name.
    public func find(_ ids: [EventID]) -> Lookup<[Event]> {
        var batch = Batch([Self.columns.user.inBatch, Self.columns.number.inBatch])
        for id in ids { batch.append([id.user.sqlValue, id.number.sqlValue]) }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM \(batch)
            JOIN event ON event.user_key = batch.user_key
                AND event.event_number = batch.event_number
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.event) }
    }

    /// The events that a process has stored for some of its numbers and keys.
    ///
    /// Another process may have given the same number; its event was stored under another key.
    public func stored(
        _ events: [(event: EventID, metric: MetricID, key: String?, isShared: Bool)],
        by process: String
    ) -> Lookup<[Event]> {
        var batch = Batch(Self.list.key + [Self.columns.number.inBatch])
        for (event, metric, key, isShared) in events {
            batch.append([
                event.user.sqlValue, metric.sqlValue,
                Self.stored(key, isShared, number: event.number, by: process).sqlValue,
                event.number.sqlValue,
            ])
        }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM \(batch)
            JOIN event ON event.user_key = batch.user_key
                AND event.metric_id = batch.metric_id
                AND event.idempotency_key = batch.idempotency_key
                AND event.event_number = batch.event_number
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.event) }
    }

    /// Adds events that a process has numbered.
    public func insert(_ events: [Event], by process: String = "") throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: events) { event, row in
            row[columns.user] = event.id.user
            row[columns.metric] = event.metric
            row[columns.key] = Self.stored(
                event.idempotencyKey,
                event.sharesKey,
                number: event.id.number,
                by: process
            )
            row[columns.number] = event.id.number
            row[columns.amount] = event.amount
            row[columns.occurredAt] = event.occurredAt
            row[columns.receivedAt] = event.receivedAt
            row[columns.day] = event.day
            row[columns.attributes] = StoredDocument.text(of: event.attributes)
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Marks events as deleted.
    public func markDeleted(_ events: [Event]) throws(StorageError) {
        let columns = Self.columns
        var batch = Batch([
            columns.user.inBatch, columns.number.inBatch, columns.deletedAt.inBatch,
        ])
        for event in events {
            batch.append([
                event.id.user.sqlValue, event.id.number.sqlValue, event.deletedAt.sqlValue,
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            UPDATE event SET deleted_at = batch.deleted_at FROM \(batch)
            WHERE event.user_key = batch.user_key AND event.event_number = batch.event_number
            """
        )
    }

    /// What a user did in a stretch of time of some metrics, and was not taken back.
    public func happened(
        to user: UserKey,
        metrics: Set<MetricID>,
        in instants: Range<Instant>
    ) throws(StorageError) -> [Event] {
        let stretch = EventStretch(user: user, metrics: metrics, instants: instants)
        return try connection.value(of: happened(in: [stretch]))[user] ?? []
    }

    /// What users did in stretches of time, and was not taken back; each event once.
    func happened(in stretches: [EventStretch]) -> Lookup<[UserKey: [Event]]> {
        let (first, end) = (Batch.Column.integer("first_at"), Batch.Column.integer("end_at"))
        var batch = Batch([Self.columns.user.inBatch, Self.columns.metric.inBatch, first, end])
        for stretch in stretches {
            for metric in stretch.metrics {
                batch.append([
                    stretch.user.sqlValue, metric.sqlValue, stretch.instants.lowerBound.sqlValue,
                    stretch.instants.upperBound.sqlValue,
                ])
            }
        }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM \(batch)
            JOIN event ON event.user_key = batch.user_key
                AND event.metric_id = batch.metric_id
            WHERE event.occurred_at >= batch.first_at AND event.occurred_at < batch.end_at
                AND event.deleted_at IS NULL
            """
        ) { (rows) throws(StorageError) in
            var seen: Set<EventID> = []
            let events = try rows.map(Self.event).filter { seen.insert($0.id).inserted }
            return Dictionary(grouping: events, by: \.id.user)
        }
    }

    /// Everything that a user did, up to a number of events.
    public func history(of user: UserKey, limit: Int) -> Lookup<[Event]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM event
            WHERE user_key = \(user) AND deleted_at IS NULL
            LIMIT \(limit)
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.event) }
    }

    /// Gives events another day.
    public func dateAnew(_ events: [Event]) throws(StorageError) {
        let columns = Self.columns
        var batch = Batch([columns.user.inBatch, columns.number.inBatch, columns.day.inBatch])
        for event in events {
            batch.append([
                event.id.user.sqlValue, event.id.number.sqlValue, event.day.sqlValue,
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            UPDATE event SET day = batch.day FROM \(batch)
            WHERE event.user_key = batch.user_key AND event.event_number = batch.event_number
            """
        )
    }

    /// A page of a user's events, latest first.
    public func page(
        of user: UserKey,
        after cursor: EventCursor?,
        limit: Int
    ) throws(StorageError) -> [Event] {
        let start = cursor ?? EventCursor(occurredAt: .distantFuture, number: .max)
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM event
                WHERE user_key = \(user)
                    AND (occurred_at, event_number) < (\(start.occurredAt), \(start.number))
                ORDER BY occurred_at DESC, event_number DESC LIMIT \(limit)
                """,
            Self.event
        )
    }
}

/// An event that an idempotency key led to.
public struct KeyedEvent: Hashable, Sendable {
    /// The metric.
    public let metric: MetricID
    /// The caller's key.
    public let key: String
    /// The event.
    public let event: EventID
    /// Whether the key is one for all of the user's events, whatever their metric.
    public let isShared: Bool

    /// Where the key can be used once.
    var usedKey: UsedKey { UsedKey(metric: isShared ? nil : metric, key: key) }
}

/// A stretch of time of what a user did of some metrics.
public struct EventStretch: Hashable, Sendable {
    /// The user.
    public let user: UserKey
    /// The metrics.
    public let metrics: Set<MetricID>
    /// From when, and until when.
    public let instants: Range<Instant>

    /// A stretch of time of a user's events.
    public init(user: UserKey, metrics: Set<MetricID>, instants: Range<Instant>) {
        self.user = user
        self.metrics = metrics
        self.instants = instants
    }
}

/// Where a list of events goes on.
public struct EventCursor: Hashable, Sendable {
    /// When the last event of the page before happened.
    public let occurredAt: Instant
    /// That event's number.
    public let number: Int64

    /// After an event.
    public init(occurredAt: Instant, number: Int64) {
        self.occurredAt = occurredAt
        self.number = number
    }
}

// MARK: - Rows

extension EventTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let metric: Column<MetricID>
        let key: Column<String>
        let number: Column<Int64>
        let amount: Column<Amount>
        let occurredAt: Column<Instant>
        let receivedAt: Column<Instant>
        let day: Column<CivilDate>
        let attributes: Column<String?>
        let deletedAt: Column<Instant?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("event")
            user = list.key("user_key")
            metric = list.key("metric_id")
            key = list.key("idempotency_key")
            number = list.value("event_number")
            amount = list.value("amount")
            occurredAt = list.value("occurred_at")
            receivedAt = list.value("received_at")
            day = list.value("day")
            attributes = list.value("attributes")
            deletedAt = list.value("deleted_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    /// A caller's key as it is stored, told apart from the key of an event that was sent without,
    /// and from those that are for all of a user's events.
    private static func stored(_ key: String, isShared: Bool) -> String {
        (isShared ? "~" : "=") + key
    }

    /// The caller's key, or nothing for an event that was sent without.
    ///
    /// The mark is taken off as a scalar: with an accent that begins the caller's key, it would be
    /// one character.
    private static func callersKey(_ stored: String) -> (text: String, isShared: Bool)? {
        let scalars = stored.unicodeScalars
        guard scalars.first == "=" || scalars.first == "~" else { return nil }
        return (String(scalars.dropFirst()), scalars.first == "~")
    }

    /// The key of an event that was sent without is one that no other process has.
    private static func stored(
        _ key: String?,
        _ isShared: Bool,
        number: Int64,
        by process: String
    ) -> String {
        key.map { stored($0, isShared: isShared) } ?? "#\(number).\(process)"
    }

    /// The key of an event that a caller sent with one.
    private static func usedKey(_ row: any Row) -> KeyedEvent? {
        callersKey(row[columns.key]).map { key in
            KeyedEvent(
                metric: row[columns.metric],
                key: key.text,
                event: EventID(number: row[columns.number], user: row[columns.user]),
                isShared: key.isShared
            )
        }
    }

    private static func keyedEvents(
        _ rows: any Rows
    ) throws(StorageError) -> [UserKey: [KeyedEvent]] {
        var used: [UserKey: [KeyedEvent]] = [:]
        try rows.forEachRow { row in
            guard let key = Self.usedKey(row) else { return }
            used[key.event.user, default: []].append(key)
        }
        return used
    }

    static func event(_ row: any Row) throws(StorageError) -> Event {
        let key = callersKey(row[columns.key])
        return Event(
            id: EventID(number: row[columns.number], user: row[columns.user]),
            metric: row[columns.metric],
            amount: row[columns.amount],
            occurredAt: row[columns.occurredAt],
            receivedAt: row[columns.receivedAt],
            day: row[columns.day],
            attributes: try StoredDocument.map(from: row[columns.attributes]),
            idempotencyKey: key?.text,
            sharesKey: key?.isShared ?? false,
            deletedAt: row[columns.deletedAt]
        )
    }
}

extension Connection {
    /// The table of events.
    public var events: EventTable { EventTable(connection: self) }
}
