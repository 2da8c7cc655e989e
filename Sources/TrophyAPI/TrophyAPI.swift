import Access
public import Wire

/// Trophy's wire: its clients and SDKs work against Laurel unmodified.
public enum TrophyAPI {
    /// What an application calls on behalf of its users.
    public static let endpoints =
        eventEndpoints + achievementEndpoints + pointsEndpoints + userEndpoints
        + userStreakEndpoints

    /// What sets an application up, and looks after its users.
    public static let adminEndpoints =
        metricEndpoints + attributeEndpoints + adminAchievementEndpoints + adminPointsEndpoints
        + badgeEndpoints
        + tenantEndpoints + settingsEndpoints + auditEndpoints + streakSettingsEndpoints
        + definitionEndpoints + previewEndpoints + markEndpoints + factEndpoints + tokenEndpoints
        + adminUserEndpoints + clockEndpoints

    /// Both of Trophy's interfaces, the live stream, and what anybody may see.
    ///
    /// The stream is asked for by clients of other dialects too; its errors are told in the words
    /// that are given.
    public static func interfaces(streamErrors: ErrorWording = .plain) -> [Interface] {
        [
            interface("/v1", errors, endpoints),
            interface("/v1/stream", streamErrors.saying(TrophyWords.words), streamEndpoints),
            interface("/admin/v1", errors, adminEndpoints),
            interface("/badges", errors, openEndpoints),
        ]
    }

    private static let errors = ErrorWording.plain.saying(TrophyWords.words)

    private static func interface(
        _ prefix: String,
        _ errors: ErrorWording,
        _ endpoints: [Endpoint]
    ) -> Interface {
        Interface(
            prefix: prefix,
            credentials: CredentialWording(
                name: "API key",
                place: "in the X-API-KEY header, or as Authorization: Bearer <key or token>"
            ),
            errors: errors,
            endpoints
        )
    }
}
