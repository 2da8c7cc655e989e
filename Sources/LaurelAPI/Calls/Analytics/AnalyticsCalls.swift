import Analytics
import CivilTime
import Engine
import HTTP
import Service
import Wire

/// What is counted of all users of a workspace.
enum AnalyticsCalls {
    /// Makes an answer for a request.
    typealias Maker = @Sendable (CallContext, ReportScope) async throws -> Report

    /// The answer of a maker as JSON.
    static func json(_ make: @escaping Maker) -> @Sendable (CallContext) async throws -> Response {
        { context in ReportWire.json(try await make(context, try AnalyticsQuery.scope(context))) }
    }

    /// The same as CSV.
    static func csv(_ make: @escaping Maker) -> @Sendable (CallContext) async throws -> Response {
        { context in ReportWire.csv(try await make(context, try AnalyticsQuery.scope(context))) }
    }

    /// Active users, and events.
    static let active: Maker = { context, scope in
        try await context.service.analytics.activity(
            of: try AnalyticsQuery.metric(context),
            in: context.view,
            scope
        )
    }

    /// Who came back.
    static let retention: Maker = { context, scope in
        let analytics = context.service.analytics
        let query = context.request.query
        let unit = try AuditCalls.word("unit", in: query) ?? RetentionUnit.day
        let today = AnalyticsQuery.today(context)
        guard query.first("view") != "cohorts" else {
            return try await analytics.cohorts(unit, today: today, in: context.view, scope)
        }
        return try await analytics.retention(
            by: try AnalyticsQuery.split(context),
            unit,
            today: today,
            in: context.view,
            scope
        )
    }

    /// How far new users came.
    static let funnel: Maker = { context, scope in
        try await context.service.analytics.funnel(
            of: try AnalyticsQuery.streak(context),
            today: AnalyticsQuery.today(context),
            in: context.view,
            scope
        )
    }

    /// What befell a streak.
    static let streaks: Maker = { context, scope in
        try await context.service.analytics.streakDays(
            of: try AnalyticsQuery.streak(context),
            in: context.view,
            scope
        )
    }

    /// How long streaks were.
    static let lengths: Maker = { context, scope in
        try await context.service.analytics.streakLengths(
            of: try AnalyticsQuery.streak(context),
            in: context.view,
            scope
        )
    }

    /// What was completed.
    static let achievements: Maker = { context, scope in
        try await context.service.analytics.completions(
            of: try AnalyticsQuery.achievement(context),
            in: context.view,
            scope
        )
    }

    /// What was given and taken.
    static let points: Maker = { context, scope in
        try await context.service.analytics.pointsDays(
            of: try AnalyticsQuery.system(context),
            in: context.view,
            scope
        )
    }

    /// Who is on which level.
    static let levels: Maker = { context, scope in
        try await context.service.analytics.levels(
            of: try AnalyticsQuery.system(context),
            in: context.view,
            scope
        )
    }

    /// Who has which score.
    static let boards: Maker = { context, scope in
        try await context.service.analytics.scores(
            on: try AnalyticsQuery.board(context),
            in: context.view,
            scope
        )
    }
}
