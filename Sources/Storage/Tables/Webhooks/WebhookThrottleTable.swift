public import CivilTime
public import Engine

/// What was told last of something that is told seldom.
public struct WebhookThrottle: Hashable, Sendable {
    /// What it is about, for whom.
    public struct Key: Hashable, Sendable {
        /// The webhook's number.
        public let webhook: Int64
        /// The user.
        public let user: UserKey
        /// What it is about, such as a kind of fact and a points system.
        public let subject: String

        /// What is told seldom.
        public init(webhook: Int64, user: UserKey, subject: String) {
            self.webhook = webhook
            self.user = user
            self.subject = subject
        }
    }

    /// What it is about.
    public let key: Key
    /// When it was told, or will be.
    public var toldAt: Instant
    /// The delivery that tells it.
    public var delivery: Int64
    /// What that says.
    public var payload: FactPayload

    /// What was told.
    public init(_ key: Key, toldAt: Instant, delivery: Int64, payload: FactPayload) {
        self.key = key
        self.toldAt = toldAt
        self.delivery = delivery
        self.payload = payload
    }
}

/// What is told seldom, and was told last.
public struct WebhookThrottleTable {
    let connection: any Connection

    /// What was told of some things.
    public func find(
        _ keys: some Sequence<WebhookThrottle.Key>
    ) throws(StorageError) -> [WebhookThrottle] {
        let batch = Self.list.keys(Set(keys).map { [$0.webhook, $0.user, $0.subject] })
        guard !batch.isEmpty else { return [] }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified)
                FROM \(batch) JOIN webhook_throttle
                    ON webhook_throttle.webhook_id = batch.webhook_id
                    AND webhook_throttle.about_key = batch.about_key
                    AND webhook_throttle.subject = batch.subject
                """
        ) { (row) throws(StorageError) in
            WebhookThrottle(
                WebhookThrottle.Key(
                    webhook: row[Self.columns.webhook],
                    user: row[Self.columns.about],
                    subject: row[Self.columns.subject]
                ),
                toldAt: row[Self.columns.toldAt],
                delivery: row[Self.columns.delivery],
                payload: try FactPayload(stored: row[Self.columns.payload])
            )
        }
    }

    /// Keeps what is told now.
    public func store(_ throttles: [WebhookThrottle]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: throttles) { throttle, row in
            row[columns.webhook] = throttle.key.webhook
            row[columns.about] = throttle.key.user
            row[columns.subject] = throttle.key.subject
            row[columns.toldAt] = throttle.toldAt
            row[columns.delivery] = throttle.delivery
            row[columns.payload] = throttle.payload.stored
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// Forgets what was told before a moment, which holds nothing back any more.
    public func remove(toldBefore moment: Instant) throws(StorageError) {
        try connection.send("DELETE FROM webhook_throttle WHERE told_at < \(moment)")
    }
}

// MARK: - Rows

extension WebhookThrottleTable {
    /// The columns of the table.
    private struct Columns {
        let webhook: Column<Int64>
        let about: Column<UserKey>
        let subject: Column<String>
        let toldAt: Column<Instant>
        let delivery: Column<Int64>
        let payload: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("webhook_throttle")
            webhook = list.key("webhook_id")
            about = list.key("about_key")
            subject = list.key("subject")
            toldAt = list.value("told_at")
            delivery = list.value("delivery_id")
            payload = list.value("payload")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of what webhooks are told seldom.
    public var webhookThrottles: WebhookThrottleTable { WebhookThrottleTable(connection: self) }
}
