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
        let day = try AnalyticsQuery.date("on", in: query)
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
            problem: "must be a day; or tell streak, achievement or experiment"
        )
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
