extension Schema {
    @Sendable static func createUserStreaks(_ dialect: SQLDialect) -> [String] {
        [userPreferences, userStreakMarks, streakPeriod(dialect), streakDue(dialect)]
            + [streakMark(dialect), fact(dialect)]
    }

    private static let userPreferences = """
        ALTER TABLE "user" ADD COLUMN preferences TEXT
        """

    /// With the user's row, so that nobody looks for marks of users who have none.
    private static let userStreakMarks = """
        ALTER TABLE "user" ADD COLUMN streak_mark_count BIGINT NOT NULL DEFAULT 0
        """

    /// The periods in which something counted; the newest one of a user's streak also says what
    /// comes next, and when.
    ///
    /// Each tells where the streak stood before it, so that an event on time needs one row.
    private static func streakPeriod(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE streak_period (
            user_key BIGINT NOT NULL,
            definition_id BIGINT NOT NULL,
            opens BIGINT NOT NULL,
            event_count BIGINT NOT NULL,
            amount_sum BIGINT NOT NULL,
            satisfied_at BIGINT,
            latest_at BIGINT NOT NULL,
            details TEXT,
            is_going BIGINT NOT NULL,
            length BIGINT NOT NULL,
            longest BIGINT NOT NULL,
            grace_used BIGINT NOT NULL,
            freezes BIGINT NOT NULL,
            grants_through BIGINT,
            started_in BIGINT,
            held_through BIGINT,
            broken_in BIGINT,
            revision BIGINT NOT NULL,
            told_at BIGINT NOT NULL,
            due_at BIGINT,
            due_number BIGINT,
            run_length BIGINT NOT NULL,
            PRIMARY KEY (user_key, definition_id, opens)
        ) \(dialect.clusteredByKey)
        """
    }

    /// For what comes next, and for streaks at risk: nobody ever has to look at all users.
    ///
    /// Entries are numbered as they are made, so that those of one midnight are added at one place
    /// and share its pages. An entry is alive while its user's newest period names it; dead ones are
    /// removed many at a time, later.
    private static func streakDue(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE streak_due (
            definition_id BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            due_number BIGINT NOT NULL,
            user_key BIGINT NOT NULL,
            run_length BIGINT NOT NULL,
            PRIMARY KEY (definition_id, due_at, due_number, user_key)
        ) \(dialect.clusteredByKey)
        """
    }

    private static func streakMark(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE streak_mark (
            user_key BIGINT NOT NULL,
            public_id TEXT NOT NULL,
            definition_id BIGINT,
            kind TEXT NOT NULL CHECK (kind IN ('grant', 'pause', 'correction')),
            amount BIGINT,
            first_on BIGINT,
            last_on BIGINT,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (user_key, public_id)
        ) \(dialect.clusteredByKey)
        """
    }

    /// What happened, in the order in which it is told, kept for a while.
    private static func fact(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE fact (
            fact_number BIGINT NOT NULL,
            user_key BIGINT NOT NULL,
            workspace_id BIGINT NOT NULL,
            kind TEXT NOT NULL,
            definition_id BIGINT,
            happened_at BIGINT NOT NULL,
            told_at BIGINT NOT NULL,
            length BIGINT NOT NULL,
            previous_length BIGINT NOT NULL,
            freezes BIGINT NOT NULL,
            amount BIGINT NOT NULL,
            PRIMARY KEY (fact_number, user_key)
        ) \(dialect.clusteredByKey)
        """
    }
}
