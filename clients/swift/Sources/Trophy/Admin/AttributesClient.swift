// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.attributes`.
public final class AttributesClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListAttributesResponse {
        try await http.send(
            "GET",
            "/attributes",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        request: CreateAttributesRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreateAttributesResponse {
        try await http.send("POST", "/attributes", body: request, options: requestOptions)
    }

    public func delete(
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeleteAttributesResponse {
        try await http.send(
            "DELETE",
            "/attributes",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        request: UpdateAttributesRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UpdateAttributesResponse {
        try await http.send("PATCH", "/attributes", body: request, options: requestOptions)
    }

    public func get(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminAttribute {
        try await http.send("GET", "/attributes/\(HTTPClient.escaped(id))", options: requestOptions)
    }
}

public typealias ListAttributesResponse = [AdminAttribute]

public struct AdminAttribute: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var key: String
    public var type: AdminAttributeType
}

public struct AdminAttributeType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let user: AdminAttributeType = "user"
    public static let event: AdminAttributeType = "event"
}

public typealias CreateAttributesRequest = [CreateAttributeRequestItem]

public struct CreateAttributeRequestItem: Codable, Hashable, Sendable {
    public var name: String
    public var key: String
    public var type: CreateAttributeRequestItemType

    public init(name: String, key: String, type: CreateAttributeRequestItemType) {
        self.name = name
        self.key = key
        self.type = type
    }
}

public struct CreateAttributeRequestItemType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let user: CreateAttributeRequestItemType = "user"
    public static let event: CreateAttributeRequestItemType = "event"
}

public struct CreateAttributesResponse: Codable, Hashable, Sendable {
    public var created: [AdminAttribute]
    public var issues: [AdminIssue]
}

public struct DeleteAttributesResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public typealias UpdateAttributesRequest = [UpdateAttributeRequestItem]

public struct UpdateAttributeRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String?

    public init(id: String, name: String? = nil) {
        self.id = id
        self.name = name
    }
}

public struct UpdateAttributesResponse: Codable, Hashable, Sendable {
    public var updated: [AdminAttribute]
    public var issues: [AdminIssue]
}
