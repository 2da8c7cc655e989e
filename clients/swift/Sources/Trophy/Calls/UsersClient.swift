// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `users`.
public final class UsersClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func create(
        request: UpsertedUser,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> User {
        try await http.send("POST", "/users", body: request, options: requestOptions)
    }

    public func get(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> User {
        try await http.send("GET", "/users/\(HTTPClient.escaped(id))", options: requestOptions)
    }

    public func identify(
        id: String,
        request: UpdatedUser,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> User {
        try await http.send(
            "PUT",
            "/users/\(HTTPClient.escaped(id))",
            body: request,
            options: requestOptions
        )
    }

    public func update(
        id: String,
        request: UpdatedUser,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> User {
        try await http.send(
            "PATCH",
            "/users/\(HTTPClient.escaped(id))",
            body: request,
            options: requestOptions
        )
    }

    public func getPreferences(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UserPreferencesResponse {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/preferences",
            options: requestOptions
        )
    }

    public func updatePreferences(
        id: String,
        request: Requests.UpdateUserPreferencesRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UserPreferencesResponse {
        try await http.send(
            "PATCH",
            "/users/\(HTTPClient.escaped(id))/preferences",
            body: request,
            options: requestOptions
        )
    }

    public func allMetrics(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [MetricResponse] {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/metrics",
            options: requestOptions
        )
    }

    public func singleMetric(
        id: String,
        key: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> MetricResponse {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/metrics/\(HTTPClient.escaped(key))",
            options: requestOptions
        )
    }

    public func metricEventSummary(
        id: String,
        key: String,
        aggregation: UsersMetricEventSummaryRequestAggregation,
        startDate: String,
        endDate: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [UsersMetricEventSummaryResponseItem] {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/metrics/\(HTTPClient.escaped(key))/event-summary",
            query: [
                ("aggregation", aggregation.rawValue), ("startDate", startDate),
                ("endDate", endDate),
            ],
            options: requestOptions
        )
    }

    public func achievements(
        id: String,
        includeIncomplete: True? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [UserAchievementWithStatsResponse] {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/achievements",
            query: [("includeIncomplete", includeIncomplete?.rawValue)],
            options: requestOptions
        )
    }

    public func streak(
        id: String,
        historyPeriods: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> StreakResponse {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/streak",
            query: [("historyPeriods", historyPeriods.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func points(
        id: String,
        key: String,
        awards: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> GetUserPointsResponse {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/points/\(HTTPClient.escaped(key))",
            query: [("awards", awards.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func pointsBoosts(
        id: String,
        key: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [PointsBoost] {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/points/\(HTTPClient.escaped(key))/boosts",
            options: requestOptions
        )
    }

    public func pointsEventSummary(
        id: String,
        key: String,
        aggregation: UsersPointsEventSummaryRequestAggregation,
        startDate: String,
        endDate: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [UsersPointsEventSummaryResponseItem] {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/points/\(HTTPClient.escaped(key))/event-summary",
            query: [
                ("aggregation", aggregation.rawValue), ("startDate", startDate),
                ("endDate", endDate),
            ],
            options: requestOptions
        )
    }

    public func leaderboard(
        id: String,
        key: String,
        run: String? = nil,
        numEvents: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UserLeaderboardResponseWithHistory {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/leaderboards/\(HTTPClient.escaped(key))",
            query: [("run", run), ("numEvents", numEvents.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func wrapped(
        id: String,
        year: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> WrappedResponse {
        try await http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/wrapped",
            query: [("year", year.map { "\($0)" })],
            options: requestOptions
        )
    }
}
