import HTTP
import Wire

extension BricqsAPI {
    /// What the reference of Bricqs has for those who look after a workspace.
    static let adminEndpoints = [
        Endpoint(
            .get,
            "/api/v1/gamify/admin/streaks",
            "Lists the streak definitions, oldest first.",
            by: .admin,
            parameters: PageNumber.parameters + [
                .query("is_active", .boolean, "Whether to show those in use or those at rest.")
            ],
            answers: [.ok(AdminStreakWire.page)],
            isRevalidated: true,
            AdminStreakCalls.list
        ),
        Endpoint(
            .post,
            "/api/v1/gamify/admin/streaks",
            "Creates a streak definition.",
            by: .admin,
            body: .json(AdminStreakWire.draftBody),
            answers: [.json(.created, AdminStreakWire.definition), .failure(.conflict)],
            AdminStreakCalls.create
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/admin/streaks/{streak_id}",
            "Shows a streak definition.",
            by: .admin,
            parameters: [.streakID],
            answers: [.ok(AdminStreakWire.definition), .failure(.notFound)],
            isRevalidated: true,
            AdminStreakCalls.show
        ),
        Endpoint(
            .patch,
            "/api/v1/gamify/admin/streaks/{streak_id}",
            "Changes a streak definition; fields that are not sent stay.",
            by: .admin,
            parameters: [.streakID],
            body: .json(AdminStreakWire.changeBody),
            answers: [
                .ok(AdminStreakWire.definition), .failure(.notFound), .failure(.conflict),
            ],
            AdminStreakCalls.update
        ),
        Endpoint(
            .delete,
            "/api/v1/gamify/admin/streaks/{streak_id}",
            "Deactivates a streak definition.",
            by: .admin,
            parameters: [.streakID],
            answers: [.empty(.noContent), .failure(.notFound)],
            AdminStreakCalls.deactivate
        ),
        Endpoint(
            .delete,
            "/api/v1/gamify/admin/participants/{participant_id}",
            "Erases a participant, and all that followed from one.",
            by: .admin,
            parameters: [.participant],
            answers: [.empty(.noContent), .failure(.notFound)],
            ParticipantCalls.erase
        ),
    ]
}

extension Parameter {
    /// The streak that a path names.
    static let streakID = Parameter.path(
        "streak_id",
        .text,
        "The id of the definition, or its code."
    )
}
