import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// A user's metrics.
enum UserMetricCalls {
    /// Every active metric, with the user's total.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let found = try await context.service.reading.achievements(
            of: try context.userInPath(),
            in: context.view
        )
        let metrics = context.view.rulebook.metrics
        let achievements = achievementsByMetric(of: found)
        return Response.json { writer in
            writer.array { array in
                for metric in metrics {
                    array.object {
                        write(metric, found, achievements[metric.id] ?? [], context, to: &$0)
                    }
                }
            }
        }
    }

    /// One metric, with the user's total.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let metric = try metric(in: context)
        let found = try await context.service.reading.achievements(
            of: id,
            metric: metric.id,
            in: context.view
        )
        let achievements = achievementsByMetric(of: found)[metric.id] ?? []
        return Response.json { writer in
            writer.object { write(metric, found, achievements, context, to: &$0) }
        }
    }

    private static func achievementsByMetric(
        of user: UserAchievements
    ) -> [MetricID: [Achievement]] {
        var byMetric: [MetricID: [Achievement]] = [:]
        for achievement in user.shown(includingIncomplete: true) {
            guard let metric = achievement.trigger.threshold?.metric else { continue }
            byMetric[metric, default: []].append(achievement)
        }
        return byMetric
    }

    /// How one metric of a user went over time.
    @Sendable static func summarize(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let metric = try metric(in: context)
        let aggregation = try aggregation(in: context.request.query)
        let points = try await context.service.reading.summary(
            of: id,
            metric: metric.id,
            over: try dates(in: context.request.query, by: aggregation),
            by: aggregation,
            in: context.workspace
        )
        return Response.json { writer in
            writer.array { array in
                for point in points { array.object { write(point, to: &$0) } }
            }
        }
    }

    private static func metric(in context: CallContext) throws -> Metric {
        let key = context.request.parameter("key")
        guard let metric = context.view.rulebook.metric(key: key) else {
            throw HTTPError.notFound("No metric has the key \"\(key.excerpt)\".")
        }
        return metric
    }

    private static func write(
        _ metric: Metric,
        _ user: UserAchievements,
        _ achievements: [Achievement],
        _ context: CallContext,
        to object: inout JSONObjectWriter
    ) {
        object.field("id", metric.publicID)
        object.field("key", metric.key)
        object.field("name", metric.name)
        object.field("status", "active")
        object.field("current", rawNumber: user.total(of: metric.id).description)
        let wire = AchievementWire(context)
        object.array("achievements") { array in
            for achievement in achievements {
                array.object { AchievementCalls.write(achievement, of: user, wire, to: &$0) }
            }
        }
    }

    private static func write(_ point: MetricSummary.Point, to object: inout JSONObjectWriter) {
        object.field("date", point.date.iso8601)
        object.field("total", rawNumber: point.total.description)
        object.field("change", rawNumber: point.change.description)
    }
}

// MARK: - The query of a summary

extension UserMetricCalls {
    private static func aggregation(in query: Query) throws -> MetricSummary.Aggregation {
        guard
            let aggregation = MetricSummary.Aggregation(
                rawValue: query.first("aggregation") ?? ""
            )
        else {
            throw InvalidInput(
                path: "aggregation",
                problem: "must be \"daily\", \"weekly\" or \"monthly\""
            )
        }
        return aggregation
    }

    private static func dates(
        in query: Query,
        by aggregation: MetricSummary.Aggregation
    ) throws -> ClosedRange<CivilDate> {
        let start = try date("startDate", in: query)
        let end = try date("endDate", in: query)
        guard start < end else {
            throw InvalidInput(path: "startDate", problem: "must be before endDate")
        }
        guard start.days(until: end) <= TrophyLimits.maximumSummaryDays else {
            throw InvalidInput(
                path: "endDate",
                problem: "must be at most \(TrophyLimits.maximumSummaryDays) days after startDate"
            )
        }
        guard EngineLimits.years.contains(aggregation.firstDate(of: start).year) else {
            throw InvalidInput(
                path: "startDate",
                problem: "must be later: its week begins before 0001-01-01"
            )
        }
        return start...end
    }

    private static func date(_ name: String, in query: Query) throws -> CivilDate {
        guard let text = query.first(name) else {
            throw InvalidInput(path: name, problem: "is required, as in \(name)=2026-01-31")
        }
        return try JSONCursor(.string(text), path: name).date()
    }
}
