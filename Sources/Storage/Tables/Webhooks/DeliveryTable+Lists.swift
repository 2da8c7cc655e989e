public import CivilTime

/// Which deliveries somebody asks for.
public struct DeliveryFilter: Hashable, Sendable {
    /// Those that stand so.
    public var status: WebhookDelivery.Status?
    /// Those of some kinds, by the names of the webhook's dialect.
    public var kinds: Set<String>?
    /// Those made from a moment on.
    public var from: Instant?
    /// Those made before a moment.
    public var until: Instant?

    /// All.
    public init() {}
}

extension DeliveryTable {
    /// Deliveries to a webhook that pass a filter, newest first, before one that was seen.
    public func page(
        to webhook: Int64,
        that filter: DeliveryFilter = DeliveryFilter(),
        before seen: Int64? = nil,
        limit: Int
    ) throws(StorageError) -> [WebhookDelivery] {
        let last = min(seen ?? .max, filter.until.map(WebhookDelivery.firstNumber) ?? .max)
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM delivery
                WHERE webhook_id = \(webhook) AND delivery_id < \(last)
                    AND delivery_id >= \(filter.from.map(WebhookDelivery.firstNumber) ?? 0)
                    AND status = coalesce(\(filter.status?.rawValue), status)
                    AND \(unescaped: Self.isOfKinds(filter.kinds))
                ORDER BY delivery_id DESC LIMIT \(limit)
                """,
            Self.delivery
        )
    }

    /// The deliveries to a webhook about some subjects.
    public func find(
        _ subjects: [DeliverySubject],
        to webhook: Int64
    ) throws(StorageError) -> [WebhookDelivery] {
        var batch = Batch([.integer("fact_number"), .integer("about_key")])
        for subject in subjects {
            batch.append([subject.number.sqlValue, subject.about.sqlValue])
        }
        guard !batch.isEmpty else { return [] }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified)
                FROM \(batch) JOIN delivery
                    ON delivery.webhook_id = \(webhook)
                    AND delivery.fact_number = batch.fact_number
                    AND delivery.about_key = batch.about_key
                """,
            Self.delivery
        )
    }

    /// Has deliveries sent once more, and says how many.
    public func replay(
        _ subjects: [DeliverySubject],
        to webhook: Int64
    ) throws(StorageError) -> Int {
        var count = 0
        for delivery in try find(subjects, to: webhook) {
            count += try connection.execute(
                """
                UPDATE delivery SET \(unescaped: Self.onceMore)
                WHERE delivery_id = \(delivery.number)
                """
            )
        }
        return count
    }

    /// Has the deliveries that pass a filter sent once more, and says how many.
    public func replay(
        _ filter: DeliveryFilter,
        to webhook: Int64
    ) throws(StorageError) -> Int {
        try connection.execute(
            """
            UPDATE delivery SET \(unescaped: Self.onceMore)
            WHERE webhook_id = \(webhook)
                AND delivery_id < \(filter.until.map(WebhookDelivery.firstNumber) ?? .max)
                AND delivery_id >= \(filter.from.map(WebhookDelivery.firstNumber) ?? 0)
                AND status = coalesce(\(filter.status?.rawValue), status)
                AND \(unescaped: Self.isOfKinds(filter.kinds))
            """
        )
    }

    private static let onceMore = """
        status = '\(WebhookDelivery.Status.pending.rawValue)', is_replay = 1, due_at = 0, tries = 0,
        replay_count = replay_count + 1
        """

    /// Kinds are among those of a dialect, and so words without quotes.
    private static func isOfKinds(_ kinds: Set<String>?) -> String {
        guard let kinds else { return "1 = 1" }
        precondition(kinds.allSatisfy { !$0.contains("'") }, "the kind of a delivery is a word")
        let list = kinds.sorted().map { "'\($0)'" }.joined(separator: ", ")
        return kinds.isEmpty ? "1 = 0" : "kind IN (\(list))"
    }
}
