// Made by `clients/swift/make-client`: change that, and run it.

public import Foundation

public struct User: Codable, Hashable, Sendable {
    public var id: String
    public var email: String?
    public var name: String?
    public var tz: String?
    public var signUpDate: String?
    public var deviceTokens: [String]?
    public var subscribeToEmails: Bool
    public var attributes: [String: String]
    public var control: Bool
    public var created: Date
    public var updated: Date
}

public struct UpdatedUser: Codable, Hashable, Sendable {
    public var email: String?
    public var name: String?
    public var tz: String?
    public var signUpDate: String?
    public var deviceTokens: [String]?
    public var subscribeToEmails: Bool?
    public var attributes: [String: String]?

    public init(
        email: String? = nil,
        name: String? = nil,
        tz: String? = nil,
        signUpDate: String? = nil,
        deviceTokens: [String]? = nil,
        subscribeToEmails: Bool? = nil,
        attributes: [String: String]? = nil
    ) {
        self.email = email
        self.name = name
        self.tz = tz
        self.signUpDate = signUpDate
        self.deviceTokens = deviceTokens
        self.subscribeToEmails = subscribeToEmails
        self.attributes = attributes
    }
}

public struct UserPreferencesResponse: Codable, Hashable, Sendable {
    public var notifications: NotificationPreferences
    public var streak: StreakPreferences?
}

public struct NotificationPreferences: Codable, Hashable, Sendable {
    public var achievementCompleted: [NotificationChannel]?
    public var recap: [NotificationChannel]?
    public var reactivation: [NotificationChannel]?
    public var streakReminder: [NotificationChannel]?

    public init(
        achievementCompleted: [NotificationChannel]? = nil,
        recap: [NotificationChannel]? = nil,
        reactivation: [NotificationChannel]? = nil,
        streakReminder: [NotificationChannel]? = nil
    ) {
        self.achievementCompleted = achievementCompleted
        self.recap = recap
        self.reactivation = reactivation
        self.streakReminder = streakReminder
    }

    private enum CodingKeys: String, CodingKey {
        case achievementCompleted = "achievement_completed"
        case recap
        case reactivation
        case streakReminder = "streak_reminder"
    }
}

public struct NotificationChannel: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let email: NotificationChannel = "email"
    public static let push: NotificationChannel = "push"
}

public struct StreakPreferences: Codable, Hashable, Sendable {
    public var enabled: Bool?
    public var evaluationMode: StreakEvaluationModePreference?
    public var metrics: [StreakMetricPreference]?
    public var daysOff: [Int]?

    public init(
        enabled: Bool? = nil,
        evaluationMode: StreakEvaluationModePreference? = nil,
        metrics: [StreakMetricPreference]? = nil,
        daysOff: [Int]? = nil
    ) {
        self.enabled = enabled
        self.evaluationMode = evaluationMode
        self.metrics = metrics
        self.daysOff = daysOff
    }
}

public struct StreakEvaluationModePreference: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let or: StreakEvaluationModePreference = "OR"
    public static let and: StreakEvaluationModePreference = "AND"
}

public struct StreakMetricPreference: Codable, Hashable, Sendable {
    public var key: String
    public var threshold: Double

    public init(key: String, threshold: Double) {
        self.key = key
        self.threshold = threshold
    }
}

extension Requests {
    public struct UpdateUserPreferencesRequest: Codable, Hashable, Sendable {
        public var notifications: NotificationPreferences?
        public var streak: StreakPreferences?

        public init(notifications: NotificationPreferences? = nil, streak: StreakPreferences? = nil)
        {
            self.notifications = notifications
            self.streak = streak
        }
    }
}

public struct MetricResponse: Codable, Hashable, Sendable {
    public var id: String
    public var key: String
    public var name: String
    public var current: Double
    public var achievements: [UserAchievementResponse]
}

public struct UsersMetricEventSummaryRequestAggregation: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let daily: UsersMetricEventSummaryRequestAggregation = "daily"
    public static let weekly: UsersMetricEventSummaryRequestAggregation = "weekly"
    public static let monthly: UsersMetricEventSummaryRequestAggregation = "monthly"
}

public struct UsersMetricEventSummaryResponseItem: Codable, Hashable, Sendable {
    public var date: String
    public var total: Double
    public var change: Double
}

public struct True: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let `true`: True = "true"
}

public struct UserAchievementWithStatsResponse: Codable, Hashable, Sendable {
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
    public var achievedAt: Date?
    public var progress: AchievementProgress?
}

public struct StreakResponse: Codable, Hashable, Sendable {
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
    public var extended: Date?
    public var streakHistory: [StreakResponseStreakHistoryItem]
    public var pauses: [StreakResponsePausesItem]
}

