public import CivilTime
public import Engine

/// Everything that webhooks are told, or were.
public struct DeliveryTable {
    let connection: any Connection

    /// The number that the first of some new deliveries gets.
    ///
    /// Whoever makes deliveries holds the lease of the follower that does, or its row's lock.
    public func nextNumber(at moment: Instant) throws(StorageError) -> Int64 {
        let highest =
            try connection.firstRow(
                of: "SELECT coalesce(max(delivery_id), 0) FROM delivery"
            ) { (row) throws(StorageError) in Int64(row, 0) } ?? 0
        return max(highest + 1, WebhookDelivery.firstNumber(at: moment))
    }

    /// Adds deliveries, but for those that are there already.
    public func insert(_ deliveries: [WebhookDelivery]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: deliveries) { delivery, row in
            row[columns.number] = delivery.number
            row[columns.webhook] = delivery.webhook
            row[columns.factNumber] = delivery.subject.number
            row[columns.about] = delivery.subject.about
            row[columns.kind] = delivery.kind
            row[columns.status] = delivery.status.rawValue
            row[columns.isReplay] = delivery.isReplay
            row[columns.replayCount] = delivery.replayCount
            row[columns.dueAt] = delivery.dueAt
            row[columns.tries] = delivery.tries
            row[columns.body] = delivery.body
            row[columns.attempts] = delivery.attempts
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            INSERT INTO delivery (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.list.names) FROM \(batch) WHERE true
            ON CONFLICT (webhook_id, fact_number, about_key) DO NOTHING
            """
        )
    }

    /// Stores what attempts came to; where somebody has asked for a delivery again since it was read,
    /// the attempt alone is kept, and it stays due.
    public func store(_ deliveries: [WebhookDelivery]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: deliveries) { delivery, row in
            row[columns.number] = delivery.number
            row[columns.status] = delivery.status.rawValue
            row[columns.isReplay] = delivery.isReplay
            row[columns.replayCount] = delivery.replayCount
            row[columns.dueAt] = delivery.dueAt
            row[columns.tries] = delivery.tries
            row[columns.attempts] = delivery.attempts
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            UPDATE delivery SET \(unescaped: Self.outcome)
            FROM \(batch) WHERE delivery.delivery_id = batch.delivery_id
            """
        )
    }

    private static let outcome =
        ["status", "is_replay", "due_at", "tries"].map { name in
            """
            \(name) = CASE WHEN delivery.replay_count = batch.replay_count
                THEN batch.\(name) ELSE delivery.\(name) END
            """
        }.joined(separator: ", ") + ", attempts = batch.attempts"

    /// Gives a delivery that was not sent yet another body.
    public func replaceBody(of number: Int64, with body: String) throws(StorageError) {
        try connection.send(
            """
            UPDATE delivery SET body = \(body)
            WHERE delivery_id = \(number) AND status = \(WebhookDelivery.Status.pending.rawValue)
            """
        )
    }

    /// Forgets deliveries made before a moment, some at a time; says how many.
    public func remove(madeBefore moment: Instant, limit: Int) throws(StorageError) -> Int {
        try connection.execute(
            """
            DELETE FROM delivery WHERE delivery_id IN (
                SELECT delivery_id FROM delivery
                WHERE delivery_id < \(WebhookDelivery.firstNumber(at: moment))
                ORDER BY delivery_id LIMIT \(limit)
            )
            """
        )
    }

    /// Forgets whatever is about a user.
    public func erase(_ user: UserKey) throws(StorageError) {
        // The index leaves out those about nobody, and says so in the same words.
        try connection.send(
            "DELETE FROM delivery WHERE about_key > 1 AND about_key = \(user)"
        )
        try connection.send("DELETE FROM webhook_throttle WHERE about_key = \(user)")
    }
}

// MARK: - Rows

extension DeliveryTable {
    /// The columns of the table.
    struct Columns {
        let number: Column<Int64>
        let webhook: Column<Int64>
        let factNumber: Column<Int64>
        let about: Column<UserKey>
        let kind: Column<String>
        let status: Column<String>
        let isReplay: Column<Bool>
        let replayCount: Column<Int>
        let dueAt: Column<Instant?>
        let tries: Column<Int>
        let body: Column<String>
        let attempts: Column<String?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("delivery", rowsAtATime: 200)
            number = list.key("delivery_id")
            webhook = list.value("webhook_id")
            factNumber = list.value("fact_number")
            about = list.value("about_key")
            kind = list.value("kind")
            status = list.value("status")
            isReplay = list.value("is_replay")
            replayCount = list.value("replay_count")
            dueAt = list.value("due_at")
            tries = list.value("tries")
            body = list.value("body")
            attempts = list.value("attempts")
            self.list = list.finish()
        }
    }

    static let columns = Columns()
    static var list: ColumnList { columns.list }

    static func delivery(_ row: any Row) throws(StorageError) -> WebhookDelivery {
        guard let status = WebhookDelivery.Status(rawValue: row[columns.status]) else {
            throw StorageError(
                .invalidValue,
                "delivery \(row[columns.number]) has no known status"
            )
        }
        return WebhookDelivery(
            number: row[columns.number],
            webhook: row[columns.webhook],
            subject: DeliverySubject(
                number: row[columns.factNumber],
                about: row[columns.about]
            ),
            kind: row[columns.kind],
            status: status,
            isReplay: row[columns.isReplay],
            replayCount: row[columns.replayCount],
            dueAt: row[columns.dueAt],
            tries: row[columns.tries],
            body: row[columns.body],
            attempts: row[columns.attempts]
        )
    }
}

extension Connection {
    /// The table of what webhooks are told.
    public var deliveries: DeliveryTable { DeliveryTable(connection: self) }
}
