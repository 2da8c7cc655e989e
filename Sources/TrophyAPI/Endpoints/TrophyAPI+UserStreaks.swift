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
                    .array(UserWire.id, 1...WireLimits.maximumBulkItems),
                    isRequired: true,
                    "The users."
                )
            ],
            answers: [.ok(.array(of: StreakWire.length))],
            UserStreakCalls.list
        ),
        Endpoint(
            .get,
            "/v1/streaks/rankings",
            "Lists the users with the longest primary streaks.",
            by: .known,
            parameters: [
                UserStreakCalls.rankingCount.parameter,
                .query(
                    "type",
                    .words(["active", "longest"]),
                    "Whether to rank by the streaks that go on, which is the default, or by the "
                        + "longest that users ever had."
                ),
            ],
            answers: [.ok(.array(of: StreakWire.ranked))],
            UserStreakCalls.listRankings
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
}
