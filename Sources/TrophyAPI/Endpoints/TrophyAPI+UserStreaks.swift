import HTTP
import Wire

extension TrophyAPI {
    /// Users' streaks, and what they choose of them.
    static let userStreakEndpoints = [
        Endpoint(
            .get,
            "/v1/users/{id}/streak",
            "Shows the primary streak of a user, with its last periods.",
            by: .known,
            parameters: [.user, UserStreakCalls.historyPeriods.parameter],
            answers: [.ok(StreakWire.streak), .failure(.notFound)],
            UserStreakCalls.show
        ),
        Endpoint(
            .get,
            "/v1/streaks",
            "Lists the lengths of users' primary streaks, longest first.",
            by: .known,
            parameters: [
                .query(
                    "userIds",
                    .array(UserWire.id, 1...TrophyLimits.maximumBulkItems),
                    isRequired: true,
                    "The users."
                )
            ],
            answers: [.ok(.array(of: StreakWire.length))],
            UserStreakCalls.list
        ),
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
            ],
            answers: [.ok(UserStreakWire.explanation), .failure(.notFound)],
            ExplanationCalls.explain
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/preferences",
            "Shows what a user chose.",
            by: .known,
            parameters: [.user],
            answers: [.ok(PreferencesWire.preferences), .failure(.notFound)],
            PreferenceCalls.show
        ),
        Endpoint(
            .patch,
            "/v1/users/{id}/preferences",
            "Changes what a user chose; null takes a choice back.",
            by: .known,
            parameters: [.user],
            body: .json(PreferencesWire.changeBody),
            answers: [.ok(PreferencesWire.preferences), .failure(.notFound)],
            PreferenceCalls.update
        ),
    ]

    /// What is put on users' streaks from outside.
    static let markEndpoints = [
        Endpoint(
            .post,
            "/admin/v1/streaks/freezes",
            "Gives users freezes.",
            by: .admin,
            body: WrappedItems.body(in: "freezes", .field("userId", UserWire.id)),
            answers: WrappedItems.answers(),
            StreakMarkCalls.createFreezes
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/pauses",
            "Pauses streaks of users.",
            by: .admin,
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
            parameters: [.ids],
            answers: Bulk.deleted,
            StreakMarkCalls.deletePauses
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/restore",
            "Gives users the longest streak of the last months again.",
            by: .admin,
            body: WrappedItems.body(in: "users", .field("id", UserWire.id)),
            answers: WrappedItems.answers(.field("restoredUsers", .array(of: .text))),
            StreakMarkCalls.restore
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/reset",
            "Ends users' streaks.",
            by: .admin,
            body: WrappedItems.body(in: "users", .field("id", UserWire.id)),
            answers: WrappedItems.answers(.field("resetUsers", .array(of: .text))),
            StreakMarkCalls.reset
        ),
    ]
}
