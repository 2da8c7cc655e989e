import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting streaks up.
enum StreakDefinitionCalls {
    /// Every streak in use, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        Response.json { writer in
            writer.object { object in
                object.array("streaks") { array in
                    for streak in context.view.rulebook.streaks {
                        array.object { StreakDefinitionWire.write(streak, to: &$0) }
                    }
                }
            }
        }
    }

    /// One streak.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        answer(try streakInPath(context))
    }

    /// Creates a streak.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        answer(try await created(context), status: .created)
    }

    /// Changes what the body tells of a streak.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let streak = try streakInPath(context)
        return answer(try await updated(streak, context))
    }

    /// Ends a streak; what was recorded of it stays.
    @Sendable static func archive(_ context: CallContext) async throws -> Response {
        let streak = try streakInPath(context)
        _ = try await context.service.catalogue.archiveStreaks(
            [streak.publicID],
            in: context.workspace
        )
        return Response(.noContent)
    }

    private static func streakInPath(_ context: CallContext) throws(HTTPError) -> StreakDefinition {
        let code = context.request.parameter("streak_code")
        guard let streak = context.view.rulebook.streak(key: code) else {
            throw .notFound("No streak has the code \"\(code.excerpt)\".")
        }
        return streak
    }

    private static func answer(_ streak: StreakDefinition, status: Status = .ok) -> Response {
        Response.json(status) { writer in
            writer.object { StreakDefinitionWire.write(streak, to: &$0) }
        }
    }
}

// MARK: - Steps

extension StreakDefinitionCalls {
    /// The streak that the body describes, which is new.
    static func created(_ context: CallContext) async throws -> StreakDefinition {
        let fields = try context.fields()
        let draft = try StreakDefinitionWire.draft(from: fields, zones: context.service.zones)
        let results = try await context.service.catalogue.createStreaks(
            [draft],
            in: context.workspace
        )
        return try stored(results.first, context)
    }

    /// What a streak is once the body has changed it.
    static func updated(
        _ streak: StreakDefinition,
        _ context: CallContext
    ) async throws -> StreakDefinition {
        let fields = try context.fields()
        let change = try StreakDefinitionWire.change(
            from: fields,
            of: streak,
            zones: context.service.zones
        )
        let scope = try fields["applies_to"]?.word(StreakChangeScope.self) ?? .future
        return try await updated(streak, by: change, for: scope, context)
    }

    /// What a streak is after a change.
    static func updated(
        _ streak: StreakDefinition,
        by change: StreakChange,
        for scope: StreakChangeScope = .future,
        _ context: CallContext
    ) async throws -> StreakDefinition {
        let results = try await context.service.catalogue.updateStreaks(
            [StreakUpdate(publicID: streak.publicID, change: change, scope: scope)],
            in: context.workspace
        )
        return try stored(results.first, context)
    }

    private static func stored(
        _ result: Result<StreakDefinition, ItemIssue>?,
        _ context: CallContext
    ) throws(HTTPError) -> StreakDefinition {
        switch result {
        case .success(let streak): return streak
        case .failure(let issue):
            let sentence = context.words.sentence(issue)
            throw issue.problem == nil ? .conflict(sentence) : .badRequest(sentence)
        case nil: preconditionFailure("one item has one result")
        }
    }
}
