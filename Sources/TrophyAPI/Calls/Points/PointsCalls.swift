import Catalogue
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// Points systems on the application interface.
enum PointsCalls {
    /// A system with its active triggers.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByKey()
        let wire = PointsWire(context)
        return Response.json { writer in writer.object { wire.writeWhole(system, to: &$0) } }
    }

    /// The levels of a system, lowest first.
    @Sendable static func levels(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByKey()
        let wire = PointsWire(context)
        return Response.json { writer in
            writer.array { array in
                for level in context.view.rulebook.points.levels(of: system.id) {
                    array.object { wire.write(level, to: &$0) }
                }
            }
        }
    }

    /// The boosts of a system that are for everybody; those that are over only if asked.
    @Sendable static func boosts(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByKey()
        let includesFinished = try context.request.query.flag("includeFinished")
        let now = context.view.now
        let boosts = context.view.rulebook.points.boosts.filter { boost in
            boost.system == system.id && boost.isForEverybody
                && (includesFinished || boost.status(at: now, in: nil) != .finished)
        }
        let wire = PointsWire(context)
        return Response.json { writer in
            writer.array { array in
                for boost in boosts { array.object { wire.write(boost, to: &$0) } }
            }
        }
    }

    /// How many users have how many points.
    @Sendable static func summarize(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByKey()
        let attributes = try AchievementCalls.attributes(in: context) ?? [:]
        let spread = try await context.service.reading.pointsSpread(
            of: system,
            having: attributes,
            in: context.workspace
        )
        return Response.json { writer in
            writer.array { array in
                for range in spread.ranges {
                    array.object { object in
                        object.field("from", range.from)
                        object.field("to", range.to)
                        object.field("users", range.users)
                    }
                }
            }
        }
    }

    /// How many users are on each level.
    @Sendable static func summarizeLevels(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByKey()
        let levels = context.view.rulebook.points.levels(of: system.id)
        guard !levels.isEmpty else {
            throw HTTPError.unprocessable(
                "The points system \"\(system.key.excerpt)\" has no levels. Create some first."
            )
        }
        let spread = try await context.service.reading.pointsSpread(
            of: system,
            in: context.workspace
        )
        let wire = PointsWire(context)
        return Response.json { writer in
            writer.array { array in
                for (level, users) in spread.users(on: levels) {
                    array.object { object in
                        object.object("level") { wire.write(level, to: &$0) }
                        object.field("users", users)
                    }
                }
            }
        }
    }
}

extension CallContext {
    /// The points system whose key the path has.
    func pointsSystemByKey() throws -> PointsSystem {
        let key = request.parameter("key")
        let systems = view.rulebook.points.systems
        guard let system = systems.first(where: { $0.key.isSameID(as: key) }) else {
            throw HTTPError.notFound(
                "No points system has the key \"\(key.excerpt)\". Create it with "
                    + "POST /admin/v1/points, or check the key."
            )
        }
        return system
    }
}

extension PointsBoost {
    /// Whether it is for no user and no users in particular.
    fileprivate var isForEverybody: Bool { user == nil && userFilter.attributes.isEmpty }
}
