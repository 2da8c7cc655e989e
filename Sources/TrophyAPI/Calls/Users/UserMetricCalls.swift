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
        let query = try SummaryQuery(context.request.query)
        let points = try await context.service.reading.summary(
            of: id,
            metric: metric.id,
            over: query.dates,
            by: query.aggregation,
            in: context.workspace
        )
        return SummaryQuery.answer(points)
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
}
