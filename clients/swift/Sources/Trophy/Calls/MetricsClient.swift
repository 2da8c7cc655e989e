// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `metrics`.
public final class MetricsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func event(
        key: String,
        idempotencyKey: String? = nil,
        request: Requests.MetricsEventRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> EventResponse {
        try await http.send(
            "POST",
            "/metrics/\(HTTPClient.escaped(key))/event",
            headers: ["Idempotency-Key": idempotencyKey],
            body: request,
            options: requestOptions
        )
    }
}

extension Requests {
    public struct MetricsEventRequest: Codable, Hashable, Sendable {
        public var user: UpsertedUser
        public var value: Double
        public var attributes: [String: String]?
        public var timestamp: String?

        public init(
            user: UpsertedUser,
            value: Double,
            attributes: [String: String]? = nil,
            timestamp: String? = nil
        ) {
            self.user = user
            self.value = value
            self.attributes = attributes
            self.timestamp = timestamp
        }
    }
}

public struct EventResponse: Codable, Hashable, Sendable {
    public var eventId: String
    public var metricId: String
    public var total: Double
    public var achievements: [UserAchievementResponse]
    public var currentStreak: MetricEventStreakResponse
    public var points: [String: MetricEventPointsResponse]
    public var leaderboards: [String: MetricEventLeaderboardResponse]
    public var idempotencyKey: String?
    public var idempotentReplayed: Bool?
}

public struct MetricEventStreakResponse: Codable, Hashable, Sendable {
    public var length: Int
    public var frequency: StreakFrequency
    public var started: String?
    public var periodStart: String?
    public var periodEnd: String?
    public var expires: String?
    public var freezes: Int?
    public var maxFreezes: Int?
    public var freezeAutoEarnInterval: Int?
    public var freezeAutoEarnAmount: Int?
    public var extended: Bool
}

public struct StreakFrequency: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let daily: StreakFrequency = "daily"
    public static let weekly: StreakFrequency = "weekly"
    public static let monthly: StreakFrequency = "monthly"
}

public struct MetricEventLeaderboardResponse: Codable, Hashable, Sendable {
    public var end: String?
    public var rank: Int?
    public var previousRank: Int?
    public var threshold: Int
    public var breakdownAttributeValue: String?
    public var breakdownAttributeValues:
        [MetricEventLeaderboardResponseBreakdownAttributeValuesItem]?
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
    public var startTime: String?
    public var endTime: String?
    public var maxParticipants: Int?
    public var runUnit: LeaderboardResponseRunUnit?
    public var runInterval: Int?
    public var userAttributes: [LeaderboardResponseUserAttributesItem]
}

public struct MetricEventLeaderboardResponseBreakdownAttributeValuesItem: Codable, Hashable,
    Sendable
{
    public var key: String
    public var value: String
}
