extension Schema {
    @Sendable static func createAchievements(_ dialect: SQLDialect) -> [String] {
        [achievement, achievementByKey, achievementCompletion(dialect), filteredTotal(dialect)]
            + [achievementCount, userCount, countUsers, achievementBackdating, userBySignUp]
    }

    private static let achievement = """
        CREATE TABLE achievement (
            achievement_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            description TEXT,
            badge_url TEXT,
            status TEXT NOT NULL CHECK (status IN ('inactive', 'active', 'locked')),
            trigger_kind TEXT NOT NULL
                CHECK (trigger_kind IN ('metric', 'streak', 'api', 'achievement', 'anniversary')),
            metric_id BIGINT,
            amount BIGINT,
            event_filter_id BIGINT,
            event_filter TEXT,
            streak_length BIGINT,
            key TEXT,
            years BIGINT,
            parts TEXT,
            user_filter TEXT,
            created_at BIGINT NOT NULL,
            archived_at BIGINT
        )
        """

    /// The key of a deleted achievement is free again.
    private static let achievementByKey = """
        CREATE UNIQUE INDEX achievement_by_key ON achievement (workspace_id, key)
        WHERE key IS NOT NULL AND archived_at IS NULL
        """

    /// The primary key is what makes an achievement happen once.
    private static func achievementCompletion(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE achievement_completion (
            user_key BIGINT NOT NULL,
            achievement_id BIGINT NOT NULL,
            achieved_at BIGINT NOT NULL,
            event_number BIGINT,
            PRIMARY KEY (user_key, achievement_id)
        ) \(dialect.clusteredByKey)
        """
    }

    /// Where there is no row, the total was never asked for, and follows from the events.
    private static func filteredTotal(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE filtered_total (
            user_key BIGINT NOT NULL,
            event_filter_id BIGINT NOT NULL,
            total BIGINT NOT NULL,
            PRIMARY KEY (user_key, event_filter_id)
        ) \(dialect.clusteredByKey)
        """
    }

    /// How many users have an achievement: the sum over slots, so that transactions that run side
    /// by side need not wait for one row.
    private static let achievementCount = """
        CREATE TABLE achievement_count (
            achievement_id BIGINT NOT NULL,
            slot BIGINT NOT NULL,
            completions BIGINT NOT NULL,
            PRIMARY KEY (achievement_id, slot)
        )
        """

    /// How many users a workspace has, in the same way.
    private static let userCount = """
        CREATE TABLE user_count (
            workspace_id BIGINT NOT NULL,
            slot BIGINT NOT NULL,
            users BIGINT NOT NULL,
            PRIMARY KEY (workspace_id, slot)
        )
        """

    private static let countUsers = """
        INSERT INTO user_count (workspace_id, slot, users)
        SELECT workspace_id, 0, count(*) FROM "user" WHERE external_id IS NOT NULL
        GROUP BY workspace_id
        """

    /// For anniversaries.
    private static let userBySignUp = """
        CREATE INDEX user_by_sign_up ON "user" (workspace_id, sign_up_on)
        WHERE sign_up_on IS NOT NULL
        """

    /// How far the search for users who already have what it takes has come.
    private static let achievementBackdating = """
        CREATE TABLE achievement_backdating (
            achievement_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            finished_at BIGINT,
            after_created_at BIGINT NOT NULL,
            after_user_key BIGINT NOT NULL,
            scanned BIGINT NOT NULL,
            total BIGINT NOT NULL,
            completed BIGINT NOT NULL
        )
        """
}
