import HTTP
import Wire

extension BricqsAPI {
    /// What a change of a streak would do, asked beforehand.
    static let previewEndpoints = [
        Endpoint(
            .post,
            "/api/v1/gamify/streaks/{streak_code}/previews",
            "Begins to count what a change of a streak definition would do.",
            by: .admin,
            parameters: [.streakCode],
            body: .json(StreakDefinitionWire.changeBody),
            answers: [
                .json(.accepted, StreakPreviewCalls.preview), .failure(.notFound),
                .failure(.conflict),
            ],
            StreakPreviewCalls.create
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/streaks/{streak_code}/previews/{preview_id}",
            "Shows how far a preview has come, and what it has found.",
            by: .admin,
            parameters: [.streakCode, .path("preview_id", .text, "The id of the preview.")],
            answers: [.ok(StreakPreviewCalls.preview), .failure(.notFound)],
            StreakPreviewCalls.show
        ),
    ]
}
