public import Catalogue
import CivilTime
public import Engine
import JSONText
import ServiceRuntime
import Storage
import Tokens

extension Access {
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
        let problem = try await catalogue.changeConfiguration(of: id) {
            (configuration) throws(StorageError) -> String? in
            let table = configuration.connection.tokenKeys
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
            for key in ending {
                try table.end(key.publicID, of: id, at: now)
                try configuration.record(.archived, key)
            }
            try table.insert(new)
            try configuration.record(.created, new)
            try table.setClaims(tenant: new.tenantClaim, user: new.userClaim, of: id)
            try Self.change(lifetimeOf: id, draft.lifetime, configuration)
            return nil
        }
        if let problem { throw ServiceError(.invalid, problem) }
        return try await catalogue.tokenVerification(of: id)
    }

    /// Changes for how long the tokens of a workspace may hold, at once for those that there are.
    public func changeTokenLifetime(
        _ change: TokenLifetimeChange,
        of id: WorkspaceID
    ) async throws -> TokenVerification {
        _ = try await catalogue.changeSettings(of: id) { change.apply(to: &$0.tokenLifetime) }
        return try await catalogue.tokenVerification(of: id)
    }

    private static func change(
        lifetimeOf id: WorkspaceID,
        _ change: TokenLifetimeChange,
        _ configuration: ConfigurationChange
    ) throws(StorageError) {
        guard !change.isEmpty else { return }
        try configuration.changeWorkspace(id) { workspace in
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
        let isEnded = try await catalogue.changeConfiguration(of: id) {
            (configuration) throws(StorageError) in
            let table = configuration.connection.tokenKeys
            let key = try table.active(in: id).first { $0.publicID.isSameID(as: publicID) }
            guard let key, try table.end(publicID, of: id, at: now) else { return false }
            try configuration.record(.archived, key)
            return true
        }
        guard isEnded else {
            throw ServiceError(.notFound, "This workspace has no token key of that id.")
        }
        return try await catalogue.tokenVerification(of: id)
    }
}

extension ConfigurationChange {
    /// Records that a key that verifies tokens was added or ended, without what it verifies with.
    fileprivate func record(_ action: AuditAction, _ key: TokenKey) throws(StorageError) {
        let document = Self.document { object in
            object.field("algorithm", key.algorithm)
            object.field("tenantClaim", key.tenantClaim)
            object.field("userClaim", key.userClaim)
        }
        try record(
            action,
            .tokenKey,
            key.publicID,
            in: key.workspace,
            before: action == .created ? nil : document,
            after: action == .created ? document : nil
        )
    }
}
