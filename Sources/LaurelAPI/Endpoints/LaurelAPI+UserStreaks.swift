import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// All streaks of a user, and why each stands where it stands.
    static let explanationEndpoints = [
        Endpoint(
            .get,
            "/v1/users/{id}/streaks",
            "Lists every streak in use, as it stands for a user.",
            by: .known,
            parameters: [.user],
            answers: [.ok(.array(of: UserStreakWire.streak)), .failure(.notFound)],
            ExplanationCalls.list
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/streaks/{key}/explain",
            "Tells why a streak of a user stands where it stands.",
            by: .known,
            parameters: [
                .user, .path("key", .text, "The key of the streak."),
                ExplanationCalls.periods.parameter,
                .query(
                    "runs",
                    .word(of: ExplanationCalls.Runs.self),
                    "Which runs to explain. Default: the last one."
                ),
            ],
            answers: [.ok(UserStreakWire.explanation), .failure(.notFound)],
            ExplanationCalls.explain
        ),
    ]

    /// What is put on users' streaks from outside.
    static let markEndpoints = [
        Endpoint(
            .post,
            "/admin/v1/streaks/freezes",
            "Gives users freezes.",
            by: .admin,
            role: .support,
            body: WrappedItems.body(in: "freezes", .field("userId", UserWire.id)),
            answers: WrappedItems.answers(),
            StreakMarkCalls.createFreezes
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/pauses",
            "Pauses streaks of users.",
            by: .admin,
            role: .support,
            body: WrappedItems.body(
                in: "pauses",
                .field("userId", UserWire.id),
                .field("start", .date),
                .field("end", .date)
            ),
            answers: WrappedItems.answers(.field("created", .array(of: StreakMarkCalls.pause))),
            StreakMarkCalls.createPauses
        ),
        Endpoint(
            .delete,
            "/admin/v1/streaks/pauses",
            "Ends pauses.",
            by: .admin,
            role: .support,
            parameters: [.ids],
            answers: Bulk.deleted,
            StreakMarkCalls.deletePauses
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/restore",
            "Gives users the longest streak of the last months again.",
            by: .admin,
            role: .support,
            body: WrappedItems.body(in: "users", .field("id", UserWire.id)),
            answers: WrappedItems.answers(.field("restoredUsers", .array(of: .text))),
            StreakMarkCalls.restore
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/reset",
            "Ends users' streaks.",
            by: .admin,
            role: .support,
            body: WrappedItems.body(in: "users", .field("id", UserWire.id)),
            answers: WrappedItems.answers(.field("resetUsers", .array(of: .text))),
            StreakMarkCalls.reset
        ),
    ]
}
