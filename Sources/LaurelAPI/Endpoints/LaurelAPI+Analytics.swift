import Analytics
import Engine
import HTTP
import Wire

extension LaurelAPI {
    /// What is counted of all users, as JSON and as CSV.
    static let analyticsEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/analytics/subjects",
            "Lists what reports can be about, and by what they can tell users apart.",
            by: .admin,
            answers: [.ok(AnalyticsSubjects.schema)],
            AnalyticsSubjects.show
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/active",
            "Shows active users and events, day by day.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofActive,
            answers: [.ok(AnalyticsSchemas.active)],
            AnalyticsCalls.json(AnalyticsCalls.active)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/active.csv",
            "Shows active users and events, day by day, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofActive,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.active)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/retention",
            "Shows how many of those who signed up were active at each age.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofRetention,
            answers: [.ok(AnalyticsSchemas.retention)],
            AnalyticsCalls.json(AnalyticsCalls.retention)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/retention.csv",
            "Shows how many of those who signed up were active at each age, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofRetention,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.retention)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/funnel",
            "Shows how far those who signed up came in their first 30 days.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofFunnel,
            answers: [.ok(AnalyticsSchemas.funnel)],
            AnalyticsCalls.json(AnalyticsCalls.funnel)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/funnel.csv",
            "Shows how far those who signed up came in their first 30 days, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofFunnel,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.funnel)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/streaks",
            "Shows what befell a streak, day by day.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofStreaks,
            answers: [.ok(AnalyticsSchemas.streaks)],
            AnalyticsCalls.json(AnalyticsCalls.streaks)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/streaks.csv",
            "Shows what befell a streak, day by day, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofStreaks,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.streaks)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/lengths",
            "Shows how many users had a streak of which length at the end of each day.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofLengths,
            answers: [.ok(AnalyticsSchemas.lengths)],
            AnalyticsCalls.json(AnalyticsCalls.lengths)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/lengths.csv",
            "Shows how many users had a streak of which length at the end of each day, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofLengths,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.lengths)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/achievements",
            "Shows how often achievements were completed.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofAchievements,
            answers: [.ok(AnalyticsSchemas.achievements)],
            AnalyticsCalls.json(AnalyticsCalls.achievements)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/achievements.csv",
            "Shows how often achievements were completed, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofAchievements,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.achievements)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/points",
            "Shows how many points were given and taken, day by day.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofPoints,
            answers: [.ok(AnalyticsSchemas.points)],
            AnalyticsCalls.json(AnalyticsCalls.points)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/points.csv",
            "Shows how many points were given and taken, day by day, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofPoints,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.points)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/levels",
            "Shows how many users were on each level at the end of the last day.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofLevels,
            answers: [.ok(AnalyticsSchemas.levels)],
            AnalyticsCalls.json(AnalyticsCalls.levels)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/levels.csv",
            "Shows how many users were on each level at the end of the last day, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofLevels,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.levels)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/boards",
            "Shows how many users had which score in each run of a leaderboard.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofBoards,
            answers: [.ok(AnalyticsSchemas.boards)],
            AnalyticsCalls.json(AnalyticsCalls.boards)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/boards.csv",
            "Shows how many users had which score in each run of a leaderboard, as CSV.",
            by: .admin,
            parameters: Parameter.ofEveryReport + Parameter.ofBoards,
            answers: [.other(.ok, "text/csv")],
            AnalyticsCalls.csv(AnalyticsCalls.boards)
        ),
        Endpoint(
            .get,
            "/admin/v1/analytics/users",
            "Lists the users whom a number counts.",
            by: .admin,
            parameters: Parameter.ofUsers + [PageQuery.limit.parameter, .cursor],
            answers: [.ok(AnalyticsSchemas.users)],
            CountedUserCalls.list
        ),
    ]
}

