// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `leaderboards`.
public final class LeaderboardsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func all(
        includeFinished: Bool? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [LeaderboardsAllResponseItem] {
        try await http.send(
            "GET",
            "/leaderboards",
            query: [("includeFinished", includeFinished.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func get(
        key: String,
        offset: Int? = nil,
        limit: Int? = nil,
        run: String? = nil,
        userId: String? = nil,
        userAttributes: String? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> LeaderboardResponseWithRankings {
        try await http.send(
            "GET",
            "/leaderboards/\(HTTPClient.escaped(key))",
            query: [
                ("offset", offset.map { "\($0)" }), ("limit", limit.map { "\($0)" }), ("run", run),
                ("userId", userId), ("userAttributes", userAttributes),
            ],
            options: requestOptions
        )
    }
}

public struct LeaderboardsAllResponseItem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var key: String
    public var rankBy: LeaderboardResponseRankBy
    public var breakdownAttribute: String?
    public var breakdownAttributes: [String]
    public var metricKey: String?
    public var metricName: String?
    public var pointsSystemKey: String?
    public var pointsSystemName: String?
    public var description: String?
    public var start: String
    public var end: String?
    public var startTime: String?
    public var endTime: String?
    public var maxParticipants: Int?
    public var runUnit: LeaderboardResponseRunUnit?
    public var runInterval: Int?
    public var userAttributes: [LeaderboardResponseUserAttributesItem]
    public var status: LeaderboardsAllResponseItemStatus
}

public struct LeaderboardResponseRankBy: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let points: LeaderboardResponseRankBy = "points"
    public static let streak: LeaderboardResponseRankBy = "streak"
    public static let metric: LeaderboardResponseRankBy = "metric"
}

public struct LeaderboardResponseRunUnit: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let day: LeaderboardResponseRunUnit = "day"
    public static let month: LeaderboardResponseRunUnit = "month"
    public static let year: LeaderboardResponseRunUnit = "year"
}

public struct LeaderboardResponseUserAttributesItem: Codable, Hashable, Sendable {
    public var key: String
    public var value: String
}

public struct LeaderboardsAllResponseItemStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: LeaderboardsAllResponseItemStatus = "active"
    public static let scheduled: LeaderboardsAllResponseItemStatus = "scheduled"
    public static let finished: LeaderboardsAllResponseItemStatus = "finished"
}

public struct LeaderboardResponseWithRankings: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var key: String
    public var rankBy: LeaderboardResponseRankBy
    public var breakdownAttribute: String?
    public var breakdownAttributes: [String]
    public var metricKey: String?
    public var metricName: String?
    public var pointsSystemKey: String?
    public var pointsSystemName: String?
    public var description: String?
    public var start: String
    public var end: String?
    public var startTime: String?
    public var endTime: String?
    public var maxParticipants: Int?
    public var runUnit: LeaderboardResponseRunUnit?
    public var runInterval: Int?
    public var userAttributes: [LeaderboardResponseUserAttributesItem]
    public var status: LeaderboardResponseWithRankingsStatus
    public var rankings: [LeaderboardRanking]
}

public struct LeaderboardResponseWithRankingsStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: LeaderboardResponseWithRankingsStatus = "active"
    public static let scheduled: LeaderboardResponseWithRankingsStatus = "scheduled"
    public static let finished: LeaderboardResponseWithRankingsStatus = "finished"
}

public struct LeaderboardRanking: Codable, Hashable, Sendable {
    public var userId: String
    public var userName: String?
    public var rank: Int
    public var value: Int
}
