import Access
import Engine
import HTTP
import JSONText
import Service
import Storage

/// What answers a call: a function of who asks for what.
typealias Call = @Sendable (CallContext) async throws -> Response

/// A request whose sender is known.
struct CallContext: Sendable {
    let service: LaurelService
    let sender: Principal
    let request: Request

    /// The workspace that the call is about.
    var workspace: WorkspaceID { view.id }

    /// The workspace with its rules, as of now.
    var view: WorkspaceView { sender.view }

    /// What the wire calls the workspace.
    var tenantID: String { view.workspace.publicID }

    /// The user that the path names, if the sender may act for that user.
    func userInPath() throws -> String {
        let id = request.parameter("user_id")
        try sender.requireAccess(toUser: id)
        if let problem = EventWire.nameRule.problem(with: id) {
            throw InvalidInput(path: "user_id", problem: problem)
        }
        return id
    }

    /// The UUID in the path, in lower case as ours are.
    func uuidInPath(_ name: String) throws(InvalidInput) -> String {
        let id = request.parameter(name)
        guard UUIDText.isValid(id) else {
            throw InvalidInput(
                path: name,
                problem: "must be a UUID, such as 550e8400-e29b-41d4-a716-446655440000"
            )
        }
        return id.lowercased()
    }
}

extension PhoenixAPI {
    /// A route for everybody who is known.
    func open(_ method: Method, _ pattern: String, _ call: @escaping Call) -> Route {
        route(method, pattern, call) { _ in }
    }

    /// A route for administrators.
    func admin(_ method: Method, _ pattern: String, _ call: @escaping Call) -> Route {
        route(method, pattern, call) { sender throws(HTTPError) in try sender.requireSetUp() }
    }

    /// A route that knows who sends a request, and whether that one may, before it reads the body.
    private func route(
        _ method: Method,
        _ pattern: String,
        _ call: @escaping Call,
        check: @escaping @Sendable (Principal) throws(HTTPError) -> Void
    ) -> Route {
        door.route(method, pattern) { sender, _ in
            try check(sender)
        } _: { [service] sender, request in
            try await call(CallContext(service: service, sender: sender, request: request))
        }
    }
}

extension Principal {
    /// Lets those pass who may set streaks up.
    fileprivate func requireSetUp() throws(HTTPError) {
        guard maySetUp else {
            throw .forbidden(
                "Send a token whose scope holds \"admin\", or an admin key, to set streaks up."
            )
        }
    }
}
