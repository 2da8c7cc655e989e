public import Access
public import HTTP
public import Service

/// Endpoints that share a prefix, and a way to talk to callers.
public struct Interface: Sendable {
    /// The path below which everything is told in this interface's words.
    public let prefix: String
    /// What callers are told about credentials.
    let credentials: CredentialWording
    /// How callers are told about errors.
    public let errors: ErrorWording
    /// What requests are counted in.
    let rates: RateClass
    /// Whether answers name fields of a request that were ignored.
    let warns: Bool
    /// The calls.
    public let endpoints: [Endpoint]

    /// An interface from its parts.
    public init(
        prefix: String,
        credentials: CredentialWording,
        errors: ErrorWording,
        rates: RateClass = .standard,
        warns: Bool = false,
        _ endpoints: [Endpoint]
    ) {
        self.prefix = prefix
        self.credentials = credentials
        self.errors = errors
        self.rates = rates
        self.warns = warns
        self.endpoints = warns ? endpoints.map(\.warning) : endpoints
    }

    /// The table of routes, spoken for a service.
    public func routes(for service: LaurelService) -> RouteGroup {
        let pipeline = Pipeline(service, self)
        return RouteGroup(
            prefix: prefix,
            errors: errors.encoder,
            endpoints.map(pipeline.route)
        )
    }
}
