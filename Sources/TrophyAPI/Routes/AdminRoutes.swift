import HTTP

extension TrophyAPI {
    /// Trophy's admin interface, and beyond it users, events and the sandbox clock.
    var adminRoutes: [Route] {
        streakRoutes + streakMarkRoutes + [
            admin(.get, "/admin/v1/attributes", AttributeCalls.list),
            admin(.post, "/admin/v1/attributes", AttributeCalls.create),
            admin(.patch, "/admin/v1/attributes", AttributeCalls.update),
            admin(.delete, "/admin/v1/attributes", AttributeCalls.delete),
            admin(.get, "/admin/v1/attributes/{id}", AttributeCalls.show),

            admin(.get, "/admin/v1/metrics", MetricCalls.list),
            admin(.post, "/admin/v1/metrics", MetricCalls.create),
            admin(.patch, "/admin/v1/metrics", MetricCalls.update),
            admin(.delete, "/admin/v1/metrics", MetricCalls.delete),
            admin(.get, "/admin/v1/metrics/{id}", MetricCalls.show),
            admin(
                .post,
                "/admin/v1/metrics/events",
                maximumBodyBytes: TrophyLimits.maximumBatchBytes,
                EventCalls.recordBatch
            ),

            admin(.get, "/admin/v1/achievements", AdminAchievementCalls.list),
            admin(.post, "/admin/v1/achievements", AdminAchievementCalls.create),
            admin(.patch, "/admin/v1/achievements", AdminAchievementCalls.update),
            admin(.delete, "/admin/v1/achievements", AdminAchievementCalls.delete),
            admin(.get, "/admin/v1/achievements/{id}", AdminAchievementCalls.show),
            admin(.post, "/admin/v1/achievements/preview", AdminAchievementCalls.preview),

            admin(.get, "/admin/v1/badges", BadgeCalls.list),
            admin(
                .post,
                "/admin/v1/badges",
                maximumBodyBytes: TrophyLimits.maximumBadgeBytes,
                checkingHead: BadgeCalls.requireImage,
                BadgeCalls.upload
            ),
            admin(.delete, "/admin/v1/badges/{hash}", BadgeCalls.delete),

            environmentAdmin(.get, "/admin/v1/tenants", TenantCalls.list),
            environmentAdmin(.post, "/admin/v1/tenants", TenantCalls.create),
            environmentAdmin(.patch, "/admin/v1/tenants", TenantCalls.update),
            environmentAdmin(.delete, "/admin/v1/tenants", TenantCalls.archive),
            environmentAdmin(.get, "/admin/v1/tenants/{id}", TenantCalls.show),

            environmentAdmin(.post, "/admin/v1/application-api-keys", ApplicationKeyCalls.create),
            environmentAdmin(.delete, "/admin/v1/application-api-keys", ApplicationKeyCalls.revoke),

            admin(.get, "/admin/v1/settings", SettingsCalls.show),
            admin(.patch, "/admin/v1/settings", SettingsCalls.update),
            admin(.get, "/admin/v1/token-verification", TokenVerificationCalls.show),
            admin(.put, "/admin/v1/token-verification", TokenVerificationCalls.addKey),
            admin(.patch, "/admin/v1/token-verification", TokenVerificationCalls.change),
            admin(.delete, "/admin/v1/token-verification/{keyId}", TokenVerificationCalls.endKey),
            environmentAdmin(.get, "/admin/v1/environments", SettingsCalls.listEnvironments),

            admin(.get, "/admin/v1/users", AdminUserCalls.list),
            admin(.delete, "/admin/v1/users/{id}", AdminUserCalls.erase),
            admin(.get, "/admin/v1/users/{id}/events", AdminUserCalls.listEvents),
            admin(.get, "/admin/v1/users/{id}/export", AdminUserCalls.export),
            admin(.delete, "/admin/v1/events/{id}", AdminUserCalls.deleteEvent),

            admin(.get, "/admin/v1/clock", ClockCalls.show),
            admin(.put, "/admin/v1/clock", ClockCalls.hold),
            admin(.delete, "/admin/v1/clock", ClockCalls.release),
        ]
    }

    /// What streaks there are.
    private var streakRoutes: [Route] {
        [
            admin(.get, "/admin/v1/streaks/settings", StreakDefinitionCalls.showSettings),
            admin(.patch, "/admin/v1/streaks/settings", StreakDefinitionCalls.updateSettings),
            admin(.get, "/admin/v1/streaks/definitions", StreakDefinitionCalls.list),
            admin(.post, "/admin/v1/streaks/definitions", StreakDefinitionCalls.create),
            admin(.patch, "/admin/v1/streaks/definitions", StreakDefinitionCalls.update),
            admin(.delete, "/admin/v1/streaks/definitions", StreakDefinitionCalls.archive),
            admin(.get, "/admin/v1/streaks/definitions/{id}", StreakDefinitionCalls.show),
            admin(
                .post,
                "/admin/v1/streaks/definitions/{id}/previews",
                StreakPreviewCalls.create
            ),
            admin(
                .post,
                "/admin/v1/streaks/settings/previews",
                StreakPreviewCalls.createOfSettings
            ),
            admin(.get, "/admin/v1/streaks/previews/{id}", StreakPreviewCalls.show),
            admin(.delete, "/admin/v1/streaks/previews/{id}", StreakPreviewCalls.remove),
        ]
    }
}
