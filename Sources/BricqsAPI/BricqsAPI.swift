import Access
public import HTTP
public import Service

/// Bricqs' wire: a backend that calls Bricqs changes its host and its key, and nothing else.
public struct BricqsAPI: Sendable {
    let service: LaurelService
    let door: Door

    /// The dialect, spoken for a service.
    public init(_ service: LaurelService) {
        self.service = service
        door = Door(service, .bricqs) {
            HTTPError(bricqs: $0, retryAfter: service.limits.retryAfter)
        }
    }

    /// The table of the interface; below its prefix every error is told in Bricqs' way.
    public var groups: [RouteGroup] {
        [RouteGroup(prefix: "/api/v1", errors: HTTPError.bricqsEncoder, routes)]
    }
}
