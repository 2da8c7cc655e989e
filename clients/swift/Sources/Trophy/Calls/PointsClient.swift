// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `points`.
public final class PointsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func summary(
        key: String,
        userAttributes: String? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> PointsSummaryResponse {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(key))/summary",
            query: [("userAttributes", userAttributes)],
            options: requestOptions
        )
    }

    public func system(
        key: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> PointsSystemResponse {
        try await http.send("GET", "/points/\(HTTPClient.escaped(key))", options: requestOptions)
    }

    public func boosts(
        key: String,
        includeFinished: Bool? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [PointsBoost] {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(key))/boosts",
            query: [("includeFinished", includeFinished.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func levels(
        key: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [PointsLevel] {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(key))/levels",
            options: requestOptions
        )
    }

    public func levelSummary(
        key: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> PointsLevelSummaryResponse {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(key))/level-summary",
            options: requestOptions
        )
    }
}

public typealias PointsSummaryResponse = [PointsRange]

public struct PointsRange: Codable, Hashable, Sendable {
    public var from: Int
    public var to: Int
    public var users: Int
}

public struct PointsSystemResponse: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var description: String?
    public var badgeUrl: String?
    public var maxPoints: Double?
    public var triggers: [PointsTrigger]
}

public typealias PointsLevelSummaryResponse = [PointsLevelSummaryResponseItem]

public struct PointsLevelSummaryResponseItem: Codable, Hashable, Sendable {
    public var level: PointsLevel
    public var users: Int
}
