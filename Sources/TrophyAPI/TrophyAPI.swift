import Access
import Engine
public import HTTP
import JSONText
public import Service

/// Trophy's wire: its clients and SDKs work against Laurel unmodified.
public struct TrophyAPI: Sendable {
    let service: LaurelService
    let door: Door
    private let streamErrors: ErrorEncoder

    /// The dialect, spoken for a service.
    ///
    /// The live stream is asked for by clients of other dialects too; its errors are told in the way
    /// that is given.
    public init(
        _ service: LaurelService,
        streamErrors: @escaping ErrorEncoder = HTTPError.plainEncoder
    ) {
        self.service = service
        door = Door(service, Self.credentials, rates: .standard) {
            HTTPError(trophy: $0, retryAfter: service.limits.retryAfter)
        }
        self.streamErrors = streamErrors
    }

    /// What callers are told about credentials.
    static let credentials = CredentialWording(
        name: "API key",
        place: "in the X-API-KEY header, or as Authorization: Bearer <key or token>"
    )

    /// What keeps a text from being a user's id, as the rest of a sentence; nothing if it can be.
    public static func problem(withUserID id: String) -> String? {
        UserWire.idRule.problem(with: id) ?? id.problemInAddresses
    }

    /// The tables of both of Trophy's interfaces, and of what anybody may see.
    public var groups: [RouteGroup] {
        [
            RouteGroup(prefix: "/v1", applicationRoutes),
            RouteGroup(prefix: "/v1/stream", errors: streamErrors, streamRoutes),
            RouteGroup(prefix: "/admin/v1", adminRoutes),
            RouteGroup(prefix: "/badges", publicRoutes),
        ]
    }
}
