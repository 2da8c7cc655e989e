public import CivilTime
public import Engine

/// The keys.
public struct APIKeyTable {
    let connection: any Connection

    /// The key with a prefix, revoked or not.
    public func find(prefix: String) throws(StorageError) -> APIKey? {
        try connection.firstRow(
            of: "\(unescaped: Self.selection) WHERE prefix = \(prefix)",
            Self.key
        )
    }

    /// Every key, oldest first.
    public func all() throws(StorageError) -> [APIKey] {
        try connection.rows(
            of: "\(unescaped: Self.selection) ORDER BY created_at, prefix",
            Self.key
        )
    }

    /// Adds a key.
    public func insert(_ key: APIKey) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO api_key
                (prefix, public_id, workspace_id, scope, user_id, secret_digest, created_at)
            VALUES (\(key.prefix), \(key.publicID), \(key.workspace.number),
                    \(key.scope.rawValue), \(key.userID), \(key.secretDigest),
                    \(key.createdAt.microseconds))
            """
        )
    }

    /// Ends a key that works; false when there is none with this prefix.
    public func revoke(prefix: String, at moment: Instant) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE api_key SET revoked_at = \(moment.microseconds)
            WHERE prefix = \(prefix) AND revoked_at IS NULL
            """
        ) > 0
    }

    /// Ends an application key of a workspace that works; false when there is none with this id.
    public func revokeApplicationKey(
        publicID: String,
        of workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE api_key SET revoked_at = \(moment.microseconds)
            WHERE public_id = \(publicID) AND workspace_id = \(workspace.number)
                AND scope = 'application' AND revoked_at IS NULL
            """
        ) > 0
    }

    /// Ends the keys of an erased user, and forgets whose they were.
    public func eraseUser(
        _ userID: String,
        of workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE api_key
            SET revoked_at = coalesce(revoked_at, \(moment.microseconds)), user_id = ''
            WHERE workspace_id = \(workspace.number) AND user_id = \(userID)
            """
        )
    }

    /// Notes when keys were last used, unless another process has noted a later use.
    public func noteUse(_ uses: [(prefix: String, at: Instant)]) throws(StorageError) {
        var batch = Batch([.text("prefix"), .integer("used_at")])
        for use in uses {
            batch.append([.text(use.prefix), .integer(use.at.microseconds)])
        }
        try connection.execute(
            """
            UPDATE api_key SET last_used_at = batch.used_at
            FROM \(batch)
            WHERE api_key.prefix = batch.prefix
                AND (api_key.last_used_at IS NULL OR api_key.last_used_at < batch.used_at)
            """
        )
    }

    private static let selection = """
        SELECT prefix, public_id, workspace_id, scope, user_id, secret_digest, created_at,
               last_used_at, revoked_at
        FROM api_key
        """

    private static func key(_ row: any Row) throws(StorageError) -> APIKey {
        guard let scope = APIKey.Scope(rawValue: row.text(3)) else {
            throw StorageError(.invalidValue, "api_key \(row.text(0)) has no known scope")
        }
        return APIKey(
            prefix: row.text(0),
            publicID: row.text(1),
            workspace: WorkspaceID(row.integer(2)),
            scope: scope,
            userID: row.optionalText(4),
            secretDigest: row.text(5),
            createdAt: Instant(microseconds: row.integer(6)),
            lastUsedAt: row.optionalInteger(7).map(Instant.init(microseconds:)),
            revokedAt: row.optionalInteger(8).map(Instant.init(microseconds:))
        )
    }
}

extension Connection {
    /// The table of keys.
    public var apiKeys: APIKeyTable { APIKeyTable(connection: self) }
}
