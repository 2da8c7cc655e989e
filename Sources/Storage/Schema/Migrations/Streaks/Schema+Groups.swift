extension Schema {
    /// Users who keep a streak together, what has been told of it, and when to look at it again.
    ///
    /// Both tables span users, so they stay in one place where those of users are spread.
    @Sendable static func createGroups(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE streak_group (
                group_id BIGINT PRIMARY KEY,
                workspace_id BIGINT NOT NULL,
                public_id TEXT NOT NULL,
                name TEXT NOT NULL,
                definition_id BIGINT NOT NULL,
                requirement BIGINT NOT NULL,
                zone TEXT NOT NULL,
                maximum_members BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                version BIGINT NOT NULL,
                due_at BIGINT,
                told_through BIGINT,
                told_length BIGINT NOT NULL,
                told_started_on BIGINT,
                UNIQUE (workspace_id, public_id)
            )
            """,
            "CREATE INDEX streak_group_due ON streak_group (due_at) WHERE due_at IS NOT NULL",
            """
            CREATE INDEX streak_group_workspace ON streak_group (workspace_id, due_at)
            WHERE due_at IS NOT NULL
            """,
            "CREATE INDEX streak_group_newest ON streak_group (workspace_id, group_id)",
            """
            CREATE TABLE streak_group_member (
                group_id BIGINT NOT NULL,
                member_key BIGINT NOT NULL,
                joined_on BIGINT NOT NULL,
                left_on BIGINT,
                PRIMARY KEY (group_id, member_key, joined_on)
            )
            """,
            "CREATE INDEX streak_group_member_user ON streak_group_member (member_key, group_id)",
        ]
    }
}
