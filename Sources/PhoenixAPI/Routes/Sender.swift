import HTTP
import Service
import Storage

/// Who sent a request: with a token, or with one of our own keys.
struct Sender: Sendable {
    /// The workspace that the request is about, as of now.
    let view: WorkspaceView
    /// The one user that the sender may act for; a service has none, and may act for any.
    let userID: String?
    /// Whether the sender may change what is set up.
    let isAdmin: Bool

    /// Lets administrators pass.
    func requireAdmin() throws(HTTPError) {
        guard isAdmin else {
            throw .forbidden(
                "Send a token whose scope holds \"admin\", or an admin key, to set streaks up."
            )
        }
    }

    /// Lets those pass who may act for a user.
    func requireAccess(toUser id: String) throws(HTTPError) {
        guard userID.map({ $0.utf8.elementsEqual(id.utf8) }) ?? true else {
            throw .forbidden("This token may act for its own user only.")
        }
    }
}

extension LaurelService {
    /// Who sent a request.
    func sender(of request: Request) async throws -> Sender {
        let key = try request.headers.one("X-API-KEY")
        let authorization = try request.headers.one("Authorization")
        let token = try authorization.map { text throws(HTTPError) in try Self.credential(text) }
        guard key == nil || token == nil else {
            throw HTTPError.badRequest("Send a token in Authorization or a key in X-API-KEY.")
        }
        // A token has two full stops, and a key has one.
        if let key = key ?? token.flatMap({ $0.utf8.count(of: ".") == 1 ? $0 : nil }) {
            let principal = try await authenticate(
                key: key,
                tenant: try request.headers.one("Tenant-ID")
            )
            return Sender(
                view: principal.view,
                userID: principal.userID,
                isAdmin: principal.scope == .admin
            )
        }
        let bearer = try await authenticate(bearer: token)
        return Sender(view: bearer.view, userID: bearer.userID, isAdmin: bearer.isAdmin)
    }

    /// What stands behind `Bearer`.
    private static func credential(_ authorization: String) throws(HTTPError) -> String {
        let scheme = "bearer "
        guard authorization.utf8.count > scheme.utf8.count,
            authorization.prefix(scheme.count).lowercased() == scheme
        else { throw .unauthorized("Send the token as Authorization: Bearer <JWT>.") }
        return String(authorization.dropFirst(scheme.count))
    }
}

extension Headers {
    /// The value of a field that may stand there once: of two, any choice would be a guess.
    fileprivate func one(_ name: String) throws(HTTPError) -> String? {
        let values = all(name)
        guard values.count < 2 else {
            throw .badRequest("The header field \(name) stands there more than once.")
        }
        return values.first
    }
}

extension String.UTF8View {
    fileprivate func count(of character: Unicode.Scalar) -> Int {
        count { $0 == UInt8(ascii: character) }
    }
}
