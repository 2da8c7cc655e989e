public import HTTP
import Storage

/// What a browser shows in which an admin is signed in: a cookie, and the environment that the
/// request is about.
struct SessionCredential: Sendable {
    let secret: String
    let environment: Workspace.Environment

    /// The cookie's name.
    static let cookie = "laurel_session"
    /// The header field that names the environment.
    static let environmentField = "Laurel-Environment"
}

extension Request {
    /// The session that a request shows; nothing where it shows none, or a key or token as well.
    ///
    /// A cookie goes with requests that a page elsewhere made up, too. So it counts only beside a
    /// header field, which no page elsewhere can send, and not where the browser says that the
    /// request comes from elsewhere.
    func session() throws(HTTPError) -> SessionCredential? {
        guard let name = try headers.one(SessionCredential.environmentField),
            headers["X-API-KEY"] == nil, headers["Authorization"] == nil
        else { return nil }
        guard let environment = Workspace.Environment(rawValue: name) else {
            throw .badRequest("Laurel-Environment must be live or sandbox.")
        }
        guard let secret = cookie(SessionCredential.cookie) else {
            throw .unauthorized("You are not signed in. Sign in at /dashboard/sign-in.")
        }
        if let site = headers["Sec-Fetch-Site"], site != "same-origin" {
            throw .forbidden("A session is taken from pages of this server only.")
        }
        return SessionCredential(secret: secret, environment: environment)
    }

    /// The value of a cookie.
    public func cookie(_ name: String) -> String? {
        for value in headers.all("Cookie") {
            for pair in value.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else {
                    continue
                }
                return String(parts[1])
            }
        }
        return nil
    }
}
