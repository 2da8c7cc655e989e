// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.leaderboards`.
public final class AdminLeaderboardsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListLeaderboardsResponse {
        try await http.send(
            "GET",
            "/leaderboards",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        request: CreateLeaderboardsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreateLeaderboardsResponse {
        try await http.send("POST", "/leaderboards", body: request, options: requestOptions)
    }

    public func delete(
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeleteLeaderboardsResponse {
        try await http.send(
            "DELETE",
            "/leaderboards",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        request: UpdateLeaderboardsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UpdateLeaderboardsResponse {
        try await http.send("PATCH", "/leaderboards", body: request, options: requestOptions)
    }

    public func get(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminLeaderboard {
        try await http.send(
            "GET",
            "/leaderboards/\(HTTPClient.escaped(id))",
            options: requestOptions
        )
    }
}

public typealias ListLeaderboardsResponse = [AdminLeaderboard]

public struct AdminLeaderboard: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var key: String
    public var description: String?
    public var status: AdminLeaderboardStatus
    public var rankBy: AdminLeaderboardRankBy
    public var metricId: String?
    public var pointsSystemId: String?
    public var maxParticipants: Int?
    public var start: String
    public var end: String?
    public var startTime: String?
    public var endTime: String?
    public var breakdownAttributes: [String]
    public var runUnit: AdminLeaderboardRunUnit?
    public var runInterval: Int?
    public var userAttributes: [AdminLeaderboardUserAttributesItem]
}

public struct AdminLeaderboardStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let inactive: AdminLeaderboardStatus = "inactive"
    public static let active: AdminLeaderboardStatus = "active"
    public static let scheduled: AdminLeaderboardStatus = "scheduled"
    public static let finished: AdminLeaderboardStatus = "finished"
}

public struct AdminLeaderboardRankBy: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: AdminLeaderboardRankBy = "metric"
    public static let streak: AdminLeaderboardRankBy = "streak"
    public static let points: AdminLeaderboardRankBy = "points"
}

public struct AdminLeaderboardRunUnit: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let day: AdminLeaderboardRunUnit = "day"
    public static let month: AdminLeaderboardRunUnit = "month"
    public static let year: AdminLeaderboardRunUnit = "year"
}

public struct AdminLeaderboardUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String
}

public typealias CreateLeaderboardsRequest = [CreateLeaderboardRequestItem]

public struct CreateLeaderboardRequestItem: Codable, Hashable, Sendable {
    public var name: String
    public var key: String
    public var description: String?
    public var status: CreateLeaderboardRequestItemStatus?
    public var rankBy: CreateLeaderboardRequestItemRankBy
    public var metricId: String?
    public var pointsSystemId: String?
    public var maxParticipants: Int?
    public var start: String?
    public var end: String?
    public var startTime: String?
    public var endTime: String?
    public var breakdownAttributes: [String]?
    public var runUnit: CreateLeaderboardRequestItemRunUnit?
    public var runInterval: Int?
    public var userAttributes: [CreateLeaderboardRequestItemUserAttributesItem]?

    public init(
        name: String,
        key: String,
        description: String? = nil,
        status: CreateLeaderboardRequestItemStatus? = nil,
        rankBy: CreateLeaderboardRequestItemRankBy,
        metricId: String? = nil,
        pointsSystemId: String? = nil,
        maxParticipants: Int? = nil,
        start: String? = nil,
        end: String? = nil,
        startTime: String? = nil,
        endTime: String? = nil,
        breakdownAttributes: [String]? = nil,
        runUnit: CreateLeaderboardRequestItemRunUnit? = nil,
        runInterval: Int? = nil,
        userAttributes: [CreateLeaderboardRequestItemUserAttributesItem]? = nil
    ) {
        self.name = name
        self.key = key
        self.description = description
        self.status = status
        self.rankBy = rankBy
        self.metricId = metricId
        self.pointsSystemId = pointsSystemId
        self.maxParticipants = maxParticipants
        self.start = start
        self.end = end
        self.startTime = startTime
        self.endTime = endTime
        self.breakdownAttributes = breakdownAttributes
        self.runUnit = runUnit
        self.runInterval = runInterval
        self.userAttributes = userAttributes
    }
}

public struct CreateLeaderboardRequestItemStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let inactive: CreateLeaderboardRequestItemStatus = "inactive"
    public static let active: CreateLeaderboardRequestItemStatus = "active"
    public static let scheduled: CreateLeaderboardRequestItemStatus = "scheduled"
    public static let finished: CreateLeaderboardRequestItemStatus = "finished"
}

public struct CreateLeaderboardRequestItemRankBy: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: CreateLeaderboardRequestItemRankBy = "metric"
    public static let streak: CreateLeaderboardRequestItemRankBy = "streak"
    public static let points: CreateLeaderboardRequestItemRankBy = "points"
}

public struct CreateLeaderboardRequestItemRunUnit: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let day: CreateLeaderboardRequestItemRunUnit = "day"
    public static let month: CreateLeaderboardRequestItemRunUnit = "month"
    public static let year: CreateLeaderboardRequestItemRunUnit = "year"
}

public struct CreateLeaderboardRequestItemUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct CreateLeaderboardsResponse: Codable, Hashable, Sendable {
    public var created: [AdminLeaderboard]
    public var issues: [AdminIssue]
}

public struct DeleteLeaderboardsResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public typealias UpdateLeaderboardsRequest = [UpdateLeaderboardRequestItem]

public struct UpdateLeaderboardRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String?
    public var key: String?
    public var description: String?
    public var status: UpdateLeaderboardRequestItemStatus?
    public var rankBy: UpdateLeaderboardRequestItemRankBy?
    public var metricId: String?
    public var pointsSystemId: String?
    public var maxParticipants: Int?
    public var start: String?
    public var end: String?
    public var startTime: String?
    public var endTime: String?
    public var breakdownAttributes: [String]?
    public var runUnit: UpdateLeaderboardRequestItemRunUnit?
    public var runInterval: Int?
    public var userAttributes: [UpdateLeaderboardRequestItemUserAttributesItem]?

    public init(
        id: String,
        name: String? = nil,
        key: String? = nil,
        description: String? = nil,
        status: UpdateLeaderboardRequestItemStatus? = nil,
        rankBy: UpdateLeaderboardRequestItemRankBy? = nil,
        metricId: String? = nil,
        pointsSystemId: String? = nil,
        maxParticipants: Int? = nil,
        start: String? = nil,
        end: String? = nil,
        startTime: String? = nil,
        endTime: String? = nil,
        breakdownAttributes: [String]? = nil,
        runUnit: UpdateLeaderboardRequestItemRunUnit? = nil,
        runInterval: Int? = nil,
        userAttributes: [UpdateLeaderboardRequestItemUserAttributesItem]? = nil
    ) {
        self.id = id
        self.name = name
        self.key = key
        self.description = description
        self.status = status
        self.rankBy = rankBy
        self.metricId = metricId
        self.pointsSystemId = pointsSystemId
        self.maxParticipants = maxParticipants
        self.start = start
        self.end = end
        self.startTime = startTime
        self.endTime = endTime
        self.breakdownAttributes = breakdownAttributes
        self.runUnit = runUnit
        self.runInterval = runInterval
        self.userAttributes = userAttributes
    }
}

public struct UpdateLeaderboardRequestItemStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let inactive: UpdateLeaderboardRequestItemStatus = "inactive"
    public static let active: UpdateLeaderboardRequestItemStatus = "active"
    public static let scheduled: UpdateLeaderboardRequestItemStatus = "scheduled"
    public static let finished: UpdateLeaderboardRequestItemStatus = "finished"
}

public struct UpdateLeaderboardRequestItemRankBy: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let metric: UpdateLeaderboardRequestItemRankBy = "metric"
    public static let streak: UpdateLeaderboardRequestItemRankBy = "streak"
    public static let points: UpdateLeaderboardRequestItemRankBy = "points"
}

public struct UpdateLeaderboardRequestItemRunUnit: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let day: UpdateLeaderboardRequestItemRunUnit = "day"
    public static let month: UpdateLeaderboardRequestItemRunUnit = "month"
    public static let year: UpdateLeaderboardRequestItemRunUnit = "year"
}

public struct UpdateLeaderboardRequestItemUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct UpdateLeaderboardsResponse: Codable, Hashable, Sendable {
    public var updated: [AdminLeaderboard]
    public var issues: [AdminIssue]
}
