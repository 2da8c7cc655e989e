import HTTP
import Wire

extension PhoenixAPI {
    /// What a change of a definition would do, asked beforehand.
    static let previewEndpoints = [
        Endpoint(
            .post,
            "/v1/streaks/{id}/previews",
            "Begins to count what a change of a definition would do.",
            by: .operators,
            parameters: [.path("id", .uuid, "The definition.")],
            body: .json(StreakDefinitionWire.changeBody.with(StreakDefinitionWire.scope)),
            answers: [.json(.accepted, StreakPreviewCalls.preview), .failure(.notFound)],
            StreakPreviewCalls.create
        ),
        Endpoint(
            .get,
            "/v1/streaks/{id}/previews/{preview_id}",
            "Shows how far a preview has come, and what it has found.",
            by: .operators,
            parameters: [
                .path("id", .uuid, "The definition."),
                .path("preview_id", .uuid, "The preview."),
            ],
            answers: [.ok(StreakPreviewCalls.preview), .failure(.notFound)],
            StreakPreviewCalls.show
        ),
    ]
}
