extension Schema {
    /// What is not held against users, and how far it has been judged by it.
    @Sendable static func createAmnesties(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE streak_amnesty (
                amnesty_id BIGINT PRIMARY KEY,
                workspace_id BIGINT NOT NULL,
                public_id TEXT NOT NULL UNIQUE,
                is_preview BIGINT NOT NULL,
                from_at BIGINT NOT NULL,
                to_at BIGINT NOT NULL,
                document TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                revoked_at BIGINT,
                walked_at BIGINT,
                after_created_at BIGINT NOT NULL,
                after_user_key BIGINT NOT NULL,
                scanned BIGINT NOT NULL,
                total BIGINT NOT NULL,
                result TEXT NOT NULL
            )
            """,
            "CREATE INDEX streak_amnesty_workspace ON streak_amnesty (workspace_id, amnesty_id)",
            """
            CREATE INDEX streak_amnesty_walk ON streak_amnesty (scanned, amnesty_id)
            WHERE walked_at IS NULL
            """,
        ]
    }
}
