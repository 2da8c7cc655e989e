extension Schema {
    /// Who changed what of the configuration, and when.
    @Sendable static func createAudit(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE audit (
                audit_number BIGINT PRIMARY KEY,
                workspace_id BIGINT NOT NULL,
                changed_at BIGINT NOT NULL,
                author_kind TEXT NOT NULL,
                author TEXT NOT NULL,
                item_kind TEXT NOT NULL,
                item_id TEXT NOT NULL,
                action TEXT NOT NULL,
                before_document TEXT,
                after_document TEXT
            )
            """,
            "CREATE INDEX audit_by_workspace ON audit (workspace_id, audit_number)",
        ]
    }
}
