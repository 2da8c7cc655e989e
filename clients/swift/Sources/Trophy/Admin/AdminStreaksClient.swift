// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.streaks`.
public final class AdminStreaksClient: Sendable {
    public let freezes: FreezesClient
    public let pauses: PausesClient
    public let settings: StreaksSettingsClient
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
        freezes = FreezesClient(http: http)
        pauses = PausesClient(http: http)
        settings = StreaksSettingsClient(http: http)
    }

    public func restore(
        request: Requests.RestoreStreaksRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> RestoreStreaksResponse {
        try await http.send("POST", "/streaks/restore", body: request, options: requestOptions)
    }

    public func reset(
        request: Requests.ResetStreaksRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ResetStreaksResponse {
        try await http.send("POST", "/streaks/reset", body: request, options: requestOptions)
    }
}

extension Requests {
    public struct RestoreStreaksRequest: Codable, Hashable, Sendable {
        public var users: [RestoreStreaksRequestUsersItem]

        public init(users: [RestoreStreaksRequestUsersItem]) {
            self.users = users
        }
    }
}

public struct RestoreStreaksRequestUsersItem: Codable, Hashable, Sendable {
    public var id: String

    public init(id: String) {
        self.id = id
    }
}

public struct RestoreStreaksResponse: Codable, Hashable, Sendable {
    public var restoredUsers: [String]
    public var issues: [AdminIssue]
}

extension Requests {
    public struct ResetStreaksRequest: Codable, Hashable, Sendable {
        public var users: [ResetStreaksRequestUsersItem]

        public init(users: [ResetStreaksRequestUsersItem]) {
            self.users = users
        }
    }
}

public struct ResetStreaksRequestUsersItem: Codable, Hashable, Sendable {
    public var id: String

    public init(id: String) {
        self.id = id
    }
}

public struct ResetStreaksResponse: Codable, Hashable, Sendable {
    public var resetUsers: [String]
    public var issues: [AdminIssue]
}
