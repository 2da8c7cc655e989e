public import HTTP
public import Service

/// Trophy's wire: its clients and SDKs work against Laurel unmodified.
public struct TrophyAPI: Sendable {
    let service: LaurelService

    /// The dialect, spoken for a service.
    public init(_ service: LaurelService) {
        self.service = service
    }

    /// The tables of both of Trophy's interfaces.
    public var groups: [RouteGroup] {
        [
            RouteGroup(prefix: "/v1", applicationRoutes),
            RouteGroup(prefix: "/admin/v1", adminRoutes),
        ]
    }
}
