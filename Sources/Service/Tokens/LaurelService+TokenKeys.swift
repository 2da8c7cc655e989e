public import Engine
import Storage
import Tokens

extension LaurelService {
    /// How the tokens of a workspace are verified.
    public func tokenVerification(of id: WorkspaceID) async throws -> TokenVerification {
        try await knowConfiguration()
        if let known = configuration.tokenVerification(of: id) { return known }
        let found = try await read { [configuration] (connection) throws(StorageError) in
            let version = try configuration.refresh(on: connection)
            return try configuration.loadTokenVerification(
                of: id,
                on: connection,
                seeing: version
            )
        }
        guard let found else { throw ServiceError(.notFound, "This workspace does not exist.") }
        return found
    }

    /// Adds a key that verifies the tokens of a workspace.
    ///
    /// A key with the same id is replaced. A workspace has one algorithm: a key of another one ends
    /// all keys before it, so that what is shown is all that opens anything.
    public func addTokenKey(
        _ draft: TokenKeyDraft,
        to id: WorkspaceID
    ) async throws -> TokenVerification {
        let now = clock.now()
        let key = VerificationKey(id: draft.id ?? PublicID.make(at: now), draft.material)
        let maximum = limits.maximumTokenKeys
        let isAdded = try await changeConfiguration(of: id) { (connection) throws(StorageError) in
            let table = connection.tokenKeys
            let active = try table.active(in: id)
            let ending = active.filter { active in
                active.publicID.isSameID(as: key.id)
                    || active.algorithm != key.material.algorithm.rawValue
            }
            guard active.count - ending.count < maximum else { return false }
            for active in ending { try table.end(active.publicID, of: id, at: now) }
            let new = TokenKey(
                number: try table.nextNumber(),
                workspace: id,
                publicID: key.id,
                algorithm: key.material.algorithm.rawValue,
                material: key.material.storedText,
                tenantClaim: draft.tenantClaim ?? active.last?.tenantClaim
                    ?? TokenVerification.standardTenantClaim,
                userClaim: draft.userClaim ?? active.last?.userClaim
                    ?? TokenVerification.standardUserClaim,
                createdAt: now
            )
            try table.insert(new)
            try table.setClaims(tenant: new.tenantClaim, user: new.userClaim, of: id)
            return true
        }
        guard isAdded else {
            throw ServiceError(
                .invalid,
                "This workspace has \(maximum) keys already. End one that is no longer needed."
            )
        }
        return try await tokenVerification(of: id)
    }

    /// Ends a key that verifies tokens: what it signed opens nothing any more.
    public func endTokenKey(
        _ publicID: String,
        of id: WorkspaceID
    ) async throws -> TokenVerification {
        let now = clock.now()
        let isEnded = try await changeConfiguration(of: id) { (connection) throws(StorageError) in
            try connection.tokenKeys.end(publicID, of: id, at: now)
        }
        guard isEnded else {
            throw ServiceError(.notFound, "This workspace has no token key of that id.")
        }
        return try await tokenVerification(of: id)
    }
}
