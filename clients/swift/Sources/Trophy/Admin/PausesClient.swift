// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.streaks.pauses`.
public final class PausesClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func create(
        request: Requests.CreateStreakPausesRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreateStreakPausesResponse {
        try await http.send("POST", "/streaks/pauses", body: request, options: requestOptions)
    }

    public func delete(
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeleteStreakPausesResponse {
        try await http.send(
            "DELETE",
            "/streaks/pauses",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }
}

extension Requests {
    public struct CreateStreakPausesRequest: Codable, Hashable, Sendable {
        public var pauses: [CreateStreakPausesRequestPausesItem]

        public init(pauses: [CreateStreakPausesRequestPausesItem]) {
            self.pauses = pauses
        }
    }
}

public struct CreateStreakPausesRequestPausesItem: Codable, Hashable, Sendable {
    public var userId: String
    public var start: String
    public var end: String

    public init(userId: String, start: String, end: String) {
        self.userId = userId
        self.start = start
        self.end = end
    }
}

public struct CreateStreakPausesResponse: Codable, Hashable, Sendable {
    public var created: [AdminStreakPause]
    public var issues: [AdminIssue]
}

public struct AdminStreakPause: Codable, Hashable, Sendable {
    public var id: String
    public var userId: String
    public var start: String
    public var end: String
    public var status: AdminStreakPauseStatus
}

public struct AdminStreakPauseStatus: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: AdminStreakPauseStatus = "active"
    public static let archived: AdminStreakPauseStatus = "archived"
}

public struct DeleteStreakPausesResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}
