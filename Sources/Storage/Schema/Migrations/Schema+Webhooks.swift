extension Schema {
    /// Who is told of facts over HTTP, and everything that was sent or waits to be.
    @Sendable static func createWebhooks(_ dialect: SQLDialect) -> [String] {
        [
            webhook, webhookByWorkspace, delivery, deliveryOfFact, deliveryByWebhook, deliveryByDue,
            deliveryByUser, webhookThrottle(dialect),
        ]
    }

    /// What people set up is a document; what deliveries come to has columns of its own.
    private static let webhook = """
        CREATE TABLE webhook (
            webhook_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            status TEXT NOT NULL,
            secret TEXT NOT NULL,
            previous_secret TEXT,
            previous_until BIGINT,
            failing_since BIGINT,
            retry_at BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            archived_at BIGINT,
            document TEXT NOT NULL
        )
        """

    private static let webhookByWorkspace = """
        CREATE INDEX webhook_by_workspace ON webhook (workspace_id, webhook_id)
        WHERE archived_at IS NULL
        """

    /// A delivery's number begins with the millisecond in which it was made, and grows in the order
    /// of facts.
    ///
    /// One that is not due waits for nothing; one that is due at 0 was never tried.
    private static let delivery = """
        CREATE TABLE delivery (
            delivery_id BIGINT PRIMARY KEY,
            webhook_id BIGINT NOT NULL,
            fact_number BIGINT NOT NULL,
            about_key BIGINT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            is_replay BIGINT NOT NULL,
            replay_count BIGINT NOT NULL,
            due_at BIGINT,
            tries BIGINT NOT NULL,
            body TEXT NOT NULL,
            attempts TEXT
        )
        """

    /// A fact is delivered once to a webhook, also when it comes again.
    private static let deliveryOfFact = """
        CREATE UNIQUE INDEX delivery_of_fact ON delivery (webhook_id, fact_number, about_key)
        """

    private static let deliveryByWebhook = """
        CREATE INDEX delivery_by_webhook ON delivery (webhook_id, delivery_id)
        """

    private static let deliveryByDue = """
        CREATE INDEX delivery_by_due ON delivery (webhook_id, is_replay, due_at, delivery_id)
        WHERE due_at IS NOT NULL
        """

    /// For users who are erased.
    private static let deliveryByUser = """
        CREATE INDEX delivery_by_user ON delivery (about_key) WHERE about_key > 1
        """

    /// When something was told last that is told seldom, and what has come together since.
    private static func webhookThrottle(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE webhook_throttle (
            webhook_id BIGINT NOT NULL,
            subject TEXT NOT NULL,
            about_key BIGINT NOT NULL,
            told_at BIGINT NOT NULL,
            delivery_id BIGINT NOT NULL,
            payload TEXT NOT NULL,
            PRIMARY KEY (webhook_id, about_key, subject)
        ) \(dialect.clusteredByKey)
        """
    }
}
