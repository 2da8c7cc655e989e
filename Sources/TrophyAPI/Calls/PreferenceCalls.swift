import Engine
import HTTP
import JSONText
import Service
import Wire

/// What users choose about messages and the primary streak.
enum PreferenceCalls {
    /// Shows what a user chose.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        return answer(
            try await context.service.preferences(of: id, in: context.workspace),
            context
        )
    }

    /// Takes in what a user chooses.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let fields = try context.fields(ifMalformed: .unprocessable)
        let draft = try PreferencesWire.draft(from: fields, of: id, in: context)
        let outcome = try await context.service.intake.submit(
            .prefer(draft),
            in: context.workspace
        )
        guard case .preferred(let preferences) = outcome else {
            preconditionFailure("preferences that were chosen come back")
        }
        return answer(preferences, context)
    }

    private static func answer(_ preferences: UserPreferences, _ context: CallContext) -> Response {
        let rulebook = context.view.rulebook
        return Response.json { writer in
            writer.object { PreferencesWire.write(preferences, rulebook: rulebook, to: &$0) }
        }
    }
}
