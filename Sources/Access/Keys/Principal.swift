public import Catalogue
public import Engine
public import ServiceRuntime
public import Storage

/// Who sent a request, with a key or with a token, and what that allows.
public struct Principal: Sendable {
    /// The workspace that the request is about, as of now: the key's, that of the tenant it names,
    /// or the token's.
    public let view: WorkspaceView
    /// The workspace that a key belongs to, which is the environment's own; a token's is its own.
    public let home: WorkspaceID
    /// What the key may do; a token never does more than an application key on Trophy's wire.
    public let scope: APIKey.Scope
    /// The one user that the sender may act for; any, if there is none.
    public let userID: String?
    /// The words of a token's `scope`; nothing for a key.
    public let tokenScopes: Set<String>?
    /// Whose requests and streams are counted together: a key's, or those of a token's user.
    public let owner: String
    /// Who is signed in; nobody for a key or a token.
    public let identity: AdminIdentity?

    /// The workspace's row.
    public var workspace: Workspace { view.workspace }

    /// Whether it came with an admin key, or with a token that may set streaks up.
    public var maySetUp: Bool { scope == .admin || tokenScopes?.contains("admin") == true }

    /// The same sender, who sees a workspace as it is after a change.
    public func seeing(_ view: WorkspaceView) -> Principal {
        Principal(
            view: view,
            home: home,
            scope: scope,
            userID: userID,
            tokenScopes: tokenScopes,
            owner: owner,
            identity: identity
        )
    }

    /// Runs a call in whose course every change of the configuration is recorded as the sender's.
    public func asAuthor<Value: Sendable>(
        _ call: () async throws -> Value
    ) async rethrows -> Value {
        try await Author.$current.withValue(author) { try await call() }
    }

    /// On whose behalf the configuration is changed.
    private var author: Author {
        if let identity { return Author(.admin, identity.admin.email) }
        return tokenScopes == nil ? Author(.key, owner) : Author(.token, userID ?? "")
    }

    /// Lets those pass who may do what a role may; keys and tokens are bound by their scopes.
    public func require(_ role: Admin.Role) throws(ServiceError) {
        guard let own = identity?.admin.role, own < role else { return }
        throw ServiceError(
            .forbidden,
            "This takes the role \(role.rawValue), and yours is \(own.rawValue). Ask an owner."
        )
    }

    /// Lets those pass who signed in.
    public func requireSession() throws(ServiceError) -> AdminIdentity {
        guard let identity else {
            throw ServiceError(
                .forbidden,
                "This takes somebody who signed in. A key or a token is not taken here."
            )
        }
        return identity
    }

    /// Lets administrators pass.
    public func requireAdmin() throws(ServiceError) {
        guard scope == .admin else {
            throw ServiceError(
                .forbidden,
                tokenScopes == nil
                    ? "This key may use the application API only. Use an admin key here."
                    : "A token may use the application API only. Use an admin key here."
            )
        }
    }

    /// Lets those pass who may act for a user.
    public func requireAccess(toUser id: String) throws(ServiceError) {
        guard userID?.isSameID(as: id) != false else {
            throw ServiceError(
                .forbidden,
                "This \(tokenScopes == nil ? "key" : "token") may act for its own user only."
            )
        }
    }
}

extension Principal {
    /// Who sent a token.
    init(_ bearer: Bearer) {
        view = bearer.view
        home = bearer.view.id
        scope = .application
        userID = bearer.userID
        tokenScopes = bearer.scopes
        // No key's prefix has a space.
        owner = "\(bearer.view.id.number) \(bearer.userID ?? "")"
        identity = nil
    }

    /// Somebody who signed in, and acts in a workspace.
    init(view: WorkspaceView, home: WorkspaceID, _ identity: AdminIdentity) {
        self.view = view
        self.home = home
        scope = .admin
        userID = nil
        tokenScopes = nil
        // No key's prefix has a space.
        owner = "session \(identity.session.id)"
        self.identity = identity
    }
}
