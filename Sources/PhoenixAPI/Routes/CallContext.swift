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
    let sender: Sender
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
        route(method, pattern, call) { sender throws(HTTPError) in try sender.requireAdmin() }
    }

    /// A route that knows who sends a request, and whether that one may, before it reads the body.
    private func route(
        _ method: Method,
        _ pattern: String,
        _ call: @escaping Call,
        check: @escaping @Sendable (Sender) throws(HTTPError) -> Void
    ) -> Route {
        Route(method, pattern) { [service] head in
            do {
                let sender = try await service.sender(of: head)
                let rate = service.admitRequest(to: sender.view.workspace)
                if let rate, !rate.isAdmitted {
                    throw HTTPError.tooManyRequests(
                        "This workspace may make \(rate.limit) requests a minute. Wait for as long "
                            + "as Retry-After says.",
                        retryAfter: rate.retryAfter
                    )
                }
                try check(sender)
                return sender
            } catch {
                throw HTTPError(phoenix: error, retryAfter: service.limits.retryAfter)
            }
        } _: { [service] request, sender in
            do {
                return try await call(
                    CallContext(service: service, sender: sender, request: request)
                )
            } catch {
                throw HTTPError(phoenix: error, retryAfter: service.limits.retryAfter)
            }
        }
    }
}
