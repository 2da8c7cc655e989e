extension Schema {
    /// An achievement becomes a document beside the columns by which rows are found, so that a field
    /// that comes needs no column.
    @Sendable static func documentAchievements(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE achievement ADD COLUMN document TEXT NOT NULL DEFAULT '{}'",
            writeDocuments(dialect),
        ]
            + [
                "name", "description", "badge_url", "status", "metric_id", "amount",
                "event_filter_id", "event_filter", "streak_length", "years", "parts",
                "user_filter",
            ].map { "ALTER TABLE achievement DROP COLUMN \($0)" }
    }

    /// An amount is stored in millionths, and written as a decimal.
    private static func writeDocuments(_ dialect: SQLDialect) -> String {
        """
        UPDATE achievement SET document = CAST(\(dialect.jsonObject)(
            'name', name, 'description', description, 'badgeUrl', badge_url, 'status', status,
            'trigger', trigger_kind, 'metric', CAST(metric_id AS TEXT),
            'amount', CAST(amount / 1000000 AS TEXT) || '.'
                || substr(CAST(1000000 + amount % 1000000 AS TEXT), 2),
            'eventFilter', event_filter_id, 'eventAttributes', \(dialect.json("event_filter")),
            'streakLength', streak_length, 'key', key, 'years', years,
            'parts', \(dialect.json("parts")), 'userAttributes', \(dialect.json("user_filter"))
        ) AS TEXT)
        """
    }
}

extension SQLDialect {
    /// The function that makes an object of names and values.
    fileprivate var jsonObject: String {
        switch self {
        case .sqlite: "json_object"
        case .postgres: "json_build_object"
        }
    }

    /// A text as the JSON that it says; null stays null.
    fileprivate func json(_ column: String) -> String {
        switch self {
        case .sqlite: "json(\(column))"
        case .postgres: "CAST(\(column) AS JSON)"
        }
    }
}

// MARK: - Streaks

extension Schema {
    /// A streak becomes a document beside the columns by which rows are found, as achievements are.
    @Sendable static func documentStreaks(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE streak_definition ADD COLUMN document TEXT NOT NULL DEFAULT '{}'",
            """
            UPDATE streak_definition SET document = CAST(\(dialect.jsonObject)(
                'name', name, 'description', description,
                'isCustomizable', \(dialect.json("CASE is_customizable WHEN 1 THEN 'true' ELSE 'false' END")),
                'milestones', \(dialect.json("milestones"))
            ) AS TEXT)
            """,
        ]
            + ["name", "description", "is_customizable", "milestones"].map {
                "ALTER TABLE streak_definition DROP COLUMN \($0)"
            }
    }
}
