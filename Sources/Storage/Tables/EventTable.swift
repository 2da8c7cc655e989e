public import CivilTime
public import Engine

/// The events of every user.
public struct EventTable {
    let connection: any Connection

    /// Those of some idempotency keys that are used, by user.
    public func usedKeys(
        among keys: [(user: UserKey, metric: MetricID, key: String)]
    ) throws(StorageError) -> [UserKey: [UsedKey]] {
        var batch = Batch([.integer("user_key"), .integer("metric_id"), .text("idempotency_key")])
        for (user, metric, key) in keys {
            batch.append([
                .integer(user.number), .integer(metric.number),
                .text(Self.stored(key, isShared: false)),
            ])
        }
        var used: [UserKey: [UsedKey]] = [:]
        try connection.forEachRow(
            of: """
                SELECT event.user_key, event.metric_id, event.idempotency_key, event.event_number
                FROM \(batch) JOIN event ON event.user_key = batch.user_key
                    AND event.metric_id = batch.metric_id
                    AND event.idempotency_key = batch.idempotency_key
                """
        ) { (row) throws(StorageError) in
            let user = UserKey(row.integer(0))
            guard let key = Self.callersKey(row.text(2)) else { return }
            used[user, default: []].append(
                UsedKey(
                    metric: MetricID(row.integer(1)),
                    key: key.text,
                    event: EventID(number: row.integer(3), user: user)
                )
            )
        }
        return used
    }

    /// Those of some keys for all of a user's events that are used, by user.
    public func usedSharedKeys(
        among keys: [(user: UserKey, key: String)]
    ) throws(StorageError) -> [UserKey: [UsedKey]] {
        var batch = Batch([.integer("user_key"), .text("idempotency_key")])
        for (user, key) in keys {
            batch.append([.integer(user.number), .text(Self.stored(key, isShared: true))])
        }
        var used: [UserKey: [UsedKey]] = [:]
        try connection.forEachRow(
            of: """
                SELECT event.user_key, event.metric_id, event.idempotency_key, event.event_number
                FROM \(batch) JOIN event ON event.user_key = batch.user_key
                    AND event.idempotency_key = batch.idempotency_key
                    AND substr(event.idempotency_key, 1, 1) = '~'
                """
        ) { (row) throws(StorageError) in
            let user = UserKey(row.integer(0))
            guard let key = Self.callersKey(row.text(2)) else { return }
            used[user, default: []].append(
                UsedKey(
                    metric: MetricID(row.integer(1)),
                    key: key.text,
                    event: EventID(number: row.integer(3), user: user),
                    isShared: true
                )
            )
        }
        return used
    }

