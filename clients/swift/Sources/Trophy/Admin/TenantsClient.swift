// Made by `clients/swift/make-client`: change that, and run it.

public import Foundation

/// The calls of `admin.tenants`.
public final class TenantsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListTenantsResponse {
        try await http.send(
            "GET",
            "/tenants",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        request: CreateTenantsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreateTenantsResponse {
        try await http.send("POST", "/tenants", body: request, options: requestOptions)
    }

    public func delete(
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeleteTenantsResponse {
        try await http.send(
            "DELETE",
            "/tenants",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        request: UpdateTenantsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UpdateTenantsResponse {
        try await http.send("PATCH", "/tenants", body: request, options: requestOptions)
    }

    public func get(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> AdminTenant {
        try await http.send("GET", "/tenants/\(HTTPClient.escaped(id))", options: requestOptions)
    }
}

public typealias ListTenantsResponse = [AdminTenant]

public struct AdminTenant: Codable, Hashable, Sendable {
    public var id: String
    public var customerId: String
    public var name: String
    public var status: AdminTenantStatus
    public var created: Date
    public var updated: Date
}

public struct AdminTenantStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: AdminTenantStatus = "active"
    public static let archived: AdminTenantStatus = "archived"
}

public typealias CreateTenantsRequest = [CreateTenantRequestItem]

public struct CreateTenantRequestItem: Codable, Hashable, Sendable {
    public var customerId: String
    public var name: String

    public init(customerId: String, name: String) {
        self.customerId = customerId
        self.name = name
    }
}

public struct CreateTenantsResponse: Codable, Hashable, Sendable {
    public var created: [AdminTenant]
    public var issues: [AdminIssue]
}

public struct DeleteTenantsResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public typealias UpdateTenantsRequest = [UpdateTenantRequestItem]

public struct UpdateTenantRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var customerId: String?
    public var name: String?

    public init(id: String, customerId: String? = nil, name: String? = nil) {
        self.id = id
        self.customerId = customerId
        self.name = name
    }
}

public struct UpdateTenantsResponse: Codable, Hashable, Sendable {
    public var updated: [AdminTenant]
    public var issues: [AdminIssue]
}
