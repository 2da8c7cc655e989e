public import Catalogue
import Engine
public import ServiceRuntime
public import Storage

/// Who sent a request with a token, and what the token allows.
public struct Bearer: Sendable {
    /// The workspace that the token names, as of now.
    public let view: WorkspaceView
    /// The one user that the token may act for; a service's token has none, and may act for any.
    public let userID: String?
    /// The words of its `scope`.
    public let scopes: Set<String>

    /// The workspace's row.
    public var workspace: Workspace { view.workspace }

    /// Whether it may change what is set up.
    public var isAdmin: Bool { scopes.contains("admin") }

    /// Lets administrators pass.
    public func requireAdmin() throws(ServiceError) {
        guard isAdmin else {
            throw ServiceError(
                .forbidden,
                "This token may not administer. Use one whose scope holds \"admin\", or an admin key."
            )
        }
    }

    /// Lets those pass who may act for a user.
    public func requireAccess(toUser id: String) throws(ServiceError) {
        guard userID?.isSameID(as: id) != false else {
            throw ServiceError(.forbidden, "This token may act for its own user only.")
        }
    }
}
