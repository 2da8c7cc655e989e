// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.points.boosts`.
public final class BoostsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        systemId: String,
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListPointsBoostsResponse {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(systemId))/boosts",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        systemId: String,
        request: CreatePointsBoostsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreatePointsBoostsResponse {
        try await http.send(
            "POST",
            "/points/\(HTTPClient.escaped(systemId))/boosts",
            body: request,
            options: requestOptions
        )
    }

    public func delete(
        systemId: String,
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeletePointsBoostsResponse {
        try await http.send(
            "DELETE",
            "/points/\(HTTPClient.escaped(systemId))/boosts",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        systemId: String,
        request: PatchPointsBoostsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> PatchPointsBoostsResponse {
        try await http.send(
            "PATCH",
            "/points/\(HTTPClient.escaped(systemId))/boosts",
            body: request,
            options: requestOptions
        )
    }

    public func get(
        systemId: String,
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminPointsBoost {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(systemId))/boosts/\(HTTPClient.escaped(id))",
            options: requestOptions
        )
    }
}

public typealias ListPointsBoostsResponse = [AdminPointsBoost]

public struct AdminPointsBoost: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var status: AdminPointsBoostStatus
    public var start: String
    public var end: String?
    public var multiplier: Double
    public var rounding: AdminPointsBoostRounding
    public var userId: String?
    public var userAttributes: [AdminPointsBoostUserAttributesItem]?
}

public struct AdminPointsBoostStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: AdminPointsBoostStatus = "active"
    public static let scheduled: AdminPointsBoostStatus = "scheduled"
    public static let finished: AdminPointsBoostStatus = "finished"
}

public struct AdminPointsBoostRounding: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let down: AdminPointsBoostRounding = "down"
    public static let up: AdminPointsBoostRounding = "up"
    public static let nearest: AdminPointsBoostRounding = "nearest"
}

public struct AdminPointsBoostUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String
}

public typealias CreatePointsBoostsRequest = [CreatePointsBoostRequestItem]

public struct CreatePointsBoostRequestItem: Codable, Hashable, Sendable {
    public var userId: String?
    public var name: String
    public var start: String
    public var end: String?
    public var multiplier: Double
    public var rounding: CreatePointsBoostRequestItemRounding?
    public var userAttributes: [CreatePointsBoostRequestItemUserAttributesItem]?

    public init(
        userId: String? = nil,
        name: String,
        start: String,
        end: String? = nil,
        multiplier: Double,
        rounding: CreatePointsBoostRequestItemRounding? = nil,
        userAttributes: [CreatePointsBoostRequestItemUserAttributesItem]? = nil
    ) {
        self.userId = userId
        self.name = name
        self.start = start
        self.end = end
        self.multiplier = multiplier
        self.rounding = rounding
        self.userAttributes = userAttributes
    }
}

public struct CreatePointsBoostRequestItemRounding: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let down: CreatePointsBoostRequestItemRounding = "down"
    public static let up: CreatePointsBoostRequestItemRounding = "up"
    public static let nearest: CreatePointsBoostRequestItemRounding = "nearest"
}

public struct CreatePointsBoostRequestItemUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct CreatePointsBoostsResponse: Codable, Hashable, Sendable {
    public var created: [AdminPointsBoost]
    public var issues: [AdminIssue]
}

public struct DeletePointsBoostsResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public typealias PatchPointsBoostsRequest = [PatchPointsBoostsRequestItem]

public struct PatchPointsBoostsRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String?
    public var start: String?
    public var end: String?
    public var multiplier: Double?
    public var rounding: PatchPointsBoostsRequestItemRounding?
    public var userAttributes: [PatchPointsBoostsRequestItemUserAttributesItem]?

    public init(
        id: String,
        name: String? = nil,
        start: String? = nil,
        end: String? = nil,
        multiplier: Double? = nil,
        rounding: PatchPointsBoostsRequestItemRounding? = nil,
        userAttributes: [PatchPointsBoostsRequestItemUserAttributesItem]? = nil
    ) {
        self.id = id
        self.name = name
        self.start = start
        self.end = end
        self.multiplier = multiplier
        self.rounding = rounding
        self.userAttributes = userAttributes
    }
}

public struct PatchPointsBoostsRequestItemRounding: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let down: PatchPointsBoostsRequestItemRounding = "down"
    public static let up: PatchPointsBoostsRequestItemRounding = "up"
    public static let nearest: PatchPointsBoostsRequestItemRounding = "nearest"
}

public struct PatchPointsBoostsRequestItemUserAttributesItem: Codable, Hashable, Sendable {
    public var attributeId: String
    public var attributeValue: String

    public init(attributeId: String, attributeValue: String) {
        self.attributeId = attributeId
        self.attributeValue = attributeValue
    }
}

public struct PatchPointsBoostsResponse: Codable, Hashable, Sendable {
    public var updated: [AdminPointsBoost]
    public var issues: [AdminIssue]
}
