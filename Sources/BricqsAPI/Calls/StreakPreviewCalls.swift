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
            streak: "streak_code",
            scope: "applies_to",
            lookedAt: "looked_at",
            user: "participant_id"
        ),
        streak: .text
    )

    /// What a change would do, as far as it has been counted.
    static let preview = form.schema

    /// Begins a preview of a change.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let streak = try StreakDefinitionCalls.streakInPath(context)
        let update = try StreakDefinitionCalls.update(
            of: streak,
            from: try context.fields(),
            context
        )
        let result = try await context.service.streakPreviews.start(
            update,
            in: context.workspace
        )
        return answer(try StreakDefinitionCalls.value(of: result, context), of: streak, .accepted)
    }

    /// How a preview goes, and what it has found so far.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let streak = try StreakDefinitionCalls.streakInPath(context)
        let id = context.request.parameter("preview_id").lowercased()
        let preview = try await context.service.streakPreviews.find(id, in: context.workspace)
        guard let preview, preview.streakID == streak.publicID else {
            throw HTTPError.notFound(
                "This streak has no preview \"\(id.excerpt)\". A newer preview takes its place, and "
                    + "a finished one is kept for a day."
            )
        }
        return answer(preview, of: streak, .ok)
    }

    private static func answer(
        _ preview: StreakPreview,
        of streak: StreakDefinition,
        _ status: Status
    ) -> Response {
        Response.json(status) { writer in
            writer.object { form.write(preview, of: streak.key, to: &$0) }
        }
    }
}
