extension Schema {
    /// Roll-ups, what each user adds to them, and who has changed since.
    @Sendable static func createAnalytics(_ dialect: SQLDialect) -> [String] {
        [analyticsLog(dialect), analyticsSheet(dialect), analyticsSheetByWorkspace]
            + [analyticsRollUp(dialect), analyticsState]
    }

    /// Whom each transaction has changed; a row goes when that is in the roll-ups.
    private static func analyticsLog(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE analytics_log (
            log_number BIGINT NOT NULL,
            process TEXT NOT NULL,
            users TEXT NOT NULL,
            PRIMARY KEY (log_number, process)
        ) \(dialect.clusteredByKey)
        """
    }

    private static func analyticsSheet(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE analytics_sheet (
            user_key BIGINT NOT NULL,
            workspace_id BIGINT NOT NULL,
            generation BIGINT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (user_key)
        ) \(dialect.clusteredByKey)
        """
    }

    /// For those of a generation that is over.
    private static let analyticsSheetByWorkspace = """
        CREATE INDEX analytics_sheet_by_workspace
        ON analytics_sheet (workspace_id, generation, user_key)
        """

    private static func analyticsRollUp(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE analytics_roll_up (
            workspace_id BIGINT NOT NULL,
            generation BIGINT NOT NULL,
            series BIGINT NOT NULL,
            subject BIGINT NOT NULL,
            dimension BIGINT NOT NULL,
            day BIGINT NOT NULL,
            segment TEXT NOT NULL,
            slot BIGINT NOT NULL,
            part BIGINT NOT NULL,
            counted BIGINT NOT NULL,
            whole BIGINT NOT NULL,
            millionths BIGINT NOT NULL,
            PRIMARY KEY (workspace_id, generation, series, subject, dimension, day, segment,
                         slot, part)
        ) \(dialect.clusteredByKey)
        """
    }

    /// What roll-ups of a workspace follow from besides its users, and how far a walk over them has
    /// come; the row of no workspace tells how often anything was written.
    private static let analyticsState = """
        CREATE TABLE analytics_state (
            workspace_id BIGINT PRIMARY KEY,
            version BIGINT NOT NULL,
            generation BIGINT NOT NULL,
            next_generation BIGINT,
            basis TEXT NOT NULL,
            is_walking BIGINT NOT NULL,
            after_created_at BIGINT NOT NULL,
            after_user_key BIGINT NOT NULL,
            walked BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )
        """
}
