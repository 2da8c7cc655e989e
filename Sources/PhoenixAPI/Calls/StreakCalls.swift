import Catalogue
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// Showing streaks.
enum StreakCalls {
    /// The definitions that are active.
    @Sendable static func listDefinitions(_ context: CallContext) async throws -> Response {
        let definitions = context.view.rulebook.streaks.filter { $0.status == .active }
        return Response.json { writer in
            writer.object { object in
                object.array("definitions") { array in
                    for definition in definitions {
                        array.object {
                            StreakDefinitionWire.write(definition, in: context, to: &$0)
                        }
                    }
                }
            }
        }
    }

    /// Every streak in which a user has done anything; somebody never seen has none.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let userID = try context.userInPath()
        let streaks = try await context.service.reading.progressedStreaks(
            context.view.rulebook.streaks,
            of: userID,
            in: context.view
        )
        return Response.json { writer in
            writer.object { object in
                object.array("streaks") { array in
                    for streak in streaks {
                        array.object { StreakWire.write(streak, of: userID, in: context, to: &$0) }
                    }
                }
                object.field("total", streaks.count)
            }
        }
    }

    /// One streak of a user.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let userID = try context.userInPath()
        let id = try context.uuidInPath("definition_id")
        let definitions = context.view.rulebook.streaks.filter { $0.publicID == id }
        let streaks = try await context.service.reading.progressedStreaks(
            definitions,
            of: userID,
            in: context.view
        )
        guard let streak = streaks.first else {
            throw HTTPError.notFound(
                "Streak not found for user '\(userID.excerpt)' and definition '\(id)'"
            )
        }
        return Response.json { writer in
            writer.object { StreakWire.write(streak, of: userID, in: context, to: &$0) }
        }
    }
}
