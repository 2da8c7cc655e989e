import Wire

/// The rows of each answer of analytics.
enum AnalyticsSchemas {
    static let users = JSONSchema.object(
        .field("complete", .boolean),
        .field("users", .array(of: UserWire.user)),
        .field("looked", .count),
        .field("nextCursor", .text.orNull)
    )

    static let active = ReportWire.schema(
        "ActiveDay",
        [
            ("day", .date),
            ("segment", .text),
            ("active", .count),
            ("week", .count),
            ("month", .count),
            ("events", .count),
            ("total", .number),
        ]
    )

    static let funnel = ReportWire.schema(
        "FunnelStep",
        [
            ("segment", .text),
            ("step", .text),
            ("users", .count),
            ("share", .share),
        ]
    )

    static let streaks = ReportWire.schema(
        "StreakDay",
        [
            ("day", .date),
            ("segment", .text),
            ("alive", .count),
            ("begun", .count),
            ("lost", .count),
            ("saved", .count),
            ("kept", .count),
            ("atRisk", .count),
        ]
    )

    static let lengths = ReportWire.schema(
        "StreakLengths",
        [
            ("day", .date),
            ("segment", .text),
            ("first", .count),
            ("last", .count),
            ("users", .count),
        ]
    )

    static let achievements = ReportWire.schema(
        "CompletionCount",
        [
            ("day", .date),
            ("segment", .text),
            ("achievementId", .text),
            ("name", .text),
            ("completed", .count),
        ]
    )

    static let points = ReportWire.schema(
        "PointsDay",
        [
            ("day", .date),
            ("segment", .text),
            ("given", .count),
            ("taken", .count),
            ("expired", .count),
            ("changes", .count),
        ]
    )

    static let levels = ReportWire.schema(
        "LevelCount",
        [
            ("segment", .text),
            ("levelId", .text),
            ("name", .text),
            ("users", .count),
        ]
    )

    static let boards = ReportWire.schema(
        "BoardScores",
        [
            ("run", .date),
            ("segment", .text),
            ("first", .integer),
            ("last", .integer),
            ("users", .count),
        ]
    )

    /// Groups at each age, or a grid.
    static let retention = JSONSchema.oneOf([
        ReportWire.schema(
            "RetentionGroup",
            [
                ("age", .count), ("segment", .text), ("group", .text), ("users", .count),
                ("active", .count), ("share", .share), ("low", .share), ("high", .share),
                ("difference", .share), ("differenceLow", .share), ("differenceHigh", .share),
            ]
        ),
        ReportWire.schema(
            "RetentionCohort",
            [
                ("cohort", .date), ("segment", .text), ("age", .count), ("users", .count),
                ("active", .count), ("share", .share),
            ]
        ),
    ])
}
