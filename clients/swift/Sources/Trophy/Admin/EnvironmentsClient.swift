// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.environments`.
public final class EnvironmentsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListEnvironmentsResponse {
        try await http.send("GET", "/environments", options: requestOptions)
    }
}

public typealias ListEnvironmentsResponse = [AdminEnvironment]

public struct AdminEnvironment: Codable, Hashable, Sendable {
    public var name: String
    public var key: String
    public var priority: Int
}
