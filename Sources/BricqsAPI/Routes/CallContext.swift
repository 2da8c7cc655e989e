import CivilTime
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

/// Who sends a request, and how many more may come.
private struct Sender: Sendable {
    let principal: Principal
    let rate: RateVerdict?
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
        Route(method, pattern) { [service] head in
            var rate: RateVerdict?
            do {
                let principal = try await service.authenticate(
                    key: head.headers.apiKey(),
                    tenant: head.headers.one("Tenant-ID")
                )
                rate = service.admit(principal)
                if let rate, !rate.isAdmitted { throw HTTPError.tooManyRequests(rate) }
                try check(principal)
                return Sender(principal: principal, rate: rate)
            } catch {
                throw service.bricqsError(error, rate)
            }
        } _: { [service] request, sender in
            do {
                var response = try await call(
                    CallContext(service: service, principal: sender.principal, request: request)
                )
                response.headers.add(sender.rate)
                return response
            } catch {
                throw service.bricqsError(error, sender.rate)
            }
        }
    }
}

extension LaurelService {
    /// What Bricqs' clients see of an error.
    fileprivate func bricqsError(_ error: any Error, _ rate: RateVerdict?) -> HTTPError {
        var failure = HTTPError(bricqs: error, retryAfter: limits.retryAfter)
        failure.headers.add(rate)
        return failure
    }
}

extension Headers {
    /// The key, from either of the fields that may carry it.
    fileprivate func apiKey() throws(HTTPError) -> String? {
        let key = try one("X-API-Key")
        guard let authorization = try one("Authorization") else { return key }
        guard let token = Self.bearerToken(of: authorization) else {
            throw .unauthorized(
                "The header field Authorization must be \"Bearer\", a space, and an API key."
            )
        }
        guard key == nil || key == token else {
            throw .badRequest("Authorization and X-API-Key have two different keys. Send one.")
        }
        return token
    }

    private static func bearerToken(of authorization: String) -> String? {
        let scheme = "bearer "
        guard authorization.utf8.count > scheme.utf8.count,
            authorization.prefix(scheme.count).lowercased() == scheme
        else { return nil }
        return String(authorization.dropFirst(scheme.count))
    }

    /// The value of a field that may stand there once: of two, any choice would be a guess.
    fileprivate func one(_ name: String) throws(HTTPError) -> String? {
        let values = all(name)
        guard values.count < 2 else {
            throw .badRequest("The header field \(name) stands there more than once.")
        }
        return values.first
    }

    /// Tells how many more requests may come.
    fileprivate mutating func add(_ rate: RateVerdict?) {
        guard let rate else { return }
        add("X-RateLimit-Limit", String(rate.limit))
        add("X-RateLimit-Remaining", String(rate.remaining))
        add("X-RateLimit-Reset", String(rate.resetAt.seconds))
    }
}
