// Made by `clients/swift/make-client`: change that, and run it.

public import Foundation

/// The calls of `achievements`.
public final class AchievementsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func all(
        userAttributes: String? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> [AchievementWithStatsResponse] {
        try await http.send(
            "GET",
            "/achievements",
            query: [("userAttributes", userAttributes)],
            options: requestOptions
        )
    }

    public func complete(
        key: String,
        request: Requests.AchievementsCompleteRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AchievementCompletionResponse {
        try await http.send(
            "POST",
            "/achievements/\(HTTPClient.escaped(key))/complete",
            body: request,
            options: requestOptions
        )
    }
}

public struct AchievementWithStatsResponse: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var trigger: AchievementResponseTrigger
    public var description: String?
    public var badgeUrl: String?
    public var key: String?
    public var streakLength: Int?
    public var anniversaryYears: Int?
    public var achievementIds: [String]?
    public var metricId: String?
    public var metricValue: Double?
    public var metricName: String?
    public var userAttributes: [AchievementResponseUserAttributesItem]
    public var eventAttribute: AchievementResponseEventAttribute?
    public var eventAttributes: [AchievementResponseEventAttributesItem]?
    public var completions: Int
    public var rarity: Double
}

public struct AchievementResponseTrigger: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: AchievementResponseTrigger = "metric"
    public static let streak: AchievementResponseTrigger = "streak"
    public static let api: AchievementResponseTrigger = "api"
    public static let achievement: AchievementResponseTrigger = "achievement"
    public static let anniversary: AchievementResponseTrigger = "anniversary"
}

public struct AchievementResponseUserAttributesItem: Codable, Hashable, Sendable {
    public var key: String
    public var value: String
}

public struct AchievementResponseEventAttribute: Codable, Hashable, Sendable {
    public var key: String
    public var value: String
}

public struct AchievementResponseEventAttributesItem: Codable, Hashable, Sendable {
    public var key: String
    public var value: String
}

extension Requests {
    public struct AchievementsCompleteRequest: Codable, Hashable, Sendable {
        public var user: UpsertedUser

        public init(user: UpsertedUser) {
            self.user = user
        }
    }
}

public struct UpsertedUser: Codable, Hashable, Sendable {
    public var email: String?
    public var name: String?
    public var tz: String?
    public var signUpDate: String?
    public var deviceTokens: [String]?
    public var subscribeToEmails: Bool?
    public var attributes: [String: String]?
    public var id: String

    public init(
        email: String? = nil,
        name: String? = nil,
        tz: String? = nil,
        signUpDate: String? = nil,
        deviceTokens: [String]? = nil,
        subscribeToEmails: Bool? = nil,
        attributes: [String: String]? = nil,
        id: String
    ) {
        self.email = email
        self.name = name
        self.tz = tz
        self.signUpDate = signUpDate
        self.deviceTokens = deviceTokens
        self.subscribeToEmails = subscribeToEmails
        self.attributes = attributes
        self.id = id
    }
}

public struct AchievementCompletionResponse: Codable, Hashable, Sendable {
    public var completionId: String
    public var achievement: UserAchievementResponse
    public var points: [String: MetricEventPointsResponse]
}

public struct UserAchievementResponse: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var trigger: AchievementResponseTrigger
    public var description: String?
    public var badgeUrl: String?
    public var key: String?
    public var streakLength: Int?
    public var anniversaryYears: Int?
    public var achievementIds: [String]?
    public var metricId: String?
    public var metricValue: Double?
    public var metricName: String?
    public var userAttributes: [AchievementResponseUserAttributesItem]
    public var eventAttribute: AchievementResponseEventAttribute?
    public var eventAttributes: [AchievementResponseEventAttributesItem]?
    public var achievedAt: Date?
}

public struct MetricEventPointsResponse: Codable, Hashable, Sendable {
    public var id: String
    public var key: String
    public var name: String
    public var description: String?
    public var badgeUrl: String?
    public var maxPoints: Double?
    public var total: Int
    public var level: PointsLevel?
    public var added: Int
    public var awards: [PointsAward]
}

public struct PointsLevel: Codable, Hashable, Sendable {
    public var id: String
    public var key: String
    public var name: String
    public var description: String
    public var badgeUrl: String?
    public var points: Int
}

public struct PointsAward: Codable, Hashable, Sendable {
    public var id: String?
    public var awarded: Int?
    public var date: String?
    public var total: Int?
    public var trigger: PointsTrigger?
    public var boosts: [PointsBoost]?
}

public struct PointsTrigger: Codable, Hashable, Sendable {
    public var id: String
    public var type: PointsTriggerType
    public var points: Int
    public var status: PointsTriggerStatus
    public var achievementId: String?
    public var metricId: String?
    public var metricName: String?
    public var metricThreshold: Int?
    public var streakLengthThreshold: Int?
    public var achievementName: String?
    public var timeUnit: PointsTriggerTimeUnit?
    public var timeInterval: Int?
    public var userAttributes: [PointsTriggerUserAttributesItem]
    public var eventAttribute: PointsTriggerEventAttribute?
    public var eventAttributes: [PointsTriggerEventAttributesItem]?
    public var created: Date
    public var updated: Date
}

public struct PointsTriggerType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: PointsTriggerType = "metric"
    public static let achievement: PointsTriggerType = "achievement"
    public static let streak: PointsTriggerType = "streak"
    public static let time: PointsTriggerType = "time"
    public static let userCreation: PointsTriggerType = "user_creation"
}

public struct PointsTriggerStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: PointsTriggerStatus = "active"
    public static let inactive: PointsTriggerStatus = "inactive"
    public static let archived: PointsTriggerStatus = "archived"
}

public struct PointsTriggerTimeUnit: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let hour: PointsTriggerTimeUnit = "hour"
    public static let day: PointsTriggerTimeUnit = "day"
}

public struct PointsTriggerUserAttributesItem: Codable, Hashable, Sendable {
    public var key: String
    public var value: String
}

public struct PointsTriggerEventAttribute: Codable, Hashable, Sendable {
    public var key: String
    public var value: String
}

public struct PointsTriggerEventAttributesItem: Codable, Hashable, Sendable {
    public var key: String
    public var value: String
}

public struct PointsBoost: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var status: PointsBoostStatus
    public var start: String
    public var end: String?
    public var multiplier: Double
    public var rounding: PointsBoostRounding
}

public struct PointsBoostStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: PointsBoostStatus = "active"
    public static let scheduled: PointsBoostStatus = "scheduled"
    public static let finished: PointsBoostStatus = "finished"
}

public struct PointsBoostRounding: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let down: PointsBoostRounding = "down"
    public static let up: PointsBoostRounding = "up"
    public static let nearest: PointsBoostRounding = "nearest"
}
