extension Schema {
    /// What support has written down about users, and who has been merged into whom.
    @Sendable static func createNotes(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE user_note (
                user_key BIGINT NOT NULL,
                note_id TEXT NOT NULL,
                author_kind TEXT NOT NULL,
                author TEXT NOT NULL,
                body TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                PRIMARY KEY (user_key, note_id)
            ) \(dialect.clusteredByKey)
            """,
            """
            CREATE TABLE user_merge (
                user_key BIGINT NOT NULL,
                merged_id TEXT NOT NULL,
                merged_at BIGINT NOT NULL,
                outcome TEXT NOT NULL,
                PRIMARY KEY (user_key, merged_id)
            ) \(dialect.clusteredByKey)
            """,
        ]
    }
}
