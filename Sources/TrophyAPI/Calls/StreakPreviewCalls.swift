import Catalogue
import Engine
import HTTP
import JSONText
import Rounds
import Service
import Storage
import Wire

/// What a change of a streak would change, asked beforehand.
enum StreakPreviewCalls {
    /// Begins a preview of a change of a definition.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        let fields = try context.fields(ifMalformed: .unprocessable)
        let reader = StreakRuleReader(context)
        let update = StreakUpdate(
            publicID: id,
            change: try StreakDefinitionWire.change(from: fields, reader),
            scope: try StreakDefinitionWire.scope(from: fields)
        )
        let result = try await context.service.streakPreviews.start(
            update,
            in: context.workspace
        )
        return try begun(result, context, missing: "Streak definition \(id) not found by ID.")
    }

    /// Begins a preview of a change of the settings.
    @Sendable static func createOfSettings(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        let result = try await context.service.streakPreviews.start(
            try StreakSettingsWire.change(from: fields, StreakRuleReader(context)),
            in: context.workspace
        )
        return try begun(
            result,
            context,
            missing: "There is no primary streak yet, so that nothing would change."
        )
    }

    /// How a preview goes, and what it has found so far.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        answer(try await previewInPath(context))
    }

    /// Gives a preview up, or forgets it.
    @Sendable static func remove(_ context: CallContext) async throws -> Response {
        let preview = try await previewInPath(context)
        try await context.service.streakPreviews.remove(
            preview.stored.publicID,
            in: context.workspace
        )
        return Response(.noContent)
    }

    private static func previewInPath(_ context: CallContext) async throws -> StreakPreview {
        let id = try ResourceID.read(context.request.parameter("id"))
        let preview = try await context.service.streakPreviews.find(id, in: context.workspace)
        guard let preview else {
            throw HTTPError.notFound(
                "Preview \(id) not found by ID. A newer preview of the same streak takes its "
                    + "place, and a finished one is kept for a day."
            )
        }
        return preview
    }

    private static func begun(
        _ result: Result<StreakPreview, ItemIssue>,
        _ context: CallContext,
        missing: String
    ) throws(HTTPError) -> Response {
        switch result {
        case .success(let preview): return answer(preview, .accepted)
        case .failure(.notFound): throw .notFound(missing)
        case .failure(let issue): throw .unprocessable(context.words.sentence(issue))
        }
    }

    private static func answer(_ preview: StreakPreview, _ status: Status = .ok) -> Response {
        Response.json(status) { writer in
            writer.object { StreakPreviewWire.write(preview, to: &$0) }
        }
    }
}
