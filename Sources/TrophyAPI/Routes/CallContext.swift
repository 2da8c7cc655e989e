import Access
import Engine
import HTTP
import Service
import Storage

/// What answers a call: a function of who asks for what.
typealias Call = @Sendable (CallContext) async throws -> Response

/// A request whose sender is known.
struct CallContext: Sendable {
    let service: LaurelService
    let principal: Principal
    let request: Request

    /// The workspace that the call is about.
    var workspace: WorkspaceID { principal.workspace.id }

    /// The workspace with its rules, as of now.
    var view: WorkspaceView { principal.view }

    /// The key that marks a repetition as one, if there is one.
    func idempotencyKey() throws -> String? {
        try request.headers.one("Idempotency-Key")
    }

    /// The user that the path names, if the key may act for that user.
    func userInPath() throws -> String {
        let id = request.parameter("id")
        try principal.requireAccess(toUser: id)
        try UserWire.checkID(id, path: "id")
        return id
    }
}

extension TrophyAPI {
    /// A route for any key.
    func application(_ method: Method, _ pattern: String, _ call: @escaping Call) -> Route {
        Route(method, pattern, handler(call) { _ in })
    }

    /// A route for admin keys.
    func admin(
        _ method: Method,
        _ pattern: String,
        maximumBodyBytes: Int? = nil,
        _ call: @escaping Call
    ) -> Route {
        Route(
            method,
            pattern,
            maximumBodyBytes: maximumBodyBytes,
            handler(call) { principal throws(ServiceError) in try principal.requireAdmin() }
        )
    }

    /// A route for admin keys that is about the environment, whatever tenant a client always names.
    func environmentAdmin(
        _ method: Method,
        _ pattern: String,
        _ call: @escaping Call
    ) -> Route {
        Route(
            method,
            pattern,
            handler(call, isForTenants: false) { principal throws(ServiceError) in
                try principal.requireAdmin()
            }
        )
    }

    private func handler(
        _ call: @escaping Call,
        isForTenants: Bool = true,
        _ check: @escaping @Sendable (Principal) throws(ServiceError) -> Void
    ) -> Handler {
        { [service, door] request in
            try await door.answer(
                request,
                isForTenants: isForTenants,
                errors: { HTTPError(trophy: $0, retryAfter: service.limits.retryAfter) },
                { principal in
                    try check(principal)
                    return try await call(
                        CallContext(service: service, principal: principal, request: request)
                    )
                }
            )
        }
    }
}
