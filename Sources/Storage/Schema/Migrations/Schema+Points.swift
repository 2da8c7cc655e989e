extension Schema {
    /// What points are set up from.
    @Sendable static func createPointsItems(_ dialect: SQLDialect) -> [String] {
        [pointsItem, pointsItemByWorkspace, pointsItemByUser]
    }

    /// Systems, triggers, levels and boosts are documents beside the columns by which rows are found,
    /// so that a field that comes needs no column.
    private static let pointsItem = """
        CREATE TABLE points_item (
            item_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            kind TEXT NOT NULL,
            system_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            key TEXT,
            user_key BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            archived_at BIGINT,
            document TEXT NOT NULL
        )
        """

    private static let pointsItemByWorkspace = """
        CREATE INDEX points_item_by_workspace ON points_item (workspace_id, kind, item_id)
        WHERE archived_at IS NULL
        """

    /// For users who are erased.
    private static let pointsItemByUser = """
        CREATE INDEX points_item_by_user ON points_item (user_key) WHERE user_key IS NOT NULL
        """
}

extension Schema {
    /// What users have of points, and every change of it.
    @Sendable static func createPoints(_ dialect: SQLDialect) -> [String] {
        [pointsBalance(dialect), pointsLedger(dialect), pointsLedgerByKey, pointsWalk]
    }

    /// Of whoever never had anything there is no row.
    private static func pointsBalance(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE points_balance (
            user_key BIGINT NOT NULL,
            system_id BIGINT NOT NULL,
            total BIGINT NOT NULL,
            earned BIGINT NOT NULL,
            last_number BIGINT NOT NULL,
            spent_through BIGINT NOT NULL,
            expires_on BIGINT,
            expires_after_days BIGINT,
            due_at BIGINT,
            due_number BIGINT,
            triggers TEXT,
            PRIMARY KEY (user_key, system_id)
        ) \(dialect.clusteredByKey)
        """
    }

    /// Rows are added, and never changed.
    private static func pointsLedger(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE points_ledger (
            user_key BIGINT NOT NULL,
            system_id BIGINT NOT NULL,
            row_number BIGINT NOT NULL,
            kind TEXT NOT NULL,
            amount BIGINT NOT NULL,
            total BIGINT NOT NULL,
            earned BIGINT NOT NULL,
            at BIGINT NOT NULL,
            day BIGINT NOT NULL,
            trigger_id BIGINT,
            made_by BIGINT,
            key TEXT,
            detail TEXT,
            PRIMARY KEY (user_key, system_id, row_number)
        ) \(dialect.clusteredByKey)
        """
    }

    /// What makes a call with an idempotency key happen once.
    private static let pointsLedgerByKey = """
        CREATE UNIQUE INDEX points_ledger_by_key ON points_ledger (user_key, system_id, key)
        WHERE key IS NOT NULL
        """

    /// How far walks over users have come; a row goes when its walk is over.
    private static let pointsWalk = """
        CREATE TABLE points_walk (
            system_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            after_created_at BIGINT NOT NULL,
            after_user_key BIGINT NOT NULL
        )
        """
}

extension Schema {
    /// Corrections are found by the row that they correct, so that taking something back reads a few
    /// rows, and not all.
    @Sendable static func indexPointsCorrections(_ dialect: SQLDialect) -> [String] {
        let corrects =
            switch dialect {
            case .sqlite: "json_extract(detail, '$.corrects')"
            case .postgres: "CAST(CAST(detail AS JSON) ->> 'corrects' AS BIGINT)"
            }
        return [
            "ALTER TABLE points_ledger ADD COLUMN corrects BIGINT",
            "UPDATE points_ledger SET corrects = \(corrects) WHERE kind = 'correction'",
            """
            CREATE INDEX points_ledger_by_corrected
            ON points_ledger (user_key, system_id, corrects) WHERE corrects IS NOT NULL
            """,
        ]
    }
}

extension Schema {
    /// For the ledger of everybody, newest first.
    ///
    /// Rows come at its end, so that it costs an event little.
    @Sendable static func indexPointsLedger(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE INDEX points_ledger_by_time
            ON points_ledger (system_id, at, user_key, row_number)
            """
        ]
    }
}
