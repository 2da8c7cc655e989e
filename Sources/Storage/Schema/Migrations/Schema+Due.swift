extension Schema {
    /// One list of what time brings, led by time: whatever it is, of every workspace.
    ///
    /// What streaks were due is due at the same moments afterwards.
    @Sendable static func makeOneDueList(_ dialect: SQLDialect) -> [String] {
        [due(dialect), takeOverStreaks, dueBySubject, "DROP TABLE streak_due"]
            + [definitionsToRecount, runningBackdatings]
    }

    /// The clock is 0 where a workspace goes by the system's, else the number of the workspace.
    ///
    /// Entries are numbered as they are made, so that those of one midnight are added at one place
    /// and share its pages.
    private static func due(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE due (
            clock BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            due_number BIGINT NOT NULL,
            user_key BIGINT NOT NULL,
            kind TEXT NOT NULL,
            subject BIGINT NOT NULL,
            workspace_id BIGINT NOT NULL,
            detail BIGINT NOT NULL,
            PRIMARY KEY (clock, due_at, due_number, user_key, kind, subject)
        ) \(dialect.clusteredByKey)
        """
    }

    private static let takeOverStreaks = """
        INSERT INTO due (clock, due_at, due_number, user_key, kind, subject, workspace_id, detail)
        SELECT CASE WHEN workspace.clock_at IS NULL THEN 0 ELSE workspace.workspace_id END,
               due_at, due_number, user_key, 'streak', streak_due.definition_id,
               workspace.workspace_id, run_length
        FROM streak_due
        JOIN streak_definition ON streak_definition.definition_id = streak_due.definition_id
        JOIN workspace ON workspace.workspace_id = streak_definition.workspace_id
        """

    /// What rounds look for again and again is found without looking at every workspace's.
    private static let definitionsToRecount = """
        CREATE INDEX IF NOT EXISTS streak_definition_to_recount ON streak_definition (definition_id)
        WHERE recounted_revision < revision AND archived_at IS NULL
        """

    private static let runningBackdatings = """
        CREATE INDEX achievement_backdating_running
        ON achievement_backdating (after_created_at, after_user_key, achievement_id)
        WHERE finished_at IS NULL
        """

    /// For the streaks of one definition that are at risk, and for a workspace whose clock changes.
    private static let dueBySubject = """
        CREATE INDEX due_by_subject
        ON due (workspace_id, kind, subject, due_at, due_number, user_key, detail)
        """
}
