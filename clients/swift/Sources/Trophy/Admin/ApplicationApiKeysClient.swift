// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.applicationApiKeys`.
public final class ApplicationApiKeysClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func create(
        request: CreateApplicationKeysRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreateApplicationKeysResponse {
        try await http.send("POST", "/application-api-keys", body: request, options: requestOptions)
    }

    public func delete(
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeleteApplicationKeysResponse {
        try await http.send(
            "DELETE",
            "/application-api-keys",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }
}

public typealias CreateApplicationKeysRequest = [CreateApplicationKeyRequestItem]

public struct CreateApplicationKeyRequestItem: Codable, Hashable, Sendable {
    public var userId: String

    public init(userId: String) {
        self.userId = userId
    }
}

public struct CreateApplicationKeysResponse: Codable, Hashable, Sendable {
    public var created: [CreatedApplicationKey]
    public var issues: [AdminIssue]
}

public struct CreatedApplicationKey: Codable, Hashable, Sendable {
    public var id: String
    public var userId: String
    public var key: String
    public var prefix: String
}

public struct DeleteApplicationKeysResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}
