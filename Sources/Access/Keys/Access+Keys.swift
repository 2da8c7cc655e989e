import Catalogue
public import Engine
import JSONText
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

extension Access {
    /// Makes a key for an environment, for all of it or for one user.
    public func createKey(
        environment: Workspace.Environment,
        scope: APIKey.Scope,
        userID: String?
    ) async throws -> NewKey {
        let id = try await catalogue.homeWorkspace(of: environment)
        let home = try await catalogue.view(of: id).workspace
        let author = Author.current
        return try await database.workers.run { [self] in
            try createKeys(in: home, scope: scope, userIDs: [userID], author)[0]
        }
    }

    /// Makes application keys, each for one user.
    public func createApplicationKeys(
        of users: [String],
        home: WorkspaceID
    ) async throws -> [NewKey] {
        let workspace = try await catalogue.view(of: home).workspace
        let author = Author.current
        return try await database.workers.run { [self] in
            try createKeys(in: workspace, scope: .application, userIDs: users, author)
        }
    }

    private func createKeys(
        in workspace: Workspace,
        scope: APIKey.Scope,
        userIDs: [String?],
        _ author: Author
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
        try catalogue.changeConfiguration(as: author) { (configuration) throws(StorageError) in
            for key in keys {
                try configuration.connection.apiKeys.insert(key.key)
                try configuration.record(.created, key.key)
            }
        }
        return keys
    }

    /// Every key, oldest first, with the workspace that it opens, and its last use as this process
    /// knows it, or as others have written it down, which they do every few seconds.
    public func keys() throws(ServiceError) -> [(key: APIKey, workspace: Workspace?)] {
        try storage { () throws(StorageError) in
            try database.blocking.read { (connection) throws(StorageError) in
                var workspaces: [WorkspaceID: Workspace] = [:]
                var keys: [(key: APIKey, workspace: Workspace?)] = []
                for stored in try connection.apiKeys.all() {
                    var key = stored
                    if let use = keyUses.last(of: key.prefix) {
                        key.lastUsedAt = max(use, key.lastUsedAt ?? use)
                    }
                    if workspaces[key.workspace] == nil {
                        workspaces[key.workspace] = try connection.workspaces.find(key.workspace)
                    }
                    keys.append((key, workspaces[key.workspace]))
                }
                return keys
            }
        }
    }

    /// The keys of a workspace, newest first.
    public func keys(of home: WorkspaceID) async throws -> [APIKey] {
        try await database.workers.run { [self] in
            try keys().map(\.key).filter { $0.workspace == home }.reversed()
        }
    }

    /// Ends a key at once, on a thread where that keeps nobody waiting.
    public func revoke(_ prefix: String) async throws -> Bool {
        let author = Author.current
        return try await database.workers.run { [self] in
            try Author.$current.withValue(author) { try revokeKey(prefix: prefix) }
        }
    }

    /// Ends a key at once; false when no working key has this prefix.
    public func revokeKey(prefix: String) throws(ServiceError) -> Bool {
        try catalogue.changeConfiguration(as: .current) { (configuration) throws(StorageError) in
            let connection = configuration.connection
            guard let key = try connection.apiKeys.find(prefix: prefix) else { return false }
            try connection.workspaces.touch(key.workspace)
            let isRevoked = try connection.apiKeys.revoke(prefix: prefix, at: configuration.now)
            if isRevoked { try configuration.record(.archived, key) }
            return isRevoked
        }
    }

    /// Ends application keys at once; tells which of the ids were those of working keys.
    public func revokeApplicationKeys(
        _ ids: [String],
        home: WorkspaceID
    ) async throws -> Set<String> {
        try await catalogue.changeConfiguration(of: home) { (configuration) throws(StorageError) in
            var revoked: Set<String> = []
            for id in ids {
                let isRevoked = try configuration.connection.apiKeys.revokeApplicationKey(
                    publicID: id,
                    of: home,
                    at: configuration.now
                )
                guard isRevoked, revoked.insert(id).inserted else { continue }
                try configuration.record(.archived, .key, id, in: home)
            }
            return revoked
        }
    }
}

extension ConfigurationChange {
    /// Records that a key was made or ended; whose it is belongs to that person, and its secret to
    /// nobody.
    fileprivate func record(_ action: AuditAction, _ key: APIKey) throws(StorageError) {
        let document = Self.document { object in
            object.field("prefix", key.prefix)
            object.field("scope", key.scope.rawValue)
            object.field("isForOneUser", key.userID != nil)
        }
        try record(
            action,
            .key,
            key.publicID,
            in: key.workspace,
            before: action == .created ? nil : document,
            after: action == .created ? document : nil
        )
    }
}
