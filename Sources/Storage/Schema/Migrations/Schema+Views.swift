extension Schema {
    /// Views for those who read the database with SQL, under the names of the tables that Trophy copies
    /// to its customers.
    ///
    /// They show ids, keys, dates and moments as people know them, so that nobody depends on how rows
    /// are kept. Whoever is erased is in none of them.
    @Sendable public static func createViews(_ dialect: SQLDialect) -> [String] {
        [
            metricTotals(dialect), pointsTotals(dialect), streakPeriods(dialect),
            streakFreezes(dialect), leaderboardRankings(dialect), achievementCompletions(dialect),
        ]
    }

    /// The names of the views.
    public static let views = [
        "trophy_metric_totals", "trophy_points_totals", "trophy_streak_periods",
        "trophy_streak_freezes", "trophy_leaderboard_rankings", "trophy_achievement_completions",
    ]

    /// The statements that make a role of PostgreSQL which reads the views, and nothing else.
    ///
    /// The views read the tables with the rights of their owner, so the role needs none on these.
    public static func readerStatements(for role: String) -> [String] {
        [
            "CREATE ROLE \(role) NOLOGIN;",
            "GRANT USAGE ON SCHEMA public TO \(role);",
        ] + views.map { "GRANT SELECT ON \($0) TO \(role);" }
    }

    /// Whether a name can be that of a role without being quoted.
    public static func isRoleName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (1...63).contains(name.utf8.count) else { return false }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let underscore = UInt8(ascii: "_")
        guard letters.contains(first) || first == underscore else { return false }
        return name.utf8.allSatisfy {
            letters.contains($0) || digits.contains($0) || $0 == underscore
        }
    }

    private static let person = """
        workspace.environment AS environment, workspace.customer_id AS tenant_id,
            u.external_id AS user_id
        """

    private static func users(of table: String) -> String {
        """
        FROM \(table)
            JOIN "user" u ON u.user_key = \(table).user_key AND u.external_id IS NOT NULL
            JOIN workspace ON workspace.workspace_id = u.workspace_id
        """
    }

    private static func metricTotals(_ dialect: SQLDialect) -> String {
        """
        CREATE VIEW trophy_metric_totals AS
        SELECT \(person), metric.public_id AS metric_id, metric.key AS metric_key,
            \(dialect.millionths("metric_day.total")) AS total,
            \(dialect.date("metric_day.day")) AS last_active_on
        \(users(of: "metric_day"))
            JOIN metric ON metric.metric_id = metric_day.metric_id
        WHERE metric_day.day = (
            SELECT max(d.day) FROM metric_day d
            WHERE d.user_key = metric_day.user_key AND d.metric_id = metric_day.metric_id
        )
        """
    }

    private static func pointsTotals(_ dialect: SQLDialect) -> String {
        """
        CREATE VIEW trophy_points_totals AS
        SELECT \(person), points_item.public_id AS points_system_id,
            points_item.key AS points_system_key, points_balance.total AS total,
            points_balance.earned AS earned
        \(users(of: "points_balance"))
            JOIN points_item ON points_item.item_id = points_balance.system_id
        """
    }

    private static func streakPeriods(_ dialect: SQLDialect) -> String {
        """
        CREATE VIEW trophy_streak_periods AS
        SELECT \(person), streak_definition.public_id AS streak_id,
            streak_definition.key AS streak_key,
            \(dialect.periodStart("streak_period.opens")) AS period_start,
            streak_period.event_count AS event_count,
            \(dialect.millionths("streak_period.amount_sum")) AS amount,
            CASE WHEN streak_period.satisfied_at IS NULL THEN 0 ELSE 1 END AS is_extended,
            \(dialect.moment("streak_period.satisfied_at")) AS extended_at,
            streak_period.length AS length_before,
            streak_period.longest AS longest_before
        \(users(of: "streak_period"))
            JOIN streak_definition
                ON streak_definition.definition_id = streak_period.definition_id
        """
    }

    private static func streakFreezes(_ dialect: SQLDialect) -> String {
        """
        CREATE VIEW trophy_streak_freezes AS
        SELECT \(person), streak_definition.public_id AS streak_id,
            streak_definition.key AS streak_key, streak_period.freezes AS freezes,
            \(dialect.periodStart("streak_period.opens")) AS as_of
        \(users(of: "streak_period"))
            JOIN streak_definition
                ON streak_definition.definition_id = streak_period.definition_id
        WHERE streak_period.opens = (
            SELECT max(p.opens) FROM streak_period p
            WHERE p.user_key = streak_period.user_key
                AND p.definition_id = streak_period.definition_id
        )
        """
    }

    /// The ranks of now, and of runs that are final those that were written then.
    private static func leaderboardRankings(_ dialect: SQLDialect) -> String {
        let group = "board_score.board_id, board_score.run_on, board_score.user_group"
        return """
            CREATE VIEW trophy_leaderboard_rankings AS
            SELECT \(person), board.public_id AS leaderboard_id, board.key AS leaderboard_key,
                \(dialect.date("board_score.run_on")) AS run_start,
                board_score.user_group AS user_group,
                CASE WHEN \(says("rankBy", "metric"))
                    THEN \(dialect.millionths("board_score.score"))
                    ELSE board_score.score END AS value,
                CASE WHEN board_score.final_rank IS NOT NULL THEN board_score.final_rank
                    WHEN \(says("ties", "dense")) THEN dense_rank() OVER (
                        PARTITION BY \(group) ORDER BY board_score.score DESC)
                    WHEN \(says("ties", "shared")) THEN rank() OVER (
                        PARTITION BY \(group) ORDER BY board_score.score DESC)
                    ELSE row_number() OVER (
                        PARTITION BY \(group) ORDER BY board_score.score DESC,
                            board_score.reached_at, board_score.user_key)
                END AS rank,
                CASE WHEN board_score.final_rank IS NULL THEN 0 ELSE 1 END AS is_final
            \(users(of: "board_score"))
                JOIN board ON board.board_id = board_score.board_id
                    AND board.archived_at IS NULL
            WHERE board_score.is_listed = 1
            """
    }

    /// Whether a leaderboard's document has a word, as it is written.
    ///
    /// Functions of JSON are not among those that SQLite trusts in a view.
    private static func says(_ field: String, _ word: String) -> String {
        "board.document LIKE '%\"\(field)\":\"\(word)\"%'"
    }

    private static func achievementCompletions(_ dialect: SQLDialect) -> String {
        """
        CREATE VIEW trophy_achievement_completions AS
        SELECT \(person), achievement.public_id AS achievement_id,
            achievement.key AS achievement_key,
            \(dialect.moment("achievement_completion.achieved_at")) AS achieved_at
        \(users(of: "achievement_completion"))
            JOIN achievement
                ON achievement.achievement_id = achievement_completion.achievement_id
        """
    }
}

