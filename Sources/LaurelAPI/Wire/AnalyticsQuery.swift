import Analytics
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Storage
import Wire

/// What is asked of analytics in a query.
enum AnalyticsQuery {
    /// The days, whose they are, and by what users are told apart.
    static func scope(_ context: CallContext) throws(InvalidInput) -> ReportScope {
        let query = context.request.query
        let last = try date("to", in: query) ?? today(context)
        let first = try date("from", in: query) ?? last.adding(days: -27)
        guard first <= last, first.days(until: last) < AnalyticsLimits.maximumDays else {
            throw InvalidInput(
                path: "from",
                problem: "must be at most \(AnalyticsLimits.maximumDays - 1) days before \"to\""
            )
        }
        return ReportScope(
            days: first...last,
            daysOf: try days(in: query),
            grouping: try grouping(context)
        )
    }

    /// The day that it is in the workspace.
    static func today(_ context: CallContext) -> CivilDate {
        context.service.zones.zoneOrUTC(named: context.view.workspace.defaultZone)
            .civilDate(at: context.view.now)
    }

    /// A day of the query, if it is told.
    static func date(
        _ name: String,
        in query: Query
    ) throws(InvalidInput) -> CivilDate? {
        guard let text = query.first(name) else { return nil }
        guard let date = try? CivilDate(iso8601: text) else {
            throw InvalidInput(path: name, problem: "must be a day such as 2026-03-01")
        }
        return date
    }

    /// Whose days are asked for.
    static func days(in query: Query) throws(InvalidInput) -> DaysOf {
        switch query.first("days") {
        case nil, "user": return .user
        case "workspace": return .workspace
        default: throw InvalidInput(path: "days", problem: "must be one of: user, workspace")
        }
    }

    /// By what users are told apart, as the number that segments have for it.
    static func dimension(_ context: CallContext) throws(InvalidInput) -> Int64? {
        let grouping = try grouping(context)
        return grouping == .nothing ? nil : grouping.dimension
    }

    private static func grouping(
        _ context: CallContext
    ) throws(InvalidInput) -> ReportGrouping {
        guard let key = context.request.query.first("by") else { return .nothing }
        if key == "control" { return .control }
        let settings = WorkspaceSettings(stored: context.view.workspace.settings)
        let rulebook = context.view.rulebook
        guard settings.analyticsAttributes.contains(where: { $0.isSameID(as: key) }),
            let attribute = rulebook.attribute(.user, key: key)
                ?? rulebook.attribute(.event, key: key)
        else {
            throw InvalidInput(
                path: "by",
                problem: "must be control, or one of the attributes in the analytics settings"
            )
        }
        return .attribute(attribute.id)
    }
}

// MARK: - What it is about

extension AnalyticsQuery {
    /// The metric that a query names, if it does.
    static func metric(_ context: CallContext) throws(InvalidInput) -> MetricID? {
        guard let key = context.request.query.first("metric") else { return nil }
        guard let metric = context.view.rulebook.metric(key: key) else {
            throw InvalidInput(path: "metric", problem: "must be the key of a metric")
        }
        return metric.id
    }

    /// The streak that a query names, or the primary one.
    static func streak(
        _ context: CallContext,
        _ name: String = "streak"
    ) throws(InvalidInput) -> StreakDefinitionID {
        let rulebook = context.view.rulebook
        let key = context.request.query.first(name)
        let found =
            key.map { rulebook.streak(key: $0) }
            ?? rulebook.primaryStreak ?? rulebook.streaks.first
        guard let found else {
            throw InvalidInput(path: name, problem: "must be the key of a streak")
        }
        return found.id
    }

    /// The achievement that a query names by its id, if it does.
    static func achievement(_ context: CallContext) throws(InvalidInput) -> AchievementID? {
        guard let id = context.request.query.first("achievement") else { return nil }
        let all = context.view.rulebook.achievements.all
        guard let found = all.first(where: { $0.publicID == id }) else {
            throw InvalidInput(path: "achievement", problem: "must be the id of an achievement")
        }
        return found.id
    }

    /// The points system that a query names, or the oldest one.
    static func system(_ context: CallContext) throws(InvalidInput) -> PointsSystemID {
        let systems = context.view.rulebook.points.systems
        let key = context.request.query.first("system")
        guard let found = key.map({ key in systems.first { $0.key == key } }) ?? systems.first
        else {
            throw InvalidInput(path: "system", problem: "must be the key of a points system")
        }
        return found.id
    }

    /// The leaderboard that a query names, or the oldest one.
    static func board(_ context: CallContext) throws(InvalidInput) -> BoardID {
        let boards = context.view.rulebook.boards.all
        let key = context.request.query.first("board")
        guard let found = key.map({ key in boards.first { $0.key == key } }) ?? boards.first
        else {
            throw InvalidInput(path: "board", problem: "must be the key of a leaderboard")
        }
        return found.id
    }

    /// By what retention is told apart.
    static func split(_ context: CallContext) throws(InvalidInput) -> RetentionSplit {
        let query = context.request.query
        if let achievement = try achievement(context) { return .achievement(achievement) }
        if query.first("freeze") != nil { return .freeze(try streak(context, "freeze")) }
        guard query.first("streak") != nil else { return .nothing }
        let within = try query.integer("within") ?? 7
        guard let days = RetentionSplit.FirstDays(rawValue: within) else {
            throw InvalidInput(path: "within", problem: "must be one of: 7, 14, 30")
        }
        let length = try query.integer("length") ?? 3
        guard 1...within ~= length else {
            throw InvalidInput(path: "length", problem: "must be between 1 and \"within\"")
        }
        return .streak(try streak(context), length: length, within: days)
    }
}
