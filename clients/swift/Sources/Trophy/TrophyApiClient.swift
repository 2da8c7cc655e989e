import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Trophy's API, of Laurel or of Trophy.
///
///     let client = TrophyApiClient(baseURL: "http://127.0.0.1:8080/v1", apiKey: key)
///     let event = try await client.metrics.event(
///         key: "lessons",
///         idempotencyKey: "lesson-42",
///         request: .init(user: UpsertedUser(id: "ada"), value: 1)
///     )
public final class TrophyApiClient: Sendable {
    public let achievements: AchievementsClient
    public let metrics: MetricsClient
    public let users: UsersClient
    public let streaks: StreaksClient
    public let points: PointsClient
    public let leaderboards: LeaderboardsClient
    public let admin: AdminClient
    /// Sends any call of the application API.
    public let http: HTTPClient
    /// Sends any call of the admin API.
    public let adminHTTP: HTTPClient

    /// A client for both APIs.
    ///
    /// - Parameters:
    ///   - baseURL: Where the application API is, with `/v1`.
    ///   - adminBaseURL: Where the admin API is. Without it, that of a Laurel is found from `baseURL`:
    ///     `/admin/v1` in place of `/v1`.
    ///   - apiKey: The whole key.
    ///   - sdkVersion: What the client says about itself.
    ///   - tenantId: Your own id of a tenant.
    ///   - headers: More header fields of every call.
    ///   - timeout: How many seconds a call may take; 60 by default.
    ///   - maxRetries: How often a call is tried again; 2 by default.
    ///   - urlSession: What sends the calls.
    public init(
        baseURL: String = "https://api.trophy.so/v1",
        adminBaseURL: String? = nil,
        apiKey: String,
        sdkVersion: String = "1.27.0",
        tenantId: String? = nil,
        headers: [String: String]? = nil,
        timeout: Int? = nil,
        maxRetries: Int? = nil,
        urlSession: URLSession? = nil
    ) {
        var fields = headers ?? [:]
        fields["X-SDK-VERSION"] = sdkVersion
        if let tenantId { fields["Tenant-ID"] = tenantId }
        func client(_ address: String) -> HTTPClient {
            HTTPClient(
                baseURL: address.hasSuffix("/") ? String(address.dropLast()) : address,
                apiKey: apiKey,
                headers: fields,
                timeout: timeout ?? 60,
                maxRetries: maxRetries ?? 2,
                session: urlSession ?? URLSession(configuration: .ephemeral)
            )
        }
        http = client(baseURL)
        adminHTTP = client(adminBaseURL ?? Self.adminAddress(beside: baseURL))
        achievements = AchievementsClient(http: http)
        metrics = MetricsClient(http: http)
        users = UsersClient(http: http)
        streaks = StreaksClient(http: http)
        points = PointsClient(http: http)
        leaderboards = LeaderboardsClient(http: http)
        admin = AdminClient(http: adminHTTP)
    }

    private static func adminAddress(beside address: String) -> String {
        if address == "https://api.trophy.so/v1" { return "https://admin.trophy.so/v1" }
        let bare = address.hasSuffix("/") ? String(address.dropLast()) : address
        return bare.hasSuffix("/v1") ? bare.dropLast(3) + "/admin/v1" : bare + "/admin/v1"
    }
}
