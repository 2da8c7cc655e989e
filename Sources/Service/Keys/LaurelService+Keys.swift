public import Engine
public import ServiceRuntime
import Sodium
public import Storage

/// A key that was just made: the only time that the whole of it is seen.
public struct NewKey: Sendable {
    /// What is stored of it.
    public let key: APIKey
    /// The whole key.
    public let text: String
}

extension LaurelService {
    /// Makes a key for an environment, for all of it or for one user.
    public func createKey(
        environment: Workspace.Environment,
        scope: APIKey.Scope,
        userID: String?
    ) async throws -> NewKey {
        let home = try await view(of: try await homeWorkspace(of: environment)).workspace
        return try createKeys(in: home, scope: scope, userIDs: [userID])[0]
    }

    /// The environment's own workspace.
    public func homeWorkspace(of environment: Workspace.Environment) async throws -> WorkspaceID {
        try await knowConfiguration()
        let workspaces = configuration.workspaces(of: environment)
        guard let home = workspaces.first(where: { $0.customerID == nil }) else {
            throw ServiceError(.notFound, "This database has no \(environment.rawValue) workspace.")
        }
        return home.id
    }

    /// Makes application keys, each for one user.
    public func createApplicationKeys(
        of users: [String],
        home: WorkspaceID
    ) async throws -> [NewKey] {
        let workspace = try await view(of: home).workspace
        return try await workers.run { [self] in
            try createKeys(in: workspace, scope: .application, userIDs: users)
        }
    }

    private func createKeys(
        in workspace: Workspace,
        scope: APIKey.Scope,
        userIDs: [String?]
    ) throws(ServiceError) -> [NewKey] {
        let now = clock.now()
        let keys = userIDs.map { userID in
            let text = KeyText(scope: scope, environment: workspace.environment)
            let key = APIKey(
                prefix: text.prefix,
                publicID: PublicID.make(at: now),
                workspace: workspace.id,
                scope: scope,
                userID: userID,
                secretDigest: text.digest.hexadecimal,
                createdAt: now
            )
            return NewKey(key: key, text: text.text)
        }
        try storage { () throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                for key in keys { try connection.apiKeys.insert(key.key) }
            }
        }
        return keys
    }

    /// Every key, oldest first, with the workspace that it opens, and its last use as this process
    /// knows it, or as others have written it down, which they do every few seconds.
    public func keys() throws(ServiceError) -> [(key: APIKey, workspace: Workspace?)] {
        try storage { () throws(StorageError) in
            try database.read { (connection) throws(StorageError) in
                let workspaces = try connection.workspaces.all().map(\.workspace)
                return try connection.apiKeys.all().map { stored in
                    var key = stored
                    if let use = keyUses.last(of: key.prefix) {
                        key.lastUsedAt = max(use, key.lastUsedAt ?? use)
                    }
                    return (key, workspaces.first { $0.id == key.workspace })
                }
            }
        }
    }

    /// Ends a key at once; false when no working key has this prefix.
    public func revokeKey(prefix: String) throws(ServiceError) -> Bool {
        let now = clock.now()
        let isRevoked = try storage { () throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.installation.touchConfiguration()
                return try connection.apiKeys.revoke(prefix: prefix, at: now)
            }
        }
        configuration.expire()
        return isRevoked
    }

    /// Ends application keys at once; tells which of the ids were those of working keys.
    public func revokeApplicationKeys(
        _ ids: [String],
        home: WorkspaceID
    ) async throws -> Set<String> {
        let now = clock.now()
        return try await changeConfiguration(of: home) { (connection) throws(StorageError) in
            var revoked: Set<String> = []
            for id in ids {
                let isRevoked = try connection.apiKeys.revokeApplicationKey(
                    publicID: id,
                    of: home,
                    at: now
                )
                if isRevoked { revoked.insert(id) }
            }
            return revoked
        }
    }
}
