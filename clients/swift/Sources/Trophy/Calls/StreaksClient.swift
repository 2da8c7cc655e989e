// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `streaks`.
public final class StreaksClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        userIds: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> BulkStreakResponse {
        try await http.send(
            "GET",
            "/streaks",
            query: (userIds ?? []).map { ("userIds", $0) },
            options: requestOptions
        )
    }
}

public typealias BulkStreakResponse = [BulkStreakResponseItem]

public struct BulkStreakResponseItem: Codable, Hashable, Sendable {
    public var userId: String
    public var streakLength: Int
    public var extended: String?
}
