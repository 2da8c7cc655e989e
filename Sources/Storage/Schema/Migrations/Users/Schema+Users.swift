extension Schema {
    @Sendable static func createUserTables(_ dialect: SQLDialect) -> [String] {
        [user(dialect), userByCreation, userZone(dialect), userAttribute(dialect)]
            + [event(dialect), metricDay(dialect)]
    }

    /// An erased user's row stays, emptied, so that nobody else's id is ever given the same key.
    private static func user(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE "user" (
            user_key BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            external_id TEXT,
            email TEXT,
            name TEXT,
            zone TEXT,
            zone_since BIGINT NOT NULL,
            sign_up_on BIGINT,
            device_tokens TEXT,
            subscribes_to_emails BIGINT NOT NULL,
            is_control BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        ) \(dialect.clusteredByKey)
        """
    }

    /// For lists of users, newest first.
    private static let userByCreation = """
        CREATE INDEX user_by_creation ON "user" (workspace_id, created_at, user_key)
        WHERE external_id IS NOT NULL
        """

    private static func userZone(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE user_zone (
            user_key BIGINT NOT NULL,
            from_at BIGINT NOT NULL,
            zone TEXT,
            PRIMARY KEY (user_key, from_at)
        ) \(dialect.clusteredByKey)
        """
    }

    private static func userAttribute(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE user_attribute (
            user_key BIGINT NOT NULL,
            attribute_id BIGINT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (user_key, attribute_id)
        ) \(dialect.clusteredByKey)
        """
    }

    /// The primary key is the idempotency key: one structure both keeps the event and makes it
    /// happen once.
    ///
    /// An event sent without a key has one of its own.
    private static func event(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE event (
            user_key BIGINT NOT NULL,
            metric_id BIGINT NOT NULL,
            idempotency_key TEXT NOT NULL,
            event_number BIGINT NOT NULL,
            amount BIGINT NOT NULL,
            occurred_at BIGINT NOT NULL,
            received_at BIGINT NOT NULL,
            day BIGINT NOT NULL,
            attributes TEXT,
            deleted_at BIGINT,
            PRIMARY KEY (user_key, metric_id, idempotency_key)
        ) \(dialect.clusteredByKey)
        """
    }

    private static func metricDay(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE metric_day (
            user_key BIGINT NOT NULL,
            metric_id BIGINT NOT NULL,
            day BIGINT NOT NULL,
            change BIGINT NOT NULL,
            total BIGINT NOT NULL,
            event_count BIGINT NOT NULL,
            PRIMARY KEY (user_key, metric_id, day)
        ) \(dialect.clusteredByKey)
        """
    }
}
