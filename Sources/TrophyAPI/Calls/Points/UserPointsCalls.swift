import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// A user's points.
enum UserPointsCalls {
    /// How many awards are shown.
    static let awards = QueryCount("awards", default: 10, in: 1...100, "How many awards to show.")

    /// The total of a system, the level, and the newest awards.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let system = try context.pointsSystemByKey()
        let limit = try awards.read(context.request.query)
        let found = try await context.service.reading.points(
            of: id,
            system,
            awards: limit,
            in: context.view
        )
        let wire = PointsWire(context)
        return Response.json { writer in
            writer.object { object in
                wire.write(system, to: &object)
                object.field("total", found.total)
                wire.write(found.level, as: "level", to: &object)
                wire.write(found.awards, to: &object)
            }
        }
    }

    /// The boosts of a system that hold for the user today.
    @Sendable static func boosts(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let system = try context.pointsSystemByKey()
        let boosts = try await context.service.reading.pointsBoosts(
            of: id,
            system,
            in: context.view
        )
        let wire = PointsWire(context)
        return Response.json { writer in
            writer.array { array in
                for boost in boosts { array.object { wire.write(boost, to: &$0) } }
            }
        }
    }

    /// How the total of a system went over time.
    @Sendable static func summarize(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let system = try context.pointsSystemByKey()
        let query = try SummaryQuery(context.request.query)
        let points = try await context.service.reading.pointsSummary(
            of: id,
            system,
            over: query.dates,
            by: query.aggregation,
            in: context.view
        )
        return Response.json { writer in
            writer.array { array in
                for point in points {
                    array.object { object in
                        object.field("date", point.date.iso8601)
                        object.field("total", point.total)
                        object.field("change", point.change)
                    }
                }
            }
        }
    }
}
