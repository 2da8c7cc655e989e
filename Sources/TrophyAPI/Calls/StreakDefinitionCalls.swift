import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting up streaks: any number of definitions, and the primary one in Trophy's own terms.
enum StreakDefinitionCalls {
    /// A page of the definitions in use, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let streaks = context.view.rulebook.streaks
        return try Bulk.list(streaks, for: context, StreakDefinitionWire.writer(for: context))
    }

    /// One definition, even if it is archived.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let streaks = try await context.service.catalogue.streaks(in: context.workspace)
        return try Bulk.show(
            "Streak definition",
            among: streaks,
            id: \.publicID,
            for: context,
            StreakDefinitionWire.writer(for: context)
        )
    }

    /// Creates definitions.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let reader = StreakRuleReader(context)
        let read = { fields in try StreakDefinitionWire.draft(from: fields, reader) }
        let create = { drafts in
            try await context.service.catalogue.createStreaks(
                drafts,
                in: context.workspace
            )
        }
        return try await Bulk.create(
            for: context,
            read,
            create,
            StreakDefinitionWire.writer(for: context)
        )
    }

    /// Changes definitions.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let reader = StreakRuleReader(context)
        let read = { (fields: JSONFields) in
            StreakUpdate(
                publicID: try ResourceID.read(fields),
                change: try StreakDefinitionWire.change(from: fields, reader),
                scope: try StreakDefinitionWire.scope(from: fields)
            )
        }
        let update = { updates in
            try await context.service.catalogue.updateStreaks(
                updates,
                in: context.workspace
            )
        }
        return try await Bulk.update(
            for: context,
            read,
            update,
            StreakDefinitionWire.writer(for: context)
        )
    }

    /// Archives definitions.
    @Sendable static func archive(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            try await context.service.catalogue.archiveStreaks(ids, in: context.workspace)
        }
    }

    /// The primary definition in Trophy's terms.
    @Sendable static func showSettings(_ context: CallContext) async throws -> Response {
        answer(StreakSettings(of: context.view.rulebook.primaryStreak), for: context)
    }

    /// Changes the primary definition in Trophy's terms, or creates it.
    @Sendable static func updateSettings(_ context: CallContext) async throws -> Response {
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
