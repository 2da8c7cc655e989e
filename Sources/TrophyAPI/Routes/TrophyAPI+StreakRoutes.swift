import HTTP

extension TrophyAPI {
    /// Users' streaks, and what they choose of them.
    var userStreakRoutes: [Route] {
        [
            application(.get, "/v1/users/{id}/streak", UserStreakCalls.show),
            application(.get, "/v1/streaks", UserStreakCalls.list),
            application(.get, "/v1/users/{id}/streaks", ExplanationCalls.list),
            application(.get, "/v1/users/{id}/streaks/{key}/explain", ExplanationCalls.explain),
            application(.get, "/v1/users/{id}/preferences", PreferenceCalls.show),
            application(.patch, "/v1/users/{id}/preferences", PreferenceCalls.update),
        ]
    }

    /// What is put on users' streaks from outside, and what is told of them.
    var streakMarkRoutes: [Route] {
        [
            admin(.post, "/admin/v1/streaks/freezes", StreakMarkCalls.createFreezes),
            admin(.post, "/admin/v1/streaks/pauses", StreakMarkCalls.createPauses),
            admin(.delete, "/admin/v1/streaks/pauses", StreakMarkCalls.deletePauses),
            admin(.post, "/admin/v1/streaks/restore", StreakMarkCalls.restore),
            admin(.post, "/admin/v1/streaks/reset", StreakMarkCalls.reset),
            admin(.get, "/admin/v1/streaks/at-risk", FactCalls.listAtRisk),
            admin(.get, "/admin/v1/facts", FactCalls.list),
        ]
    }
}
