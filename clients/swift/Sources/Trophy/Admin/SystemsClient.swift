// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.points.systems`.
public final class SystemsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListPointsSystemsResponse {
        try await http.send(
            "GET",
            "/points",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        request: CreatePointsSystemsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreatePointsSystemsResponse {
        try await http.send("POST", "/points", body: request, options: requestOptions)
    }

    public func delete(
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeletePointsSystemsResponse {
        try await http.send(
            "DELETE",
            "/points",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        request: UpdatePointsSystemsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UpdatePointsSystemsResponse {
        try await http.send("PATCH", "/points", body: request, options: requestOptions)
    }

    public func get(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminPointsSystem {
        try await http.send("GET", "/points/\(HTTPClient.escaped(id))", options: requestOptions)
    }
}

public typealias ListPointsSystemsResponse = [AdminPointsSystem]

public struct AdminPointsSystem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var key: String
    public var description: String
    public var status: AdminPointsSystemStatus
    public var badge: AdminPointsSystemBadge?
    public var maxPoints: Int?
}

public struct AdminPointsSystemStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: AdminPointsSystemStatus = "active"
    public static let archived: AdminPointsSystemStatus = "archived"
}

public struct AdminPointsSystemBadge: Codable, Hashable, Sendable {
    public var url: String
}

public typealias CreatePointsSystemsRequest = [CreatePointsSystemRequestItem]

public struct CreatePointsSystemRequestItem: Codable, Hashable, Sendable {
    public var name: String
    public var key: String
    public var description: String?
    public var badge: CreatePointsSystemRequestItemBadge?
    public var maxPoints: Int?
    public var levels: [CreatePointsLevelRequestItem]?
    public var boosts: [CreatePointsBoostRequestItem]?
    public var triggers: [CreatePointsTriggerRequestItem]?

    public init(
        name: String,
        key: String,
        description: String? = nil,
        badge: CreatePointsSystemRequestItemBadge? = nil,
        maxPoints: Int? = nil,
        levels: [CreatePointsLevelRequestItem]? = nil,
        boosts: [CreatePointsBoostRequestItem]? = nil,
        triggers: [CreatePointsTriggerRequestItem]? = nil
    ) {
        self.name = name
        self.key = key
        self.description = description
        self.badge = badge
        self.maxPoints = maxPoints
        self.levels = levels
        self.boosts = boosts
        self.triggers = triggers
    }
}

public struct CreatePointsSystemRequestItemBadge: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}

public struct CreatePointsTriggerRequestItem: Codable, Hashable, Sendable {
    public var type: CreatePointsTriggerRequestItemType
    public var points: Int
    public var status: CreatePointsTriggerRequestItemStatus?
    public var userAttributes: [CreatePointsTriggerRequestItemUserAttributesItem]?
    public var metricId: String?
    public var metricThreshold: Int?
    public var eventAttributes: [CreatePointsTriggerRequestItemEventAttributesItem]?
    public var achievementId: String?
    public var streakLength: Int?
    public var timeUnit: CreatePointsTriggerRequestItemTimeUnit?
    public var timeInterval: Int?
    public var blockIfOutOfPoints: Bool?

    public init(
        type: CreatePointsTriggerRequestItemType,
        points: Int,
        status: CreatePointsTriggerRequestItemStatus? = nil,
        userAttributes: [CreatePointsTriggerRequestItemUserAttributesItem]? = nil,
        metricId: String? = nil,
        metricThreshold: Int? = nil,
        eventAttributes: [CreatePointsTriggerRequestItemEventAttributesItem]? = nil,
        achievementId: String? = nil,
        streakLength: Int? = nil,
        timeUnit: CreatePointsTriggerRequestItemTimeUnit? = nil,
        timeInterval: Int? = nil,
        blockIfOutOfPoints: Bool? = nil
    ) {
        self.type = type
        self.points = points
        self.status = status
        self.userAttributes = userAttributes
        self.metricId = metricId
        self.metricThreshold = metricThreshold
        self.eventAttributes = eventAttributes
        self.achievementId = achievementId
        self.streakLength = streakLength
        self.timeUnit = timeUnit
        self.timeInterval = timeInterval
        self.blockIfOutOfPoints = blockIfOutOfPoints
    }
}

public struct CreatePointsTriggerRequestItemType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: CreatePointsTriggerRequestItemType = "metric"
    public static let achievement: CreatePointsTriggerRequestItemType = "achievement"
    public static let streak: CreatePointsTriggerRequestItemType = "streak"
    public static let time: CreatePointsTriggerRequestItemType = "time"
    public static let userCreation: CreatePointsTriggerRequestItemType = "user_creation"
}

public struct CreatePointsTriggerRequestItemStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: CreatePointsTriggerRequestItemStatus = "active"
    public static let inactive: CreatePointsTriggerRequestItemStatus = "inactive"
}

public struct CreatePointsTriggerRequestItemUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct CreatePointsTriggerRequestItemEventAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct CreatePointsTriggerRequestItemTimeUnit: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let hours: CreatePointsTriggerRequestItemTimeUnit = "hours"
    public static let days: CreatePointsTriggerRequestItemTimeUnit = "days"
}

public struct CreatePointsSystemsResponse: Codable, Hashable, Sendable {
    public var created: [CreatedAdminPointsSystem]
    public var issues: [AdminIssue]
}

public struct CreatedAdminPointsSystem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var key: String
    public var description: String
    public var status: AdminPointsSystemStatus
    public var badge: AdminPointsSystemBadge?
    public var maxPoints: Int?
    public var levels: [AdminPointsLevel]?
    public var boosts: [AdminPointsBoost]?
    public var triggers: [AdminPointsTrigger]?
}

public struct AdminPointsTrigger: Codable, Hashable, Sendable {
    public var id: String
    public var type: AdminPointsTriggerType
    public var points: Int
    public var status: AdminPointsTriggerStatus
    public var userAttributes: [AdminPointsTriggerUserAttributesItem]
    public var metricId: String?
    public var metricThreshold: Int?
    public var eventAttributes: [AdminPointsTriggerEventAttributesItem]?
    public var achievementId: String?
    public var streakLength: Int?
    public var timeUnit: AdminPointsTriggerTimeUnit?
    public var timeInterval: Int?
    public var blockIfOutOfPoints: Bool
}

public struct AdminPointsTriggerType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: AdminPointsTriggerType = "metric"
    public static let achievement: AdminPointsTriggerType = "achievement"
    public static let streak: AdminPointsTriggerType = "streak"
    public static let time: AdminPointsTriggerType = "time"
    public static let userCreation: AdminPointsTriggerType = "user_creation"
}

public struct AdminPointsTriggerStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: AdminPointsTriggerStatus = "active"
    public static let inactive: AdminPointsTriggerStatus = "inactive"
}

public struct AdminPointsTriggerUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String
}

public struct AdminPointsTriggerEventAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String
}

public struct AdminPointsTriggerTimeUnit: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let hours: AdminPointsTriggerTimeUnit = "hours"
    public static let days: AdminPointsTriggerTimeUnit = "days"
}

public struct DeletePointsSystemsResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public typealias UpdatePointsSystemsRequest = [UpdatePointsSystemRequestItem]

public struct UpdatePointsSystemRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String?
    public var description: String?
    public var badge: UpdatePointsSystemRequestItemBadge?
    public var maxPoints: Int?

    public init(
        id: String,
        name: String? = nil,
        description: String? = nil,
        badge: UpdatePointsSystemRequestItemBadge? = nil,
        maxPoints: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.badge = badge
        self.maxPoints = maxPoints
    }
}

public struct UpdatePointsSystemRequestItemBadge: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}

public struct UpdatePointsSystemsResponse: Codable, Hashable, Sendable {
    public var updated: [AdminPointsSystem]
    public var issues: [AdminIssue]
}
