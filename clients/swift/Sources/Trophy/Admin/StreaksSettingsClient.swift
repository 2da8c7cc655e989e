// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.streaks.settings`.
public final class StreaksSettingsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func get(
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> StreakSettings {
        try await http.send("GET", "/streaks/settings", options: requestOptions)
    }

    public func update(
        request: Requests.UpdateStreakSettingsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> StreakSettings {
        try await http.send("PATCH", "/streaks/settings", body: request, options: requestOptions)
    }
}

public struct StreakSettings: Codable, Hashable, Sendable {
    public var frequency: AdminStreakFrequency
    public var evaluationMode: AdminStreakEvaluationMode
    public var customizationEnabled: Bool
    public var daysOff: [Int]
    public var metrics: [StreakSettingsMetric]
    public var freezes: StreakSettingsFreezes?
}

public struct AdminStreakFrequency: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let daily: AdminStreakFrequency = "daily"
    public static let weekly: AdminStreakFrequency = "weekly"
    public static let monthly: AdminStreakFrequency = "monthly"
}

public struct AdminStreakEvaluationMode: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let or: AdminStreakEvaluationMode = "OR"
    public static let and: AdminStreakEvaluationMode = "AND"
}

public struct StreakSettingsMetric: Codable, Hashable, Sendable {
    public var key: String
    public var threshold: Int

    public init(key: String, threshold: Int) {
        self.key = key
        self.threshold = threshold
    }
}

public struct StreakSettingsFreezes: Codable, Hashable, Sendable {
    public var startCount: Int
    public var maxCount: Int
    public var autoEarnInterval: Int?
    public var autoEarnAmount: Int?
}

extension Requests {
    public struct UpdateStreakSettingsRequest: Codable, Hashable, Sendable {
        public var frequency: AdminStreakFrequency?
        public var evaluationMode: AdminStreakEvaluationMode?
        public var customizationEnabled: Bool?
        public var daysOff: [Int]?
        public var metrics: [StreakSettingsMetric]?
        public var freezes: UpdateStreakSettingsFreezes?

        public init(
            frequency: AdminStreakFrequency? = nil,
            evaluationMode: AdminStreakEvaluationMode? = nil,
            customizationEnabled: Bool? = nil,
            daysOff: [Int]? = nil,
            metrics: [StreakSettingsMetric]? = nil,
            freezes: UpdateStreakSettingsFreezes? = nil
        ) {
            self.frequency = frequency
            self.evaluationMode = evaluationMode
            self.customizationEnabled = customizationEnabled
            self.daysOff = daysOff
            self.metrics = metrics
            self.freezes = freezes
        }
    }
}

public struct UpdateStreakSettingsFreezes: Codable, Hashable, Sendable {
    public var startCount: Int
    public var maxCount: Int
    public var autoEarnInterval: Int?
    public var autoEarnAmount: Int?

    public init(
        startCount: Int,
        maxCount: Int,
        autoEarnInterval: Int? = nil,
        autoEarnAmount: Int? = nil
    ) {
        self.startCount = startCount
        self.maxCount = maxCount
        self.autoEarnInterval = autoEarnInterval
        self.autoEarnAmount = autoEarnAmount
    }
}
