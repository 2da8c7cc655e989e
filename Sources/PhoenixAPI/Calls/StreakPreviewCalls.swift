import Catalogue
import Engine
import HTTP
import JSONText
import Rounds
import Service
import Wire

/// What a change of a streak would change, asked beforehand.
enum StreakPreviewCalls {
    private static let form = StreakPreviewForm(
        StreakPreviewForm.Names(
            streak: "definition_id",
            scope: "applies_to",
            lookedAt: "looked_at",
            user: "user_id"
        ),
        streak: .uuid
    )

    /// What a change would do, as far as it has been counted.
    static let preview = form.schema

    /// Begins a preview of a change of a definition; nothing comes to be by it.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let definition = try await StreakDefinitionCalls.definitionInUse(context)
        let fields = try context.fields()
        let update = StreakUpdate(
            publicID: definition.publicID,
            change: try StreakDefinitionCalls.proposal(from: fields, of: definition, context),
            scope: try StreakDefinitionCalls.scope(from: fields)
        )
        let result = try await context.service.streakPreviews.start(
            update,
            in: context.workspace
        )
        switch result {
        case .success(let preview): return answer(preview, .accepted)
        case .failure(let issue): throw HTTPError.badRequest(context.words.sentence(issue))
        }
    }

    /// How a preview goes, and what it has found so far.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let definition = try await StreakDefinitionCalls.definitionInPath(context)
        let id = try context.uuidInPath("preview_id")
        let preview = try await context.service.streakPreviews.find(id, in: context.workspace)
        guard let preview, preview.streakID == definition.publicID else {
            throw HTTPError.notFound(
                "Preview '\(id)' not found. A newer preview of the same streak takes its place, "
                    + "and a finished one is kept for a day"
            )
        }
        return answer(preview, .ok)
    }

    private static func answer(_ preview: StreakPreview, _ status: Status) -> Response {
        Response.json(status) { writer in
            writer.object { form.write(preview, to: &$0) }
        }
    }
}
