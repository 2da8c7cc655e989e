public import CivilTime
public import Engine

/// The keys that verify tokens.
public struct TokenKeyTable {
    let connection: any Connection

    /// The keys of a workspace that have not ended, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [TokenKey] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM token_key
                WHERE workspace_id = \(workspace) AND revoked_at IS NULL
                ORDER BY token_key_id
                """
        ) { (row) throws(StorageError) in Self.key(row) }
    }

    /// The number that the next key gets.
    public func nextNumber() throws(StorageError) -> Int64 {
        try connection.nextNumber("token_key_id", in: "token_key")
    }

    /// Adds a key.
    public func insert(_ key: TokenKey) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [key]) { key, row in
            row[columns.number] = key.number
            row[columns.workspace] = key.workspace
            row[columns.publicID] = key.publicID
            row[columns.algorithm] = key.algorithm
            row[columns.material] = key.material
            row[columns.tenantClaim] = key.tenantClaim
            row[columns.userClaim] = key.userClaim
            row[columns.createdAt] = key.createdAt
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Ends a key and wipes its secret; false when the workspace has none of this id.
    @discardableResult
    public func end(
        _ publicID: String,
        of workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE token_key SET revoked_at = \(moment), material = ''
            WHERE workspace_id = \(workspace) AND public_id = \(publicID)
                AND revoked_at IS NULL
            """
        ) > 0
    }

    /// Has the keys of a workspace look for other claims.
    public func setClaims(
        tenant: String,
        user: String,
        of workspace: WorkspaceID
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE token_key SET tenant_claim = \(tenant), user_claim = \(user)
            WHERE workspace_id = \(workspace) AND revoked_at IS NULL
            """
        )
    }
}

// MARK: - Rows

extension TokenKeyTable {
    /// The columns of the table.
    private struct Columns {
        let number: Column<Int64>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let algorithm: Column<String>
        let material: Column<String>
        let tenantClaim: Column<String>
        let userClaim: Column<String>
        let createdAt: Column<Instant>
        let revokedAt: Column<Instant?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("token_key")
            number = list.key("token_key_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            algorithm = list.value("algorithm")
            material = list.value("material")
            tenantClaim = list.value("tenant_claim")
            userClaim = list.value("user_claim")
            createdAt = list.value("created_at")
            revokedAt = list.value("revoked_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func key(_ row: any Row) -> TokenKey {
        TokenKey(
            number: row[columns.number],
            workspace: row[columns.workspace],
            publicID: row[columns.publicID],
            algorithm: row[columns.algorithm],
            material: row[columns.material],
            tenantClaim: row[columns.tenantClaim],
            userClaim: row[columns.userClaim],
            createdAt: row[columns.createdAt]
        )
    }
}

extension Connection {
    /// The table of keys that verify tokens.
    public var tokenKeys: TokenKeyTable { TokenKeyTable(connection: self) }
}
