public import Engine

/// How many users every workspace has.
public struct UserCountTable {
    let connection: any Connection

    /// The users of a workspace.
    public func count(in workspace: WorkspaceID) throws(StorageError) -> Int64 {
        try connection.firstRow(
            of: """
                SELECT CAST(coalesce(sum(users), 0) AS BIGINT) FROM user_count
                WHERE workspace_id = \(workspace.number)
                """
        ) { (row) throws(StorageError) in row.integer(0) } ?? 0
    }

    /// Counts users who came, or who went where the number is negative, in a slot.
    public func add(_ counts: [WorkspaceID: Int64], in slot: Int) throws(StorageError) {
        var batch = Batch([.integer("workspace_id"), .integer("slot"), .integer("users")])
        for (workspace, users) in counts.sorted(by: { $0.key.number < $1.key.number }) {
            batch.append([
                .integer(workspace.number), .integer(Int64(slot)), .integer(users),
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO user_count (workspace_id, slot, users)
            SELECT workspace_id, slot, users FROM \(batch) WHERE true
            ON CONFLICT (workspace_id, slot) DO UPDATE
            SET users = user_count.users + excluded.users
            """
        )
    }
}

extension Connection {
    /// The table of how many users there are.
    public var userCounts: UserCountTable { UserCountTable(connection: self) }
}
