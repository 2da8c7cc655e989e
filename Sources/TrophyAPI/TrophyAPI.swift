import Access
public import Wire

/// Trophy's wire: its clients and SDKs work against Laurel unmodified.
public enum TrophyAPI {
    /// What an application calls on behalf of its users.
    public static let endpoints =
        eventEndpoints + achievementEndpoints + pointsEndpoints + userEndpoints
        + userStreakEndpoints

    /// What sets up what its users do.
    public static let adminEndpoints =
        metricEndpoints + attributeEndpoints + adminAchievementEndpoints + adminPointsEndpoints
        + streakSettingsEndpoints

    /// Both of Trophy's interfaces.
    public static let interfaces = [
        interface("/v1", endpoints), interface("/admin/v1", adminEndpoints),
    ]

    private static let errors = ErrorWording.plain.saying(TrophyWords.words)

    private static func interface(_ prefix: String, _ endpoints: [Endpoint]) -> Interface {
        Interface(prefix: prefix, credentials: .keyOrToken, errors: errors, endpoints)
    }
}
