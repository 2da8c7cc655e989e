import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting streaks up, as the reference of Bricqs' administration has it.
enum AdminStreakCalls {
    /// A page of the streaks, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let page = try PageNumber(query)
        let isActive = query.first("is_active") == nil ? nil : try query.flag("is_active")
        let streaks = context.view.rulebook.streaks.filter { streak in
            isActive.map { $0 == (streak.status == .active) } ?? true
        }
        return Response.json { writer in
            writer.object { object in
                object.array("streaks") { array in
                    for streak in page.part(of: streaks) {
                        array.object { AdminStreakWire.write(streak, to: &$0) }
                    }
                }
                page.write(total: streaks.count, to: &object)
            }
        }
    }

    /// One streak.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        answer(try streakInPath(context))
    }

    /// Creates a streak.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        answer(try await StreakDefinitionCalls.created(context), status: .created)
    }

    /// Changes what the body tells of a streak.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let streak = try streakInPath(context)
        return answer(try await StreakDefinitionCalls.updated(streak, context))
    }

    /// Freezes a streak in time: no ticks, until it is made active again.
    @Sendable static func deactivate(_ context: CallContext) async throws -> Response {
        let streak = try streakInPath(context)
        var change = StreakChange()
        change.isPaused = true
        _ = try await StreakDefinitionCalls.updated(streak, by: change, context)
        return Response(.noContent)
    }

    private static func streakInPath(_ context: CallContext) throws(HTTPError) -> StreakDefinition {
        let id = context.request.parameter("streak_id")
        let streaks = context.view.rulebook.streaks
        let named = streaks.first { $0.publicID == id.lowercased() }
        guard let streak = named ?? context.view.rulebook.streak(key: id) else {
            throw .notFound("No streak has the id or the code \"\(id.excerpt)\".")
        }
        return streak
    }

    private static func answer(_ streak: StreakDefinition, status: Status = .ok) -> Response {
        Response.json(status) { writer in
            writer.object { AdminStreakWire.write(streak, to: &$0) }
        }
    }
}
