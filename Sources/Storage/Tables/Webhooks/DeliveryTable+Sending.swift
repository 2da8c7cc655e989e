public import CivilTime

/// Since when something waits to be sent to a webhook.
public struct WaitingWebhook: Hashable, Sendable {
    /// The webhook's number.
    public let number: Int64
    /// When the first of what follows from facts is due.
    public let dueAt: Instant?
    /// When the first of what somebody asked for is due.
    public let replayDueAt: Instant?
}

extension DeliveryTable {
    /// The webhooks for which something waits, and since when.
    ///
    /// The index is asked once for each of them, however much waits.
    public func waiting() throws(StorageError) -> [WaitingWebhook] {
        try connection.rows(
            of: """
                WITH RECURSIVE waiting (webhook_id) AS (
                    SELECT (
                        SELECT webhook_id FROM delivery
                        WHERE due_at IS NOT NULL ORDER BY webhook_id LIMIT 1
                    )
                    UNION ALL
                    SELECT (
                        SELECT delivery.webhook_id FROM delivery
                        WHERE delivery.due_at IS NOT NULL
                            AND delivery.webhook_id > waiting.webhook_id
                        ORDER BY delivery.webhook_id LIMIT 1
                    )
                    FROM waiting WHERE waiting.webhook_id IS NOT NULL
                )
                SELECT webhook_id, \(unescaped: Self.firstDue(isReplay: false)),
                       \(unescaped: Self.firstDue(isReplay: true))
                FROM waiting WHERE webhook_id IS NOT NULL
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            return WaitingWebhook(
                number: fields.next(),
                dueAt: fields.next(),
                replayDueAt: fields.next()
            )
        }
    }

    private static func firstDue(isReplay: Bool) -> String {
        """
        (
            SELECT delivery.due_at FROM delivery
            WHERE delivery.webhook_id = waiting.webhook_id AND delivery.due_at IS NOT NULL
                AND delivery.is_replay = \(isReplay ? 1 : 0)
            ORDER BY delivery.due_at LIMIT 1
        )
        """
    }

    /// Deliveries to a webhook that were never tried, in the order of facts.
    public func untried(
        to webhook: Int64,
        isReplay: Bool,
        limit: Int
    ) throws(StorageError) -> [WebhookDelivery] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM delivery
                WHERE webhook_id = \(webhook) AND is_replay = \(isReplay ? 1 : 0) AND due_at = 0
                ORDER BY delivery_id LIMIT \(limit)
                """,
            Self.delivery
        )
    }

    /// Deliveries to a webhook whose moment has come, the earliest first.
    public func due(
        to webhook: Int64,
        isReplay: Bool,
        at moment: Instant,
        limit: Int
    ) throws(StorageError) -> [WebhookDelivery] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM delivery
                WHERE webhook_id = \(webhook) AND is_replay = \(isReplay ? 1 : 0)
                    AND due_at > 0 AND due_at <= \(moment)
                ORDER BY due_at, delivery_id LIMIT \(limit)
                """,
            Self.delivery
        )
    }

    /// Has what waits for a webhook be sent in the order of facts from now on.
    public func putInOrder(_ webhook: Int64) throws(StorageError) {
        try connection.send(
            """
            UPDATE delivery SET due_at = 0
            WHERE webhook_id = \(webhook) AND is_replay = 0 AND due_at > 0 AND tries > 0
            """
        )
    }

    /// Forgets some of what waits for a webhook that is no longer there.
    public func dropWaiting(for webhook: Int64, limit: Int) throws(StorageError) {
        try connection.send(
            """
            DELETE FROM delivery WHERE delivery_id IN (
                SELECT delivery_id FROM delivery
                WHERE webhook_id = \(webhook) AND due_at IS NOT NULL
                ORDER BY delivery_id LIMIT \(limit)
            )
            """
        )
    }
}
