// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.points.triggers`.
public final class TriggersClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        systemId: String,
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListPointsTriggersResponse {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(systemId))/triggers",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        systemId: String,
        request: CreatePointsTriggersRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreatePointsTriggersResponse {
        try await http.send(
            "POST",
            "/points/\(HTTPClient.escaped(systemId))/triggers",
            body: request,
            options: requestOptions
        )
    }

    public func delete(
        systemId: String,
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeletePointsTriggersResponse {
        try await http.send(
            "DELETE",
            "/points/\(HTTPClient.escaped(systemId))/triggers",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        systemId: String,
        request: PatchPointsTriggersRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> PatchPointsTriggersResponse {
        try await http.send(
            "PATCH",
            "/points/\(HTTPClient.escaped(systemId))/triggers",
            body: request,
            options: requestOptions
        )
    }

    public func get(
        systemId: String,
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminPointsTrigger {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(systemId))/triggers/\(HTTPClient.escaped(id))",
            options: requestOptions
        )
    }
}

public typealias ListPointsTriggersResponse = [AdminPointsTrigger]

public typealias CreatePointsTriggersRequest = [CreatePointsTriggerRequestItem]

public struct CreatePointsTriggersResponse: Codable, Hashable, Sendable {
    public var created: [AdminPointsTrigger]
    public var issues: [AdminIssue]
}

public struct DeletePointsTriggersResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public typealias PatchPointsTriggersRequest = [PatchPointsTriggersRequestItem]

public struct PatchPointsTriggersRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var type: PatchPointsTriggersRequestItemType?
    public var points: Int?
    public var status: PatchPointsTriggersRequestItemStatus?
    public var userAttributes: [PatchPointsTriggersRequestItemUserAttributesItem]?
    public var metricId: String?
    public var metricThreshold: Int?
    public var eventAttributes: [PatchPointsTriggersRequestItemEventAttributesItem]?
    public var achievementId: String?
    public var streakLength: Int?
    public var timeUnit: PatchPointsTriggersRequestItemTimeUnit?
    public var timeInterval: Int?
    public var blockIfOutOfPoints: Bool?

    public init(
        id: String,
        type: PatchPointsTriggersRequestItemType? = nil,
        points: Int? = nil,
        status: PatchPointsTriggersRequestItemStatus? = nil,
        userAttributes: [PatchPointsTriggersRequestItemUserAttributesItem]? = nil,
        metricId: String? = nil,
        metricThreshold: Int? = nil,
        eventAttributes: [PatchPointsTriggersRequestItemEventAttributesItem]? = nil,
        achievementId: String? = nil,
        streakLength: Int? = nil,
        timeUnit: PatchPointsTriggersRequestItemTimeUnit? = nil,
        timeInterval: Int? = nil,
        blockIfOutOfPoints: Bool? = nil
    ) {
        self.id = id
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

public struct PatchPointsTriggersRequestItemType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: PatchPointsTriggersRequestItemType = "metric"
    public static let achievement: PatchPointsTriggersRequestItemType = "achievement"
    public static let streak: PatchPointsTriggersRequestItemType = "streak"
    public static let time: PatchPointsTriggersRequestItemType = "time"
    public static let userCreation: PatchPointsTriggersRequestItemType = "user_creation"
}

public struct PatchPointsTriggersRequestItemStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: PatchPointsTriggersRequestItemStatus = "active"
    public static let inactive: PatchPointsTriggersRequestItemStatus = "inactive"
}

public struct PatchPointsTriggersRequestItemUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct PatchPointsTriggersRequestItemEventAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct PatchPointsTriggersRequestItemTimeUnit: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let hours: PatchPointsTriggersRequestItemTimeUnit = "hours"
    public static let days: PatchPointsTriggersRequestItemTimeUnit = "days"
}

public struct PatchPointsTriggersResponse: Codable, Hashable, Sendable {
    public var updated: [AdminPointsTrigger]
    public var issues: [AdminIssue]
}
