public import Engine
public import Storage

/// Who sent a request, and what the key allows.
public struct Principal: Sendable {
    /// The workspace that the request is about, as of now: the key's, or that of the tenant it names.
    public let view: WorkspaceView
    /// The environment's own workspace.
    public let home: WorkspaceID
    /// What the key may do.
    public let scope: APIKey.Scope
    /// The one user that the key may act for.
    public let userID: String?
    /// The first part of the key, which says whose requests are counted together.
    public var keyPrefix = ""

    /// The workspace's row.
    public var workspace: Workspace { view.workspace }

    /// Lets administrators pass.
    public func requireAdmin() throws(ServiceError) {
        guard scope == .admin else {
            throw ServiceError(
                .forbidden,
                "This key may use the application API only. Use an admin key here."
            )
        }
    }

    /// Lets those pass who may act for a user.
    public func requireAccess(toUser id: String) throws(ServiceError) {
        guard userID?.isSameID(as: id) != false else {
            throw ServiceError(.forbidden, "This key may act for its own user only.")
        }
    }
}