extension SQLDialect {
    /// A day as a date.
    fileprivate func date(_ day: String) -> String {
        switch self {
        case .sqlite: "date(\(day) * 86400, 'unixepoch')"
        case .postgres: "(DATE '1970-01-01' + CAST(\(day) AS INTEGER))"
        }
    }

    /// Microseconds as a moment.
    fileprivate func moment(_ microseconds: String) -> String {
        switch self {
        case .sqlite:
            "strftime('%Y-%m-%dT%H:%M:%fZ', \(microseconds) / 1000000.0, 'unixepoch')"
        case .postgres: "to_timestamp(\(microseconds) / 1000000.0)"
        }
    }

    /// Millionths as a number.
    fileprivate func millionths(_ amount: String) -> String {
        switch self {
        case .sqlite: "\(amount) / 1000000.0"
        case .postgres: "CAST(\(amount) AS NUMERIC) / 1000000"
        }
    }

    /// The beginning of a period: of one of days the date, of a rolling window that of its moment.
    fileprivate func periodStart(_ opens: String) -> String {
        // No date has so high a number, and no window opened so soon after 1970.
        let day = "CASE WHEN \(opens) < 10000000 THEN \(opens) ELSE \(opens) / 86400000000 END"
        return date("(\(day))")
    }
}
