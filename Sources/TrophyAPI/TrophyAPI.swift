public import HTTP
import JSONText
public import Service

/// Trophy's wire: its clients and SDKs work against Laurel unmodified.
public struct TrophyAPI: Sendable {
    let service: LaurelService

    /// The dialect, spoken for a service.
    public init(_ service: LaurelService) {
        self.service = service
    }

    /// What keeps a text from being a user's id, as the rest of a sentence; nothing if it can be.
    public static func problem(withUserID id: String) -> String? {
        UserWire.idRule.problem(with: id)
    }

    /// The tables of both of Trophy's interfaces, and of what anybody may see.
    public var groups: [RouteGroup] {
        [
            RouteGroup(prefix: "/v1", applicationRoutes),
            RouteGroup(prefix: "/v1/stream", streamRoutes),
            RouteGroup(prefix: "/admin/v1", adminRoutes),
            RouteGroup(prefix: "/badges", publicRoutes),
        ]
    }
}
