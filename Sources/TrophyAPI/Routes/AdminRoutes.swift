import HTTP

extension TrophyAPI {
    /// Trophy's admin interface, and beyond it users, events and the sandbox clock.
    var adminRoutes: [Route] {
        streakRoutes + streakMarkRoutes + [
            admin(.get, "/admin/v1/attributes", AttributeCalls.list).revalidated(),
            admin(.post, "/admin/v1/attributes", AttributeCalls.create),
            admin(.patch, "/admin/v1/attributes", AttributeCalls.update),
            admin(.delete, "/admin/v1/attributes", AttributeCalls.delete),
            admin(.get, "/admin/v1/attributes/{id}", AttributeCalls.show).revalidated(),

            admin(.get, "/admin/v1/metrics", MetricCalls.list).revalidated(),
            admin(.post, "/admin/v1/metrics", MetricCalls.create),
            admin(.patch, "/admin/v1/metrics", MetricCalls.update),
            admin(.delete, "/admin/v1/metrics", MetricCalls.delete),
            admin(.get, "/admin/v1/metrics/{id}", MetricCalls.show).revalidated(),
            admin(
                .post,
                "/admin/v1/metrics/events",
                maximumBodyBytes: TrophyLimits.maximumBatchBytes,
                EventCalls.recordBatch
            ),

            admin(.get, "/admin/v1/achievements", AdminAchievementCalls.list).revalidated(),
            admin(.post, "/admin/v1/achievements", AdminAchievementCalls.create),
            admin(.patch, "/admin/v1/achievements", AdminAchievementCalls.update),
            admin(.delete, "/admin/v1/achievements", AdminAchievementCalls.delete),
            admin(.get, "/admin/v1/achievements/{id}", AdminAchievementCalls.show).revalidated(),
            admin(.post, "/admin/v1/achievements/preview", AdminAchievementCalls.preview),

            admin(.get, "/admin/v1/badges", BadgeCalls.list).revalidated(),
            admin(
                .post,
                "/admin/v1/badges",
                maximumBodyBytes: TrophyLimits.maximumBadgeBytes,
                checkingHead: BadgeCalls.requireImage,
                BadgeCalls.upload
            ),
            admin(.delete, "/admin/v1/badges/{hash}", BadgeCalls.delete),

            environmentAdmin(.get, "/admin/v1/tenants", TenantCalls.list).revalidated(),
            environmentAdmin(.post, "/admin/v1/tenants", TenantCalls.create),
            environmentAdmin(.patch, "/admin/v1/tenants", TenantCalls.update),
            environmentAdmin(.delete, "/admin/v1/tenants", TenantCalls.archive),
            environmentAdmin(.get, "/admin/v1/tenants/{id}", TenantCalls.show).revalidated(),

            environmentAdmin(.post, "/admin/v1/application-api-keys", ApplicationKeyCalls.create),
            environmentAdmin(.delete, "/admin/v1/application-api-keys", ApplicationKeyCalls.revoke),

            admin(.get, "/admin/v1/settings", SettingsCalls.show).revalidated(),
            admin(.patch, "/admin/v1/settings", SettingsCalls.update),
            admin(.get, "/admin/v1/token-verification", TokenVerificationCalls.show).revalidated(),
            admin(.put, "/admin/v1/token-verification", TokenVerificationCalls.addKey),
            admin(.patch, "/admin/v1/token-verification", TokenVerificationCalls.change),
            admin(.delete, "/admin/v1/token-verification/{keyId}", TokenVerificationCalls.endKey),
            environmentAdmin(.get, "/admin/v1/environments", SettingsCalls.listEnvironments)
                .revalidated(),

            admin(.get, "/admin/v1/audit", AuditCalls.list),

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
            admin(.get, "/admin/v1/streaks/settings", StreakDefinitionCalls.showSettings)
                .revalidated(),
            admin(.patch, "/admin/v1/streaks/settings", StreakDefinitionCalls.updateSettings),
            admin(.get, "/admin/v1/streaks/definitions", StreakDefinitionCalls.list).revalidated(),
            admin(.post, "/admin/v1/streaks/definitions", StreakDefinitionCalls.create),
            admin(.patch, "/admin/v1/streaks/definitions", StreakDefinitionCalls.update),
            admin(.delete, "/admin/v1/streaks/definitions", StreakDefinitionCalls.archive),
            admin(.get, "/admin/v1/streaks/definitions/{id}", StreakDefinitionCalls.show)
                .revalidated(),
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
