// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.achievements`.
public final class AdminAchievementsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListAchievementsResponse {
        try await http.send(
            "GET",
            "/achievements",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        request: CreateAchievementsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreateAchievementsResponse {
        try await http.send("POST", "/achievements", body: request, options: requestOptions)
    }

    public func delete(
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeleteAchievementsResponse {
        try await http.send(
            "DELETE",
            "/achievements",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        request: UpdateAchievementsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UpdateAchievementsResponse {
        try await http.send("PATCH", "/achievements", body: request, options: requestOptions)
    }

    public func get(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminAchievement {
        try await http.send(
            "GET",
            "/achievements/\(HTTPClient.escaped(id))",
            options: requestOptions
        )
    }
}

public typealias ListAchievementsResponse = [AdminAchievement]

public struct AdminAchievement: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var description: String?
    public var trigger: AdminAchievementTrigger
    public var status: AdminAchievementStatus
    public var badge: AdminAchievementBadge?
    public var userAttributes: [AdminAchievementUserAttributesItem]
    public var key: String?
    public var metricId: String?
    public var metricValue: Double?
    public var eventAttributes: [AdminAchievementEventAttributesItem]?
    public var streakLength: Int?
    public var anniversaryYears: Int?
    public var achievementIds: [String]?
}

public struct AdminAchievementTrigger: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: AdminAchievementTrigger = "metric"
    public static let streak: AdminAchievementTrigger = "streak"
    public static let api: AdminAchievementTrigger = "api"
    public static let achievement: AdminAchievementTrigger = "achievement"
    public static let anniversary: AdminAchievementTrigger = "anniversary"
}

public struct AdminAchievementStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: AdminAchievementStatus = "active"
    public static let inactive: AdminAchievementStatus = "inactive"
    public static let locked: AdminAchievementStatus = "locked"
}

public struct AdminAchievementBadge: Codable, Hashable, Sendable {
    public var url: String
}

public struct AdminAchievementUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String
}

public struct AdminAchievementEventAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String
}

public typealias CreateAchievementsRequest = [CreateAchievementRequestItem]

public struct CreateAchievementRequestItem: Codable, Hashable, Sendable {
    public var name: String
    public var trigger: CreateAchievementRequestItemTrigger
    public var description: String?
    public var status: CreateAchievementRequestItemStatus?
    public var badge: CreateAchievementRequestItemBadge?
    public var userAttributes: [CreateAchievementRequestItemUserAttributesItem]?
    public var key: String?
    public var metricId: String?
    public var metricValue: Double?
    public var eventAttributes: [CreateAchievementRequestItemEventAttributesItem]?
    public var streakLength: Int?
    public var anniversaryYears: Int?
    public var achievementIds: [String]?

    public init(
        name: String,
        trigger: CreateAchievementRequestItemTrigger,
        description: String? = nil,
        status: CreateAchievementRequestItemStatus? = nil,
        badge: CreateAchievementRequestItemBadge? = nil,
        userAttributes: [CreateAchievementRequestItemUserAttributesItem]? = nil,
        key: String? = nil,
        metricId: String? = nil,
        metricValue: Double? = nil,
        eventAttributes: [CreateAchievementRequestItemEventAttributesItem]? = nil,
        streakLength: Int? = nil,
        anniversaryYears: Int? = nil,
        achievementIds: [String]? = nil
    ) {
        self.name = name
        self.trigger = trigger
        self.description = description
        self.status = status
        self.badge = badge
        self.userAttributes = userAttributes
        self.key = key
        self.metricId = metricId
        self.metricValue = metricValue
        self.eventAttributes = eventAttributes
        self.streakLength = streakLength
        self.anniversaryYears = anniversaryYears
        self.achievementIds = achievementIds
    }
}

public struct CreateAchievementRequestItemTrigger: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: CreateAchievementRequestItemTrigger = "metric"
    public static let streak: CreateAchievementRequestItemTrigger = "streak"
    public static let api: CreateAchievementRequestItemTrigger = "api"
    public static let achievement: CreateAchievementRequestItemTrigger = "achievement"
    public static let anniversary: CreateAchievementRequestItemTrigger = "anniversary"
}

public struct CreateAchievementRequestItemStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: CreateAchievementRequestItemStatus = "active"
    public static let inactive: CreateAchievementRequestItemStatus = "inactive"
    public static let locked: CreateAchievementRequestItemStatus = "locked"
}

public struct CreateAchievementRequestItemBadge: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}

public struct CreateAchievementRequestItemUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct CreateAchievementRequestItemEventAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct CreateAchievementsResponse: Codable, Hashable, Sendable {
    public var created: [AdminAchievement]
    public var issues: [AdminIssue]
}

public struct AdminIssue: Codable, Hashable, Sendable {
    public var id: String?
    public var userId: String?
    public var boostId: String?
    public var index: Int?
    public var severity: AdminIssueSeverity
    public var message: String
}

public struct AdminIssueSeverity: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let error: AdminIssueSeverity = "error"
    public static let warning: AdminIssueSeverity = "warning"
}

public struct DeleteAchievementsResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public struct DeletedResource: Codable, Hashable, Sendable {
    public var id: String
}

public typealias UpdateAchievementsRequest = [UpdateAchievementRequestItem]

public struct UpdateAchievementRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String?
    public var trigger: UpdateAchievementRequestItemTrigger?
    public var description: String?
    public var status: UpdateAchievementRequestItemStatus?
    public var badge: UpdateAchievementRequestItemBadge?
    public var userAttributes: [UpdateAchievementRequestItemUserAttributesItem]?
    public var key: String?
    public var metricId: String?
    public var metricValue: Double?
    public var eventAttributes: [UpdateAchievementRequestItemEventAttributesItem]?
    public var streakLength: Int?
    public var anniversaryYears: Int?
    public var achievementIds: [String]?

    public init(
        id: String,
        name: String? = nil,
        trigger: UpdateAchievementRequestItemTrigger? = nil,
        description: String? = nil,
        status: UpdateAchievementRequestItemStatus? = nil,
        badge: UpdateAchievementRequestItemBadge? = nil,
        userAttributes: [UpdateAchievementRequestItemUserAttributesItem]? = nil,
        key: String? = nil,
        metricId: String? = nil,
        metricValue: Double? = nil,
        eventAttributes: [UpdateAchievementRequestItemEventAttributesItem]? = nil,
        streakLength: Int? = nil,
        anniversaryYears: Int? = nil,
        achievementIds: [String]? = nil
    ) {
        self.id = id
        self.name = name
        self.trigger = trigger
        self.description = description
        self.status = status
        self.badge = badge
        self.userAttributes = userAttributes
        self.key = key
        self.metricId = metricId
        self.metricValue = metricValue
        self.eventAttributes = eventAttributes
        self.streakLength = streakLength
        self.anniversaryYears = anniversaryYears
        self.achievementIds = achievementIds
    }
}

public struct UpdateAchievementRequestItemTrigger: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: UpdateAchievementRequestItemTrigger = "metric"
    public static let streak: UpdateAchievementRequestItemTrigger = "streak"
    public static let api: UpdateAchievementRequestItemTrigger = "api"
    public static let achievement: UpdateAchievementRequestItemTrigger = "achievement"
    public static let anniversary: UpdateAchievementRequestItemTrigger = "anniversary"
}

public struct UpdateAchievementRequestItemStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: UpdateAchievementRequestItemStatus = "active"
    public static let inactive: UpdateAchievementRequestItemStatus = "inactive"
    public static let locked: UpdateAchievementRequestItemStatus = "locked"
}

public struct UpdateAchievementRequestItemBadge: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}

public struct UpdateAchievementRequestItemUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct UpdateAchievementRequestItemEventAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct UpdateAchievementsResponse: Codable, Hashable, Sendable {
    public var updated: [AdminAchievement]
    public var issues: [AdminIssue]
}
