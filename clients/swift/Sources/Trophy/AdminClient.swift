/// The calls that set things up, and any other of the admin API by its path.
public final class AdminClient: Sendable {
    public let achievements: AdminAchievementsClient
    public let applicationApiKeys: ApplicationApiKeysClient
    public let attributes: AttributesClient
    public let environments: EnvironmentsClient
    public let leaderboards: AdminLeaderboardsClient
    public let metrics: AdminMetricsClient
    public let points: AdminPointsClient
    public let settings: SettingsClient
    public let streaks: AdminStreaksClient
    public let tenants: TenantsClient
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
        achievements = AdminAchievementsClient(http: http)
        applicationApiKeys = ApplicationApiKeysClient(http: http)
        attributes = AttributesClient(http: http)
        environments = EnvironmentsClient(http: http)
        leaderboards = AdminLeaderboardsClient(http: http)
        metrics = AdminMetricsClient(http: http)
        points = AdminPointsClient(http: http)
        settings = SettingsClient(http: http)
        streaks = AdminStreaksClient(http: http)
        tenants = TenantsClient(http: http)
    }

    /// Sends any call of the admin API, such as `call("POST", "/metrics", body: [["key": "a"]])`.
    public func call(
        _ method: String,
        _ path: String,
        query: [(String, String?)] = [],
        body: JSONValue? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> JSONValue {
        try await http.send(method, path, query: query, body: body, options: requestOptions)
    }
}

/// The calls that set points up.
public final class AdminPointsClient: Sendable {
    public let systems: SystemsClient
    public let boosts: BoostsClient
    public let levels: LevelsClient
    public let triggers: TriggersClient

    init(http: HTTPClient) {
        systems = SystemsClient(http: http)
        boosts = BoostsClient(http: http)
        levels = LevelsClient(http: http)
        triggers = TriggersClient(http: http)
    }
}
