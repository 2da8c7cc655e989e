import HTTP

extension TrophyAPI {
    /// Trophy's application interface: what an application calls on behalf of its users.
    var applicationRoutes: [Route] {
        userStreakRoutes + [
            application(.post, "/v1/metrics/{key}/event", EventCalls.record),
            application(.get, "/v1/achievements", AchievementCalls.list).revalidated(),
            application(.post, "/v1/achievements/{key}/complete", AchievementCalls.complete),
            application(.get, "/v1/users/{id}/achievements", AchievementCalls.listOfUser),
            application(.post, "/v1/users", UserCalls.create),
            application(.get, "/v1/users/{id}", UserCalls.show),
            application(.put, "/v1/users/{id}", UserCalls.identify),
            application(.patch, "/v1/users/{id}", UserCalls.update),
            application(.get, "/v1/users/{id}/metrics", UserMetricCalls.list),
            application(.get, "/v1/users/{id}/metrics/{key}", UserMetricCalls.show),
            application(
                .get,
                "/v1/users/{id}/metrics/{key}/event-summary",
                UserMetricCalls.summarize
            ),
        ]
    }
}