extension Parameter {
    fileprivate static let ofEveryReport: [Parameter] = [
        .query("from", .date, "The first day. Default: 27 days before the last one."),
        .query("to", .date, "The last day. Default: today in the workspace."),
        .query("by", .text, "What tells users apart: control, or the key of an attribute."),
    ]
    private static let days = Parameter.query(
        "days",
        .words(["user", "workspace"]),
        "Whose days: each user's own, or those of the workspace. Default: user."
    )
    private static let unit = Parameter.query(
        "unit",
        .word(of: RetentionUnit.self),
        "The unit of ages. Default: day."
    )
    private static let streak = Parameter.query(
        "streak",
        .text,
        "The key of a streak. Default: the primary one."
    )
    private static let system = Parameter.query(
        "system",
        .text,
        "The key of a points system. Default: the oldest one."
    )
    fileprivate static let ofActive: [Parameter] = [
        .days,
        .query(
            "metric",
            .text,
            "The key of a metric. Default: all of them, without totals."
        ),
    ]
    fileprivate static let ofRetention: [Parameter] = [
        .unit,
        .query(
            "view",
            .words(["groups", "cohorts"]),
            "Groups, or a grid by the week of sign-up. Default: groups."
        ),
        .query(
            "streak",
            .text,
            "The key of a streak: those who reached a length of it against the others."
        ),
        .query("length", .integer(1...30), "That length. Default: 3."),
        .query(
            "within",
            .integer(7...30),
            "In how many first days: 7, 14 or 30. Default: 7."
        ),
        .query(
            "achievement",
            .text,
            "The id of an achievement: those who completed it on the first day."
        ),
        .query("freeze", .text, "The key of a streak: those whom a freeze of it saved."),
    ]
    fileprivate static let ofFunnel: [Parameter] = [
        .streak
    ]
    fileprivate static let ofStreaks: [Parameter] = [
        .streak
    ]
    fileprivate static let ofLengths: [Parameter] = [
        .streak
    ]
    fileprivate static let ofAchievements: [Parameter] = [
        .query(
            "achievement",
            .text,
            "The id of an achievement, to be shown day by day. Default: all, added up."
        )
    ]
    fileprivate static let ofPoints: [Parameter] = [
        .system
    ]
    fileprivate static let ofLevels: [Parameter] = [
        .system
    ]
    fileprivate static let ofUsers: [Parameter] = [
        .query("active", .date, "A day: those who were active on it."),
        .days,
        .query("metric", .text, "The key of a metric: of those who did that. Default: anything."),
        .query("streak", .text, "The key of a streak: those who had one."),
        .query("first", .integer(1...1_000_000), "The least length. Default: 1."),
        .query("last", .integer(1...1_000_000), "The greatest length. Default: no end."),
        .query("achievement", .text, "The id of an achievement: those who completed it."),
        .query(
            "on",
            .date,
            "The day; of lengths and levels, its end. Default: today; of completions, any."
        ),
        .query(
            "what",
            .word(of: StreakEvent.self),
            "What befell the streak on that day; lengths do not count then."
        ),
        .query("age", .integer(0...51), "An age: those who signed up, and were active at it."),
        .unit,
        .query("step", .word(of: FunnelStep.self), "A step of the funnel: those who came to it."),
        .query("from", .date, "Of ages and steps, a day of the first week of sign-ups."),
        .query("to", .date, "A day of the last one. Default: today."),
        .query("length", .integer(1...30), "Of ages, the length of the streak. Default: 3."),
        .query("within", .integer(7...30), "In how many first days: 7, 14 or 30. Default: 7."),
        .query("freeze", .text, "Of ages, the key of a streak that a freeze saved."),
        .query(
            "group",
            .word(of: SplitGroup.self),
            "Of ages with a streak, a freeze or an achievement: those, or the others."
        ),
        .query("points", .word(of: PointsFlow.self), "Those who got or lost points on that day."),
        .query("system", .text, "The key of the points system. Default: the oldest one."),
        .query("level", .text, "The id of a level: those who were on it at the end of that day."),
        .query("experiment", .text, "The key of an experiment: those who entered an arm."),
        .query("arm", .text, "The key of the arm."),
        .query("by", .text, "What tells users apart: control, or the key of an attribute."),
        .query("segment", .text, "Which of them. Default: those without a value."),
    ]
    fileprivate static let ofBoards: [Parameter] = [
        .query("board", .text, "The key of a leaderboard. Default: the oldest one.")
    ]
}
