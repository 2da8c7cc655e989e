public import CivilTime
public import Engine

/// The keys that verify tokens.
public struct TokenKeyTable {
    let connection: any Connection

    /// The keys of a workspace that have not ended, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [TokenKey] {
        try connection.rows(
            of: """
                SELECT token_key_id, workspace_id, public_id, algorithm, material, tenant_claim,
                       user_claim, created_at
                FROM token_key
                WHERE workspace_id = \(workspace.number) AND revoked_at IS NULL
                ORDER BY token_key_id
                """
        ) { (row) throws(StorageError) in
            TokenKey(
                number: row.integer(0),
                workspace: WorkspaceID(row.integer(1)),
                publicID: row.text(2),
                algorithm: row.text(3),
                material: row.text(4),
                tenantClaim: row.text(5),
                userClaim: row.text(6),
                createdAt: Instant(microseconds: row.integer(7))
            )
        }
    }

    /// The number that the next key gets.
    public func nextNumber() throws(StorageError) -> Int64 {
        try connection.nextNumber("token_key_id", in: "token_key")
    }

    /// Adds a key.
    public func insert(_ key: TokenKey) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO token_key
                (token_key_id, workspace_id, public_id, algorithm, material, tenant_claim,
                 user_claim, created_at)
            VALUES (\(key.number), \(key.workspace.number), \(key.publicID), \(key.algorithm),
                    \(key.material), \(key.tenantClaim), \(key.userClaim),
                    \(key.createdAt.microseconds))
            """
        )
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
            UPDATE token_key SET revoked_at = \(moment.microseconds), material = ''
            WHERE workspace_id = \(workspace.number) AND public_id = \(publicID)
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
        try connection.execute(
            """
            UPDATE token_key SET tenant_claim = \(tenant), user_claim = \(user)
            WHERE workspace_id = \(workspace.number) AND revoked_at IS NULL
            """
        )
    }
}

extension Connection {
    /// The table of keys that verify tokens.
    public var tokenKeys: TokenKeyTable { TokenKeyTable(connection: self) }
}
