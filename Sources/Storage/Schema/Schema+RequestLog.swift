extension Schema {
    /// What was asked of the server lately, and why some of it was refused.
    @Sendable static func createRequestLog(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE request_log (
                request_id TEXT PRIMARY KEY,
                workspace_id BIGINT NOT NULL,
                is_accepted BIGINT NOT NULL,
                arrived_at BIGINT NOT NULL,
                method TEXT NOT NULL,
                path TEXT NOT NULL,
                status BIGINT NOT NULL,
                sender TEXT NOT NULL,
                user_id TEXT,
                address TEXT NOT NULL,
                microseconds BIGINT NOT NULL,
                error TEXT,
                body TEXT
            )
            """,
            "CREATE INDEX request_log_by_outcome ON request_log (is_accepted, request_id)",
        ]
    }
}
