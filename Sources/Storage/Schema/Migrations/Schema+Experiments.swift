extension Schema {
    /// What gives some users another rule than the others.
    @Sendable static func createExperiments(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE experiment (
                experiment_id BIGINT PRIMARY KEY,
                workspace_id BIGINT NOT NULL,
                public_id TEXT NOT NULL UNIQUE,
                key TEXT NOT NULL,
                document TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                started_at BIGINT,
                ended_at BIGINT,
                archived_at BIGINT
            )
            """,
            "CREATE INDEX experiment_by_workspace ON experiment (workspace_id, experiment_id)",
        ]
    }
}
