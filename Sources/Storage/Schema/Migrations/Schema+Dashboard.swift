extension Schema {
    /// Those who sign in to the dashboard, and where they are signed in.
    @Sendable static func createAdmins(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE admin (
                admin_id TEXT PRIMARY KEY,
                email TEXT NOT NULL UNIQUE,
                role TEXT NOT NULL,
                password_digest TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE admin_session (
                session_id TEXT PRIMARY KEY,
                admin_id TEXT NOT NULL,
                secret_digest TEXT NOT NULL UNIQUE,
                address TEXT NOT NULL,
                browser TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX admin_session_by_admin ON admin_session (admin_id, seen_at)",
        ]
    }

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
