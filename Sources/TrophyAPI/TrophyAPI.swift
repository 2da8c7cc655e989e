import Access
public import Wire

/// Trophy's wire: its clients and SDKs work against Laurel unmodified.
public enum TrophyAPI {
    /// What an application calls on behalf of its users.
    public static let endpoints: [Endpoint] =
        eventEndpoints + achievementEndpoints + pointsEndpoints + userEndpoints
        + userStreakEndpoints + boardEndpoints + [document.endpoint(at: "/v1/openapi")]

    /// What sets up what its users do.
    public static let adminEndpoints: [Endpoint] =
        metricEndpoints + attributeEndpoints + adminAchievementEndpoints + adminPointsEndpoints
        + streakSettingsEndpoints + adminBoardEndpoints
        + [adminDocument.endpoint(at: "/admin/v1/openapi")]

    /// Both of Trophy's interfaces.
    public static let interfaces: [Interface] = [
        interface("/v1", endpoints), interface("/admin/v1", adminEndpoints),
    ]

    /// What an application's calls are, for programs.
    static let document = OpenAPIDocument(
        title: "Trophy's application API, served by Laurel",
        description: "What an application calls on behalf of its users.",
        webhooks: webhookKinds.map { kind in
            WebhookDescription(
                kind,
                .object(.field("timestamp", .instant), .field("type", .words([kind])))
            )
        }
    ) { [interface("/v1", endpoints)] }

    /// What the calls of an application's owner are, for programs.
    static let adminDocument = OpenAPIDocument(
        title: "Trophy's admin API, served by Laurel",
        description: "What sets up what an application's users do."
    ) { [interface("/admin/v1", adminEndpoints)] }

    private static let errors = ErrorWording.plain.saying(TrophyWords.words)

    private static func interface(_ prefix: String, _ endpoints: [Endpoint]) -> Interface {
        Interface(prefix: prefix, credentials: .keyOrToken, errors: errors, endpoints)
    }
}
