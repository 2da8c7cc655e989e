import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Reading
import Service
import Wire

/// What users choose about messages and the primary streak.
enum PreferenceCalls {
    /// Shows what a user chose.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        return answer(
            try await context.service.reading.preferences(of: id, in: context.workspace),
            context
        )
    }

    /// Takes in what a user chooses.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let fields = try context.fields(ifMalformed: .unprocessable)
        let command = try PreferencesWire.command(from: fields, of: id, in: context)
        return answer(
            try await context.service.intake.submit(command, in: context.workspace),
            context
        )
    }

    private static func answer(_ preferences: UserPreferences, _ context: CallContext) -> Response {
        let rulebook = context.view.rulebook
        return Response.json { writer in
            writer.object { PreferencesWire.write(preferences, rulebook: rulebook, to: &$0) }
        }
    }
}
