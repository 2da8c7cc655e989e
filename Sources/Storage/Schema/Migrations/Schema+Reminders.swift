extension Schema {
    /// Every reminder that was decided to be sent, and walks over users whose reminders are planned
    /// anew.
    @Sendable static func createReminders(_ dialect: SQLDialect) -> [String] {
        [reminder, reminderOnce, reminderByAttempt, reminderByStatus, reminderByWorkspace, walk]
    }

    /// Addresses that take no mail any more.
    @Sendable static func createSuppressions(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE suppression (
                workspace_id BIGINT NOT NULL,
                digest TEXT NOT NULL,
                reason TEXT NOT NULL,
                detail TEXT,
                suppressed_at BIGINT NOT NULL,
                PRIMARY KEY (workspace_id, digest)
            ) \(dialect.clusteredByKey)
            """
        ]
    }

    /// What messages say in the words of workspaces; earlier versions stand in the audit.
    @Sendable static func createTemplates(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE message_template (
                template_id BIGINT PRIMARY KEY,
                workspace_id BIGINT NOT NULL,
                public_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                locale TEXT NOT NULL,
                version BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                archived_at BIGINT,
                document TEXT NOT NULL
            )
            """,
            """
            CREATE UNIQUE INDEX message_template_by_kind
            ON message_template (workspace_id, kind, locale)
            """,
        ]
    }

    /// A reminder's number begins with the millisecond in which it was decided.
    private static let reminder = """
        CREATE TABLE reminder (
            reminder_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            about_key BIGINT NOT NULL,
            kind TEXT NOT NULL,
            period TEXT NOT NULL,
            channel TEXT NOT NULL,
            subject BIGINT NOT NULL,
            item_count BIGINT NOT NULL,
            occurred_at BIGINT NOT NULL,
            closes_at BIGINT NOT NULL,
            sent_on BIGINT NOT NULL,
            status TEXT NOT NULL,
            attempt_at BIGINT,
            tries BIGINT NOT NULL,
            reason TEXT,
            detail TEXT,
            decided_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )
        """

    /// Nobody is reminded of the same thing twice on the same way.
    private static let reminderOnce = """
        CREATE UNIQUE INDEX reminder_once ON reminder (about_key, kind, period, channel)
        """

    private static let reminderByAttempt = """
        CREATE INDEX reminder_by_attempt ON reminder (channel, attempt_at, reminder_id)
        WHERE attempt_at IS NOT NULL
        """

    /// For those that were on their way when a process ended.
    private static let reminderByStatus = """
        CREATE INDEX reminder_by_status ON reminder (reminder_id) WHERE status = 'sending'
        """

    private static let reminderByWorkspace = """
        CREATE INDEX reminder_by_workspace ON reminder (workspace_id, reminder_id)
        """

    private static let walk = """
        CREATE TABLE reminder_walk (
            workspace_id BIGINT PRIMARY KEY,
            started_at BIGINT NOT NULL,
            after_created_at BIGINT NOT NULL,
            after_user_key BIGINT NOT NULL
        )
        """
}
