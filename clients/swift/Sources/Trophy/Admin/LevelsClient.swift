// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.points.levels`.
public final class LevelsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        systemId: String,
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListPointsLevelsResponse {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(systemId))/levels",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        systemId: String,
        request: CreatePointsLevelsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreatePointsLevelsResponse {
        try await http.send(
            "POST",
            "/points/\(HTTPClient.escaped(systemId))/levels",
            body: request,
            options: requestOptions
        )
    }

    public func delete(
        systemId: String,
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeletePointsLevelsResponse {
        try await http.send(
            "DELETE",
            "/points/\(HTTPClient.escaped(systemId))/levels",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        systemId: String,
        request: PatchPointsLevelsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> PatchPointsLevelsResponse {
        try await http.send(
            "PATCH",
            "/points/\(HTTPClient.escaped(systemId))/levels",
            body: request,
            options: requestOptions
        )
    }

    public func get(
        systemId: String,
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminPointsLevel {
        try await http.send(
            "GET",
            "/points/\(HTTPClient.escaped(systemId))/levels/\(HTTPClient.escaped(id))",
            options: requestOptions
        )
    }
}

public typealias ListPointsLevelsResponse = [AdminPointsLevel]

public struct AdminPointsLevel: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var key: String
    public var points: Int
    public var description: String
    public var badge: AdminPointsLevelBadge?
}

public struct AdminPointsLevelBadge: Codable, Hashable, Sendable {
    public var url: String
}

public typealias CreatePointsLevelsRequest = [CreatePointsLevelRequestItem]

public struct CreatePointsLevelRequestItem: Codable, Hashable, Sendable {
    public var name: String
    public var key: String
    public var points: Int
    public var description: String?
    public var badge: CreatePointsLevelRequestItemBadge?

    public init(
        name: String,
        key: String,
        points: Int,
        description: String? = nil,
        badge: CreatePointsLevelRequestItemBadge? = nil
    ) {
        self.name = name
        self.key = key
        self.points = points
        self.description = description
        self.badge = badge
    }
}

public struct CreatePointsLevelRequestItemBadge: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}

public struct CreatePointsLevelsResponse: Codable, Hashable, Sendable {
    public var created: [AdminPointsLevel]
    public var issues: [AdminIssue]
}

public struct DeletePointsLevelsResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public typealias PatchPointsLevelsRequest = [PatchPointsLevelsRequestItem]

public struct PatchPointsLevelsRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String?
    public var points: Int?
    public var description: String?
    public var badge: PatchPointsLevelsRequestItemBadge?

    public init(
        id: String,
        name: String? = nil,
        points: Int? = nil,
        description: String? = nil,
        badge: PatchPointsLevelsRequestItemBadge? = nil
    ) {
        self.id = id
        self.name = name
        self.points = points
        self.description = description
        self.badge = badge
    }
}

public struct PatchPointsLevelsRequestItemBadge: Codable, Hashable, Sendable {
    public var url: String

    public init(url: String) {
        self.url = url
    }
}

public struct PatchPointsLevelsResponse: Codable, Hashable, Sendable {
    public var updated: [AdminPointsLevel]
    public var issues: [AdminIssue]
}
