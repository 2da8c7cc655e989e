public import CivilTime
public import Engine

/// The keys.
public struct APIKeyTable {
    let connection: any Connection

    /// The key with a prefix, revoked or not.
    public func find(prefix: String) throws(StorageError) -> APIKey? {
        try connection.firstRow(
            of: "SELECT \(unescaped: Self.list.names) FROM api_key WHERE prefix = \(prefix)",
            Self.key
        )
    }

    /// Every key, oldest first.
    public func all() throws(StorageError) -> [APIKey] {
        try connection.rows(
            of: "SELECT \(unescaped: Self.list.names) FROM api_key ORDER BY created_at, prefix",
            Self.key
        )
    }

    /// Adds a key.
    public func insert(_ key: APIKey) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [key]) { key, row in
            row[columns.prefix] = key.prefix
            row[columns.publicID] = key.publicID
            row[columns.workspace] = key.workspace
            row[columns.scope] = key.scope.rawValue
            row[columns.userID] = key.userID
            row[columns.secretDigest] = key.secretDigest
            row[columns.createdAt] = key.createdAt
        }
        try connection.insert(batch, into: Self.list)
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
        try connection.send(
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
        try connection.send(
            """
            UPDATE api_key SET last_used_at = batch.used_at
            FROM \(batch)
            WHERE api_key.prefix = batch.prefix
                AND (api_key.last_used_at IS NULL OR api_key.last_used_at < batch.used_at)
            """
        )
    }
}

// MARK: - Rows

extension APIKeyTable {
    /// The columns of the table.
    private struct Columns {
        let prefix: Column<String>
        let publicID: Column<String>
        let workspace: Column<WorkspaceID>
        let scope: Column<String>
        let userID: Column<String?>
        let secretDigest: Column<String>
        let createdAt: Column<Instant>
        let lastUsedAt: Column<Instant?>
        let revokedAt: Column<Instant?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("api_key")
            prefix = list.key("prefix")
            publicID = list.value("public_id")
            workspace = list.value("workspace_id")
            scope = list.value("scope")
            userID = list.value("user_id")
            secretDigest = list.value("secret_digest")
            createdAt = list.value("created_at")
            lastUsedAt = list.value("last_used_at")
            revokedAt = list.value("revoked_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func key(_ row: any Row) throws(StorageError) -> APIKey {
        guard let scope = APIKey.Scope(rawValue: row[columns.scope]) else {
            throw StorageError(.invalidValue, "api_key \(row[columns.prefix]) has no known scope")
        }
        return APIKey(
            prefix: row[columns.prefix],
            publicID: row[columns.publicID],
            workspace: row[columns.workspace],
            scope: scope,
            userID: row[columns.userID],
            secretDigest: row[columns.secretDigest],
            createdAt: row[columns.createdAt],
            lastUsedAt: row[columns.lastUsedAt],
            revokedAt: row[columns.revokedAt]
        )
    }
}

extension Connection {
    /// The table of keys.
    public var apiKeys: APIKeyTable { APIKeyTable(connection: self) }
}
