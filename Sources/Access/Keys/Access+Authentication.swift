import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Sodium
import Storage

extension Access {
    /// Who holds a credential: the one way in, whatever the dialect.
    ///
    /// A key may name a tenant to act in. A token names its workspace itself, so a tenant beside it
    /// has to be the same.
    public func authenticate(
        _ credential: Credential,
        tenant customerID: String? = nil
    ) async throws -> Principal {
        switch credential {
        case .key(let text): return try await authenticate(key: text, tenant: customerID)
        case .token(let text):
            let bearer = try await authenticate(bearer: text)
            try await require(tenant: customerID, of: bearer.workspace)
            return Principal(bearer)
        }
    }

    private func require(
        tenant customerID: String?,
        of workspace: Workspace
    ) async throws {
        guard let customerID else { return }
        let hasTenants = try await catalogue.hasTenants(workspace.environment)
        guard hasTenants else { return }
        guard workspace.customerID?.isSameID(as: customerID) == true else {
            throw ServiceError(
                .forbidden,
                "This token is not of the tenant that Tenant-ID names. Leave Tenant-ID out: a token "
                    + "names its workspace itself."
            )
        }
    }

    /// Who holds a key, acting in the workspace of a tenant if one is named.
    public func authenticate(
        key text: String,
        tenant customerID: String? = nil
    ) async throws -> Principal {
        guard let parts = KeyText(text),
            let key = try await catalogue.key(prefix: parts.prefix),
            let digest = key.secretDigestBytes,
            Sodium.areEqual(parts.digest, digest)
        else {
            throw ServiceError(
                .unauthorized,
                "This API key is not valid. Send the whole key, both parts of it."
            )
        }
        guard key.revokedAt == nil else {
            throw ServiceError(.unauthorized, "This API key has been revoked. Use another one.")
        }
        keyUses.note(key.prefix, at: clock.now())
        return Principal(
            view: try await view(of: key, tenant: customerID),
            home: key.workspace,
            scope: key.scope,
            userID: key.userID,
            tokenScopes: nil,
            owner: key.prefix,
            identity: nil
        )
    }

    /// The workspace that a request is about: with tenants, the one that it names.
    private func view(of key: APIKey, tenant customerID: String?) async throws -> WorkspaceView {
        try await view(inside: key.workspace, tenant: customerID)
    }

    /// A workspace, or that of a tenant in its environment.
    func view(
        inside home: WorkspaceID,
        tenant customerID: String?
    ) async throws -> WorkspaceView {
        guard let home = try await catalogue.viewIfExists(of: home) else {
            throw ServiceError(.unauthorized, "The workspace of this API key no longer exists.")
        }
        guard let customerID else { return home }
        let tenant: Workspace
        switch try await catalogue.tenant(customerID, of: home.workspace.environment) {
        case .named(let workspace): tenant = workspace
        // Without any tenant the header means nothing, as clients may send it always.
        case .meaningless: return home
        case .unknown:
            throw ServiceError(
                .invalid,
                "Tenant-ID \"\(customerID.prefix(100))\" names no tenant of this environment. "
                    + "Create it with POST /admin/v1/tenants, or check the id."
            )
        }
        guard tenant.status == .active else {
            throw ServiceError(
                .invalid,
                "Tenant-ID \"\(customerID.prefix(100))\" names an archived tenant."
            )
        }
        return try await catalogue.view(of: tenant.id)
    }
}
