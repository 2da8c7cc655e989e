import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting up the primary streak, in Trophy's own terms.
enum StreakSettingsCalls {
    /// The primary definition.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        answer(StreakSettings(of: context.view.rulebook.primaryStreak), for: context)
    }

    /// Changes the primary definition, or creates it.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        let change = try StreakSettingsWire.change(from: fields, StreakRuleReader(context))
        let settings = try await context.service.catalogue.changeStreakSettings(
            of: context.workspace,
            change
        )
        return answer(try settings.get(), for: context)
    }

    private static func answer(_ settings: StreakSettings, for context: CallContext) -> Response {
        Response.json { writer in
            writer.object { object in
                StreakSettingsWire.write(settings, rulebook: context.view.rulebook, to: &object)
            }
        }
    }
}
