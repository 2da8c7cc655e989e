import HTTP

extension BricqsAPI {
    /// What a backend calls, and, with an admin key, who sets streaks up.
    var routes: [Route] {
        [
            application(.post, "/api/v1/gamify/streaks/record", StreakCalls.record),
            application(
                .get,
                "/api/v1/gamify/participants/{participant_id}/streaks",
                StreakCalls.list
            ),

            application(.post, "/api/v1/gamify/participants", ParticipantCalls.create),
            application(
                .get,
                "/api/v1/gamify/participants/{participant_id}",
                ParticipantCalls.show
            ),
            application(
                .patch,
                "/api/v1/gamify/participants/{participant_id}",
                ParticipantCalls.update
            ),

            application(
                .get,
                "/api/v1/gamify/participants/{participant_id}/state",
                ParticipantCalls.showState
            ),

            application(.post, "/api/v1/gamify/badges/award", BadgeCalls.award),
            application(
                .get,
                "/api/v1/gamify/participants/{participant_id}/badges",
                BadgeCalls.list
            ),

            admin(.get, "/api/v1/gamify/streaks", StreakDefinitionCalls.list).revalidated(),
            admin(.post, "/api/v1/gamify/streaks", StreakDefinitionCalls.create),
            admin(.get, "/api/v1/gamify/streaks/{streak_code}", StreakDefinitionCalls.show)
                .revalidated(),
            admin(.patch, "/api/v1/gamify/streaks/{streak_code}", StreakDefinitionCalls.update),
            admin(.delete, "/api/v1/gamify/streaks/{streak_code}", StreakDefinitionCalls.archive),
        ]
    }
}
