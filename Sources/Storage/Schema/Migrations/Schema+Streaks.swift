extension Schema {
    @Sendable static func createStreakDefinitions(_ dialect: SQLDialect) -> [String] {
        [streakDefinition, streakByKey, primaryStreak, streakVersion]
    }

    private static let streakDefinition = """
        CREATE TABLE streak_definition (
            definition_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            description TEXT,
            is_primary BIGINT NOT NULL,
            is_customizable BIGINT NOT NULL,
            milestones TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            archived_at BIGINT,
            revision BIGINT NOT NULL,
            recounted_revision BIGINT NOT NULL,
            recounted_through BIGINT,
            recounted_key BIGINT
        )
        """

    /// The key of an archived streak is free again.
    private static let streakByKey = """
        CREATE UNIQUE INDEX streak_definition_by_key ON streak_definition (workspace_id, key)
        WHERE archived_at IS NULL
        """

    private static let primaryStreak = """
        CREATE UNIQUE INDEX primary_streak_definition ON streak_definition (workspace_id)
        WHERE is_primary = 1 AND archived_at IS NULL
        """

    /// What a streak's rule was since when; periods keep the version that they were judged by.
    private static let streakVersion = """
        CREATE TABLE streak_version (
            definition_id BIGINT NOT NULL,
            version BIGINT NOT NULL,
            from_at BIGINT NOT NULL,
            rule TEXT NOT NULL,
            is_paused BIGINT NOT NULL,
            PRIMARY KEY (definition_id, version)
        )
        """
}
