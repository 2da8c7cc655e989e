import Access
import Catalogue
import HTTP
import Service
import Storage

/// The way of a request through an interface: its sender is found out and counted by the head, then
/// the body is read, and the call answers or throws what becomes an answer.
struct Pipeline: Sendable {
    private let service: LaurelService
    private let door: Door
    private let words: DialectWords
    private let warns: Bool
    private let failure: @Sendable (any Error) -> HTTPError

    init(_ service: LaurelService, _ interface: Interface) {
        self.service = service
        let errors = interface.errors
        words = errors.words
        warns = interface.warns
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
        let strictness = Strictness(endpoint, warns: warns)
        return door.route(
            endpoint.method,
            endpoint.pattern,
            maximumBodyBytes: endpoint.body?.maximumBytes,
            isForTenants: isForTenants,
            isCrossOrigin: endpoint.caller == .known,
            takesTickets: endpoint.takesTickets
        ) { principal, head in
            try endpoint.caller.check(principal)
            try principal.require(endpoint.role)
            try endpoint.checkHead(head)
        } _: { [service, door, words] principal, request in
            // Whatever the call does, it does on behalf of this principal.
            let response = try await strictness.answering(request, of: principal) { request in
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
            if principal.identity != nil, endpoint.isAboutUser {
                try await service.noteUserAction(endpoint, request, principal)
            }
            return response
        }
    }

    private func openRoute(_ endpoint: Endpoint, _ call: @escaping Endpoint.OpenCall) -> Route {
        Route(
            endpoint.method,
            endpoint.pattern,
            maximumBodyBytes: endpoint.body?.maximumBytes ?? 0
        ) { [service, failure] request in
            do {
                return try await call(OpenContext(service: service, request: request))
            } catch {
                throw failure(error)
            }
        }
    }
}

extension Endpoint {
    /// Whether it does something for a user, rather than to what is set up, that is to be recorded.
    fileprivate var isAboutUser: Bool {
        role == .support && method != .get && !recordsItself
    }
}

extension LaurelService {
    /// Records what an admin did for a user, and why.
    fileprivate func noteUserAction(
        _ endpoint: Endpoint,
        _ request: Request,
        _ principal: Principal
    ) async throws {
        let hasUser = endpoint.pattern.contains("/users/{id}")
        let isErased = hasUser && endpoint.method == .delete && endpoint.pattern.hasSuffix("{id}")
        let user = hasUser ? request.parameter("id") : request.userInBody
        try await catalogue.noteUserAction(
            "\(endpoint.method) \(endpoint.pattern)",
            // Whom somebody erased, nobody is to know.
            for: isErased ? "" : user ?? "",
            because: request.reasonInBody,
            in: principal.workspace.id
        )
    }
}
