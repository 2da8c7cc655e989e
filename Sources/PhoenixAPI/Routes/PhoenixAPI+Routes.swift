import HTTP

extension PhoenixAPI {
    /// What shows streaks, and who sets them up.
    var streakRoutes: [Route] {
        [
            open(.get, "/v1/streaks/definitions", StreakCalls.listDefinitions).revalidated(),
            open(.get, "/v1/streaks/user/{user_id}", StreakCalls.list),
            open(.get, "/v1/streaks/user/{user_id}/{definition_id}", StreakCalls.show),

            admin(.post, "/v1/streaks", StreakDefinitionCalls.create),
            admin(.get, "/v1/streaks/{id}", StreakDefinitionCalls.show).revalidated(),
            admin(.put, "/v1/streaks/{id}", StreakDefinitionCalls.replace),
            admin(.patch, "/v1/streaks/{id}", StreakDefinitionCalls.update),
            admin(.delete, "/v1/streaks/{id}", StreakDefinitionCalls.archive),
            admin(.post, "/v1/streaks/{id}/pause", StreakDefinitionCalls.pause),
            admin(.post, "/v1/streaks/{id}/resume", StreakDefinitionCalls.resume),
        ]
    }

    /// What takes events in.
    var eventRoutes: [Route] {
        [
            open(.post, "/v1/events", EventCalls.record),
            open(.post, "/v1/events/bulk", EventCalls.recordBulk),
        ]
    }
}
