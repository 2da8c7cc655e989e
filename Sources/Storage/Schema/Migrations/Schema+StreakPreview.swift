extension Schema {
    /// What a change of a rule may replace, and what it would change.
    @Sendable static func addStreakPreviews(_ dialect: SQLDialect) -> [String] {
        [judgedVersions, changedAt, customizableVersions, streakPreview]
    }

    /// Of streaks that are there already, every version counts as one that has judged somebody.
    private static let judgedVersions = """
        ALTER TABLE streak_definition ADD COLUMN judged_versions BIGINT NOT NULL DEFAULT 1000000
        """

    private static let changedAt = "ALTER TABLE streak_definition ADD COLUMN changed_at BIGINT"

    /// What users have chosen has always counted until now.
    private static let customizableVersions = """
        ALTER TABLE streak_version ADD COLUMN is_customizable BIGINT NOT NULL DEFAULT 1
        """

    /// What a change of a streak would change: the newest question about each, and how far its
    /// answer has come.
    private static let streakPreview = """
        CREATE TABLE streak_preview (
            definition_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'outdated')),
            scope TEXT NOT NULL,
            rule TEXT NOT NULL,
            is_paused BIGINT NOT NULL,
            is_customizable BIGINT NOT NULL,
            revision BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            finished_at BIGINT,
            after_created_at BIGINT NOT NULL,
            after_user_key BIGINT NOT NULL,
            scanned BIGINT NOT NULL,
            total BIGINT NOT NULL,
            result TEXT NOT NULL
        )
        """
}