public struct StreakResponseStreakHistoryItem: Codable, Hashable, Sendable {
    public var periodStart: String
    public var periodEnd: String
    public var length: Int
    public var usedFreeze: Bool?
    public var usedPause: Bool
    public var resetAt: Date?
    public var verdict: String?
    public var coveredBy: String?
}

public struct StreakResponsePausesItem: Codable, Hashable, Sendable {
    public var id: String
    public var start: String
    public var end: String
}

public struct GetUserPointsResponse: Codable, Hashable, Sendable {
    public var id: String
    public var key: String
    public var name: String
    public var description: String?
    public var badgeUrl: String?
    public var maxPoints: Double?
    public var total: Int
    public var level: PointsLevel?
    public var awards: [PointsAward]
}

public struct UsersPointsEventSummaryRequestAggregation: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let daily: UsersPointsEventSummaryRequestAggregation = "daily"
    public static let weekly: UsersPointsEventSummaryRequestAggregation = "weekly"
    public static let monthly: UsersPointsEventSummaryRequestAggregation = "monthly"
}

public struct UsersPointsEventSummaryResponseItem: Codable, Hashable, Sendable {
    public var date: String
    public var total: Double
    public var change: Double
}

public struct UserLeaderboardResponseWithHistory: Codable, Hashable, Sendable {
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
    public var rank: Int?
    public var value: Int?
    public var history: [LeaderboardEvent]
}

public struct LeaderboardEvent: Codable, Hashable, Sendable {
    public var date: String
    public var timestamp: Date
    public var previousRank: Int?
    public var rank: Int?
    public var previousValue: Int?
    public var value: Int?
}

public struct WrappedResponse: Codable, Hashable, Sendable {
    public var user: User
    public var activity: WrappedActivity
}

public struct WrappedActivity: Codable, Hashable, Sendable {
    public var daysActive: Int
    public var weeksActive: Int
    public var monthsActive: Int
    public var mostActiveDay: WrappedMostActiveDay
    public var mostActiveWeek: WrappedMostActiveWeek
    public var mostActiveMonth: WrappedMostActiveMonth
    public var entireYear: WrappedEntireYear
}

public struct WrappedMostActiveDay: Codable, Hashable, Sendable {
    public var metrics: [String: WrappedMetric]
    public var points: [String: WrappedPoints]
    public var achievements: [UserAchievementResponse]
    public var leaderboards: [String: UserLeaderboardResponse]
    public var date: String
}

public struct WrappedMetric: Codable, Hashable, Sendable {
    public var name: String
    public var units: String?
    public var currentTotal: Double
    public var changeThisPeriod: Double
    public var percentChange: Double
    public var percentileThisPeriod: Double?
    public var byAttribute: [String: [String: WrappedMetricByAttributeValueValue]]
}

public struct WrappedMetricByAttributeValueValue: Codable, Hashable, Sendable {
    public var name: String?
    public var units: String?
    public var currentTotal: Double?
    public var changeThisPeriod: Double?
    public var percentChange: Double?
    public var percentileThisPeriod: Double?
}

public struct WrappedPoints: Codable, Hashable, Sendable {
    public var name: String
    public var description: String?
    public var currentTotal: Double
    public var changeThisPeriod: Double
    public var percentChange: Double
    public var percentileThisPeriod: Double?
}

public struct UserLeaderboardResponse: Codable, Hashable, Sendable {
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
    public var rank: Int?
    public var value: Int?
}

public struct WrappedMostActiveWeek: Codable, Hashable, Sendable {
    public var metrics: [String: WrappedMetric]
    public var points: [String: WrappedPoints]
    public var achievements: [UserAchievementResponse]
    public var leaderboards: [String: UserLeaderboardResponse]
    public var start: String
    public var end: String
}

public struct WrappedMostActiveMonth: Codable, Hashable, Sendable {
    public var metrics: [String: WrappedMetric]
    public var points: [String: WrappedPoints]
    public var achievements: [UserAchievementResponse]
    public var leaderboards: [String: UserLeaderboardResponse]
    public var month: Int
}

public struct WrappedEntireYear: Codable, Hashable, Sendable {
    public var metrics: [String: WrappedMetric]
    public var points: [String: WrappedPoints]
    public var achievements: [UserAchievementResponse]
    public var leaderboards: [String: UserLeaderboardResponse]
    public var longestStreak: WrappedStreak
}

public struct WrappedStreak: Codable, Hashable, Sendable {
    public var length: Int
    public var frequency: StreakFrequency
    public var periodStart: String?
    public var periodEnd: String?
    public var started: String?
}
