// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.streaks.freezes`.
public final class FreezesClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func create(
        request: Requests.CreateStreakFreezesRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreateStreakFreezesResponse {
        try await http.send("POST", "/streaks/freezes", body: request, options: requestOptions)
    }
}

extension Requests {
    public struct CreateStreakFreezesRequest: Codable, Hashable, Sendable {
        public var freezes: [CreateStreakFreezesRequestFreezesItem]

        public init(freezes: [CreateStreakFreezesRequestFreezesItem]) {
            self.freezes = freezes
        }
    }
}

public struct CreateStreakFreezesRequestFreezesItem: Codable, Hashable, Sendable {
    public var userId: String

    public init(userId: String) {
        self.userId = userId
    }
}

public struct CreateStreakFreezesResponse: Codable, Hashable, Sendable {
    public var issues: [AdminIssue]
}
