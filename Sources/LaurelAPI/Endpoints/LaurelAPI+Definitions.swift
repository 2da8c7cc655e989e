import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// What streaks there are.
    static let definitionEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/streaks/definitions",
            "Lists the streak definitions in use, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: StreakDefinitionWire.definition))],
            isRevalidated: true,
            StreakDefinitionCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/definitions",
            "Creates streak definitions.",
            by: .admin,
            body: Bulk.body(of: StreakDefinitionWire.draftBody),
            answers: Bulk.created(StreakDefinitionWire.definition),
            StreakDefinitionCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/streaks/definitions",
            "Changes streak definitions; a key is fixed.",
            by: .admin,
            body: Bulk.body(of: StreakDefinitionWire.changeBody),
            answers: Bulk.updated(StreakDefinitionWire.definition),
            StreakDefinitionCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/streaks/definitions",
            "Archives streak definitions.",
            by: .admin,
            parameters: [.ids],
            answers: Bulk.deleted,
            StreakDefinitionCalls.archive
        ),
        Endpoint(
            .get,
            "/admin/v1/streaks/definitions/{id}",
            "Shows a streak definition, even if it is archived.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(StreakDefinitionWire.definition), .failure(.notFound)],
            isRevalidated: true,
            StreakDefinitionCalls.show
        ),
    ]

    /// What a change would do, asked beforehand.
    static let previewEndpoints = [
        Endpoint(
            .post,
            "/admin/v1/streaks/definitions/{id}/previews",
            "Begins to count what a change of a definition would do.",
            by: .admin,
            parameters: [.id],
            body: .json(StreakDefinitionWire.previewBody),
            answers: [.json(.accepted, StreakPreviewWire.preview), .failure(.notFound)],
            StreakPreviewCalls.create
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/settings/previews",
            "Begins to count what a change of the settings would do.",
            by: .admin,
            body: .json(StreakSettingsWire.changeBody),
            answers: [.json(.accepted, StreakPreviewWire.preview), .failure(.notFound)],
            StreakPreviewCalls.createOfSettings
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/definitions/preview",
            "Shows what a rule would make of one user's streak, and stores nothing.",
            by: .admin,
            role: .viewer,
            body: .json(UserPreviewCalls.body),
            answers: [.ok(UserPreviewCalls.preview), .failure(.notFound)],
            UserPreviewCalls.show
        ),
        Endpoint(
            .get,
            "/admin/v1/streaks/previews/{id}",
            "Shows how far a preview has come, and what it has found.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(StreakPreviewWire.preview), .failure(.notFound)],
            StreakPreviewCalls.show
        ),
        Endpoint(
            .delete,
            "/admin/v1/streaks/previews/{id}",
            "Stops a preview and forgets it.",
            by: .admin,
            parameters: [.id],
            answers: [.empty(.noContent), .failure(.notFound)],
            StreakPreviewCalls.remove
        ),
    ]
}
