import Access
public import HTTP
public import Service

/// Phoenix's wire: an application that sends events to Phoenix and shows its streaks changes its
/// host and what signs its tokens, and nothing else.
public struct PhoenixAPI: Sendable {
    let service: LaurelService
    let door: Door

    /// The dialect, spoken for a service.
    public init(_ service: LaurelService) {
        self.service = service
        door = Door(service, Self.credentials, rates: .workspaceSettings) {
            HTTPError(phoenix: $0, retryAfter: service.limits.retryAfter)
        }
    }

    /// What callers are told about credentials.
    private static let credentials = CredentialWording(
        name: "token",
        place: "as Authorization: Bearer <token>"
    )

    /// The tables of the interface; below their prefixes every error is told in Phoenix's way.
    public var groups: [RouteGroup] {
        [
            RouteGroup(prefix: "/v1/streaks", errors: HTTPError.phoenixEncoder, streakRoutes),
            RouteGroup(prefix: "/v1/events", errors: HTTPError.phoenixEncoder, eventRoutes),
        ]
    }
}
