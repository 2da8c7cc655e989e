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
        route(method, pattern, call) { _ in }
    }

    /// A route for admin keys; what the header must be besides can be checked before a body is read.
    func admin(
        _ method: Method,
        _ pattern: String,
        maximumBodyBytes: Int? = nil,
        checkingHead check: @escaping @Sendable (Request) throws -> Void = { _ in },
        _ call: @escaping Call
    ) -> Route {
        route(method, pattern, maximumBodyBytes: maximumBodyBytes, call) { context in
            try context.principal.requireAdmin()
            try check(context.request)
        }
    }

    /// A route for admin keys that is about the environment, whatever tenant a client always names.
    func environmentAdmin(
        _ method: Method,
        _ pattern: String,
        _ call: @escaping Call
    ) -> Route {
        route(method, pattern, isForTenants: false, call) { context in
            try context.principal.requireAdmin()
        }
    }

    /// A route that knows who sends a request, and whether that one may, before it reads the body.
    private func route(
        _ method: Method,
        _ pattern: String,
        maximumBodyBytes: Int? = nil,
        isForTenants: Bool = true,
        _ call: @escaping Call,
        check: @escaping @Sendable (CallContext) throws -> Void
    ) -> Route {
        door.route(
            method,
            pattern,
            maximumBodyBytes: maximumBodyBytes,
            isForTenants: isForTenants
        ) { [service] principal, head in
            try check(CallContext(service: service, principal: principal, request: head))
        } _: { [service] principal, request in
            try await call(CallContext(service: service, principal: principal, request: request))
        }
    }
}
