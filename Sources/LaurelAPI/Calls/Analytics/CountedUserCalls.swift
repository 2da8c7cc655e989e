import Analytics
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// The users behind a number of analytics.
enum CountedUserCalls {
    /// A page of them.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let found = try await context.service.analytics.users(
            in: try bar(context),
            of: try segment(context),
            in: context.view,
            after: try CursorText.user(in: query),
            limit: try PageQuery.limit.read(query)
        )
        let rulebook = context.view.rulebook
        return Response.json { writer in
            writer.object { object in
                object.field("complete", found.isComplete)
                object.array("users") { array in
                    for entry in found.users {
                        array.object { object in
                            UserWire.write(
                                entry.user,
                                attributes: entry.attributes,
                                rulebook: rulebook,
                                to: &object
                            )
                        }
                    }
                }
                object.field("looked", found.looked)
                object.field("nextCursor", found.next.map(CursorText.text))
            }
        }
    }

    private static func bar(_ context: CallContext) throws(InvalidInput) -> AnalyticsBar {
        let query = context.request.query
        if let day = try AnalyticsQuery.date("active", in: query) {
            let days = try AnalyticsQuery.days(in: query)
            return .active(on: day, days, metric: try AnalyticsQuery.metric(context))
        }
        if let bar = try CountedSignUps.bar(context) { return bar }
        let day = try AnalyticsQuery.date("on", in: query)
        if let bar = try befell(on: day, context) { return bar }
        if let bar = try points(on: day, context) { return bar }
        if query.first("streak") != nil {
            return .length(
                of: try AnalyticsQuery.streak(context),
                buckets: try buckets(query),
                on: day ?? AnalyticsQuery.today(context)
            )
        }
        if let achievement = try AnalyticsQuery.achievement(context) {
            return .completed(achievement, on: day)
        }
        if let key = query.first("experiment") { return try arm(key, context) }
        throw InvalidInput(
            path: "active",
            problem: "must be a day; or tell age, step, streak, achievement, points, level or "
                + "experiment"
        )
    }

    /// Those whom something befell on a day.
    private static func befell(
        on day: CivilDate?,
        _ context: CallContext
    ) throws(InvalidInput) -> AnalyticsBar? {
        guard let what: StreakEvent = try AuditCalls.word("what", in: context.request.query)
        else { return nil }
        let streak = try AnalyticsQuery.streak(context)
        return .befell(streak, what.series, on: day ?? AnalyticsQuery.today(context))
    }

    /// Those who got or lost points on a day, or were on a level at its end.
    private static func points(
        on day: CivilDate?,
        _ context: CallContext
    ) throws(InvalidInput) -> AnalyticsBar? {
        let query = context.request.query
        let day = day ?? AnalyticsQuery.today(context)
        if let flow: PointsFlow = try AuditCalls.word("points", in: query) {
            return .points(of: try AnalyticsQuery.system(context), flow, on: day)
        }
        guard let id = query.first("level") else { return nil }
        let points = context.view.rulebook.points
        for system in points.systems {
            let level = points.levels(of: system.id).first { $0.publicID.isSameID(as: id) }
            if let level { return .level(level.id, of: system.id, on: day) }
        }
        throw InvalidInput(path: "level", problem: "must be the id of a level")
    }

    /// The buckets of some lengths.
    private static func buckets(_ query: Query) throws(InvalidInput) -> ClosedRange<Int64> {
        let first = try query.integer("first") ?? 1
        let end = LengthBucket.bounds.count - 1
        guard let from = LengthBucket.bucket(of: first) else {
            throw InvalidInput(path: "first", problem: "must be at least 1")
        }
        guard let last = try query.integer("last") else { return from...Int64(end) }
        guard last >= first, let to = LengthBucket.bucket(of: last) else {
            throw InvalidInput(path: "last", problem: "must be at least \"first\"")
        }
        return from...to
    }

    private static func arm(
        _ key: String,
        _ context: CallContext
    ) throws(InvalidInput) -> AnalyticsBar {
        let all = context.view.rulebook.experiments.all.map(\.experiment)
        guard let experiment = all.last(where: { $0.key.isSameID(as: key) }) else {
            throw InvalidInput(
                path: "experiment",
                problem: "must be the key of an experiment that was started"
            )
        }
        let arm = context.request.query.first("arm") ?? ""
        guard experiment.arms.contains(where: { $0.key.isSameID(as: arm) }) else {
            throw InvalidInput(path: "arm", problem: "must be the key of one of its arms")
        }
        return .arm(of: experiment.id, key: arm)
    }

    /// The segment of those who are asked for: what analytics tell apart, and which of it.
    private static func segment(_ context: CallContext) throws(InvalidInput) -> Segment? {
        guard let dimension = try AnalyticsQuery.dimension(context) else { return nil }
        return Segment(dimension, context.request.query.first("segment") ?? "")
    }
}

/// What befalls a streak on a day, as callers name it.
enum StreakEvent: String, CaseIterable {
    case begun
    case lost
    case saved
    case kept
    case atRisk

    fileprivate var series: Set<RollUpCell.Series> {
        switch self {
        case .begun: [.begun]
        case .lost: [.lost]
        case .saved: [.saved]
        case .kept: [.kept]
        case .atRisk: [.kept, .lost, .saved]
        }
    }
}

/// The users behind the numbers of retention and of the funnel.
private enum CountedSignUps {
    /// Those of an age or of a step, if one is told.
    static func bar(_ context: CallContext) throws(InvalidInput) -> AnalyticsBar? {
        let query = context.request.query
        let today = AnalyticsQuery.today(context)
        if let step: FunnelStep = try AuditCalls.word("step", in: query) {
            return .came(
                to: step,
                of: try AnalyticsQuery.streak(context),
                signedUp: try AnalyticsQuery.scope(context).days,
                today: today
            )
        }
        guard let age = try query.integer("age") else { return nil }
        let unit = try AuditCalls.word("unit", in: query) ?? RetentionUnit.day
        let split = try AnalyticsQuery.split(context)
        let group: SplitGroup? = try AuditCalls.word("group", in: query)
        guard (group != nil) == (split != .nothing) else {
            throw InvalidInput(
                path: "group",
                problem: "must be those or others with streak, freeze or achievement, and only then"
            )
        }
        let bar = AnalyticsBar.retained(
            at: age,
            unit,
            split,
            group,
            signedUp: try AnalyticsQuery.scope(context).days,
            today: today
        )
        guard let bar else {
            throw InvalidInput(
                path: "age",
                problem: "must be between 0 and \(unit == .day ? 30 : 51), in \(unit.rawValue)s"
            )
        }
        return bar
    }
}
