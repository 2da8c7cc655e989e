import Access
import HTTP
import Service

/// The way of a request through an interface: its sender is found out and counted by the head, then
/// the body is read, and the call answers or throws what becomes an answer.
struct Pipeline: Sendable {
    private let service: LaurelService
    private let door: Door
    private let words: DialectWords
    private let failure: @Sendable (any Error) -> HTTPError

    init(_ service: LaurelService, _ interface: Interface) {
        self.service = service
        let errors = interface.errors
        words = errors.words
        failure = { error in
            errors.failure(error, retryAfter: service.limits.retryAfter)
        }
        door = Door(
            service.access,
            interface.credentials,
            rates: interface.rates,
            errors: failure
        )
    }

    /// The route of an endpoint.
    func route(_ endpoint: Endpoint) -> Route {
        let route =
            switch endpoint.handler {
            case .known(let call): knownRoute(endpoint, call)
            case .anyone(let call): openRoute(endpoint, call)
            }
        return endpoint.isRevalidated ? route.revalidated() : route
    }

    private func knownRoute(_ endpoint: Endpoint, _ call: @escaping Endpoint.Call) -> Route {
        let isForTenants = endpoint.caller.isForTenants
        return door.route(
            endpoint.method,
            endpoint.pattern,
            maximumBodyBytes: endpoint.body?.maximumBytes,
            isForTenants: isForTenants
        ) { principal, head in
            try endpoint.caller.check(principal)
            try endpoint.checkHead(head)
        } _: { [service, door, words] principal, request in
            // Whatever the call does, it does on behalf of this principal.
            try await call(
                CallContext(
                    service: service,
                    principal: principal,
                    request: request,
                    door: door,
                    words: words,
                    isForTenants: isForTenants
                )
            )
        }
    }

    private func openRoute(_ endpoint: Endpoint, _ call: @escaping Endpoint.OpenCall) -> Route {
        Route(endpoint.method, endpoint.pattern) { [service, failure] request in
            do {
                return try await call(OpenContext(service: service, request: request))
            } catch {
                throw failure(error)
            }
        }
    }
}
