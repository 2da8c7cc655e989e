import Access
import Engine
import HTTP
import JSONText
import Service
import ServiceRuntime
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

    /// The participant that the path names, if the key may act for that one.
    func participantInPath() throws -> String {
        let id = request.parameter("participant_id")
        try principal.requireAccess(toUser: id)
        if let problem = ParticipantWire.idRule.problem(with: id) {
            throw InvalidInput(path: "participant_id", problem: problem)
        }
        return id
    }
}

extension BricqsAPI {
    /// A route for any key.
    func application(_ method: Method, _ pattern: String, _ call: @escaping Call) -> Route {
        route(method, pattern, call) { _ in }
    }

    /// A route for admin keys.
    func admin(_ method: Method, _ pattern: String, _ call: @escaping Call) -> Route {
        route(method, pattern, call) { principal throws(ServiceError) in
            try principal.requireAdmin()
        }
    }

    /// A route that knows who sends a request, and whether that one may, before it reads the body.
    private func route(
        _ method: Method,
        _ pattern: String,
        _ call: @escaping Call,
        check: @escaping @Sendable (Principal) throws(ServiceError) -> Void
    ) -> Route {
        door.route(method, pattern) { principal, _ in
            try check(principal)
        } _: { [service] principal, request in
            try await call(CallContext(service: service, principal: principal, request: request))
        }
    }
}