    /// The events that some ids name, by user.
    public func find(_ ids: [EventID]) throws(StorageError) -> [UserKey: [Event]] {
        var batch = Batch([.integer("user_key"), .integer("event_number")])
        for id in ids { batch.append([.integer(id.user.number), .integer(id.number)]) }
        let events = try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns) FROM \(batch)
                JOIN event ON event.user_key = batch.user_key
                    AND event.event_number = batch.event_number
                """,
            Self.event
        )
        return Dictionary(grouping: events, by: \.id.user)
    }

    /// The events that a process has stored for some of its numbers and keys, by user.
    ///
    /// Another process may have given the same number; its event was stored under another key.
    public func stored(
        _ places: [(event: EventID, metric: MetricID, key: String?, isShared: Bool)],
        by process: String
    ) throws(StorageError) -> [UserKey: [Event]] {
        var batch = Batch([
            .integer("user_key"), .integer("metric_id"), .text("idempotency_key"),
            .integer("event_number"),
        ])
        for (event, metric, key, isShared) in places {
            batch.append([
                .integer(event.user.number), .integer(metric.number),
                .text(Self.stored(key, isShared, number: event.number, by: process)),
                .integer(event.number),
            ])
        }
        let events = try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns) FROM \(batch)
                JOIN event ON event.user_key = batch.user_key
                    AND event.metric_id = batch.metric_id
                    AND event.idempotency_key = batch.idempotency_key
                    AND event.event_number = batch.event_number
                """,
            Self.event
        )
        return Dictionary(grouping: events, by: \.id.user)
    }

    /// Adds events that a process has numbered.
    public func insert(_ events: [Event], by process: String = "") throws(StorageError) {
        var batch = Batch(Self.batchColumns)
        for event in events { batch.append(Self.values(event, process)) }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO event
                (user_key, metric_id, idempotency_key, event_number, amount, occurred_at,
                 received_at, day, attributes)
            SELECT user_key, metric_id, idempotency_key, event_number, amount, occurred_at,
                   received_at, day, attributes
            FROM \(batch)
            """
        )
    }

    /// Marks events as deleted.
    public func markDeleted(_ events: [Event]) throws(StorageError) {
        var batch = Batch([.integer("user_key"), .integer("event_number"), .integer("deleted_at")])
        for event in events {
            batch.append([
                .integer(event.id.user.number), .integer(event.id.number),
                (event.deletedAt?.microseconds).sqlValue,
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
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
        var batch = Batch([.integer("metric_id")])
        for metric in metrics { batch.append([.integer(metric.number)]) }
        guard !batch.isEmpty else { return [] }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns) FROM \(batch)
                JOIN event ON event.user_key = \(user.number)
                    AND event.metric_id = batch.metric_id
                WHERE event.occurred_at >= \(instants.lowerBound.microseconds)
                    AND event.occurred_at < \(instants.upperBound.microseconds)
                    AND event.deleted_at IS NULL
                """,
            Self.event
        )
    }

    /// Everything that a user did, up to a number of events.
    public func history(of user: UserKey, limit: Int) throws(StorageError) -> [Event] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns) FROM event
                WHERE event.user_key = \(user.number) AND event.deleted_at IS NULL
                LIMIT \(limit)
                """,
            Self.event
        )
    }

    /// Gives events another day.
    public func dateAnew(_ events: [Event]) throws(StorageError) {
        var batch = Batch([.integer("user_key"), .integer("event_number"), .integer("day")])
        for event in events {
            batch.append([
                .integer(event.id.user.number), .integer(event.id.number),
                .integer(Int64(event.day.dayNumber)),
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
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
                SELECT \(unescaped: Self.columns) FROM event
                WHERE user_key = \(user.number)
                    AND (occurred_at, event_number)
                        < (\(start.occurredAt.microseconds), \(start.number))
                ORDER BY occurred_at DESC, event_number DESC LIMIT \(limit)
                """,
            Self.event
        )
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
    private static let columns = """
        event.user_key, event.metric_id, event.idempotency_key, event.event_number, event.amount,
        event.occurred_at, event.received_at, event.day, event.attributes, event.deleted_at
        """

    private static let batchColumns: [Batch.Column] = [
        .integer("user_key"), .integer("metric_id"), .text("idempotency_key"),
        .integer("event_number"), .integer("amount"), .integer("occurred_at"),
        .integer("received_at"), .integer("day"), .text("attributes"),
    ]

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

    private static func values(_ event: Event, _ process: String) -> [SQLValue] {
        [
            .integer(event.id.user.number), .integer(event.metric.number),
            .text(
                stored(event.idempotencyKey, event.sharesKey, number: event.id.number, by: process)
            ),
            .integer(event.id.number), .integer(event.amount.millionths),
            .integer(event.occurredAt.microseconds), .integer(event.receivedAt.microseconds),
            .integer(Int64(event.day.dayNumber)),
            StoredDocument.text(of: event.attributes).sqlValue,
        ]
    }

    private static func event(_ row: any Row) throws(StorageError) -> Event {
        let key = callersKey(row.text(2))
        return Event(
            id: EventID(number: row.integer(3), user: UserKey(row.integer(0))),
            metric: MetricID(row.integer(1)),
            amount: Amount(millionths: row.integer(4)),
            occurredAt: Instant(microseconds: row.integer(5)),
            receivedAt: Instant(microseconds: row.integer(6)),
            day: CivilDate(dayNumber: Int32(truncatingIfNeeded: row.integer(7))),
            attributes: try StoredDocument.map(from: row.optionalText(8)),
            idempotencyKey: key?.text,
            sharesKey: key?.isShared ?? false,
            deletedAt: row.optionalInteger(9).map(Instant.init(microseconds:))
        )
    }
}

extension Connection {
    /// The table of events.
    public var events: EventTable { EventTable(connection: self) }
}
