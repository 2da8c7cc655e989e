extension Schema {
    /// Who follows facts under a name: how far everything has been done, and who does it now.
    @Sendable static func createFollowers(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE follower (
                name TEXT PRIMARY KEY,
                epoch BIGINT NOT NULL,
                place BIGINT NOT NULL,
                fact_number BIGINT NOT NULL,
                user_key BIGINT NOT NULL,
                holder TEXT,
                renewal_count BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL
            )
            """
        ]
    }
}
