import CivilTime
public import Engine
import ServiceRuntime
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
        let problem = try await changeConfiguration(of: id) {
            (connection) throws(StorageError) -> String? in
            let table = connection.tokenKeys
            let active = try table.active(in: id)
            let ending = active.filter { Self.ends($0, with: key) }
            let new = Self.tokenKey(
                number: try table.nextNumber(),
                key,
                from: draft,
                after: active.last,
                in: id,
                at: now
            )
            if let problem = Self.problem(
                with: new,
                beside: active.count - ending.count,
                maximum: maximum
            ) {
                return problem
            }
            for key in ending { try table.end(key.publicID, of: id, at: now) }
            try table.insert(new)
            try table.setClaims(tenant: new.tenantClaim, user: new.userClaim, of: id)
            try Self.change(lifetimeOf: id, draft.lifetime, on: connection)
            return nil
        }
        if let problem { throw ServiceError(.invalid, problem) }
        return try await tokenVerification(of: id)
    }

    /// Changes for how long the tokens of a workspace may hold, at once for those that there are.
    public func changeTokenLifetime(
        _ change: TokenLifetimeChange,
        of id: WorkspaceID
    ) async throws -> TokenVerification {
        _ = try await changeSettings(of: id) { change.apply(to: &$0.tokenLifetime) }
        return try await tokenVerification(of: id)
    }

    private static func change(
        lifetimeOf id: WorkspaceID,
        _ change: TokenLifetimeChange,
        on connection: any Connection
    ) throws(StorageError) {
        guard !change.isEmpty else { return }
        try changeWorkspace(id, on: connection) { workspace, _ in
            var settings = WorkspaceSettings(stored: workspace.settings)
            change.apply(to: &settings.tokenLifetime)
            workspace.settings = settings.storedText
        }
    }

    /// Whether a key takes the place of one that is there.
    private static func ends(_ active: TokenKey, with key: VerificationKey) -> Bool {
        active.publicID.isSameID(as: key.id)
            || active.algorithm != key.material.algorithm.rawValue
    }

    /// What is to be stored; claims that are not told stay as they were.
    private static func tokenKey(
        number: Int64,
        _ key: VerificationKey,
        from draft: TokenKeyDraft,
        after last: TokenKey?,
        in workspace: WorkspaceID,
        at now: Instant
    ) -> TokenKey {
        TokenKey(
            number: number,
            workspace: workspace,
            publicID: key.id,
            algorithm: key.material.algorithm.rawValue,
            material: key.material.storedText,
            tenantClaim: draft.tenantClaim ?? last?.tenantClaim
                ?? TokenVerification.standardTenantClaim,
            userClaim: draft.userClaim ?? last?.userClaim
                ?? TokenVerification.standardUserClaim,
            createdAt: now
        )
    }

    private static func problem(
        with key: TokenKey,
        beside count: Int,
        maximum: Int
    ) -> String? {
        guard !key.userClaim.isSameID(as: key.tenantClaim) else {
            return "userClaim must differ from tenantClaim."
        }
        guard count < maximum else {
            return "This workspace has \(maximum) keys already. End one that is no longer needed."
        }
        return nil
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
