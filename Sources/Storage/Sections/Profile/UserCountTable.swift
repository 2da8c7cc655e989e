public import CivilTime
public import Engine

/// How many users every workspace has.
public struct UserCountTable {
    let connection: any Connection

    /// The users of a workspace.
    public func count(in workspace: WorkspaceID) throws(StorageError) -> Int64 {
        try connection.firstRow(
            of: """
                SELECT CAST(coalesce(sum(users), 0) AS BIGINT) FROM user_count
                WHERE workspace_id = \(workspace)
                """
        ) { (row) throws(StorageError) in Int64(row, 0) } ?? 0
    }

    /// The users of a workspace who came since a moment; it looks at each of them.
    public func count(
        in workspace: WorkspaceID,
        since moment: Instant
    ) throws(StorageError) -> Int64 {
        try connection.firstRow(
            of: """
                SELECT count(*) FROM "user" WHERE workspace_id = \(workspace)
                    AND created_at >= \(moment) AND external_id IS NOT NULL
                """
        ) { (row) throws(StorageError) in Int64(row, 0) } ?? 0
    }

    /// Counts users who came, or who went where the number is negative, in a slot.
    public func add(_ counts: [WorkspaceID: Int64], in slot: Int) throws(StorageError) {
        let columns = Self.columns
        let sorted = counts.sorted { $0.key.number < $1.key.number }
        let batch = Self.list.batch(of: sorted) { count, row in
            row[columns.workspace] = count.key
            row[columns.slot] = slot
            row[columns.users] = count.value
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            INSERT INTO user_count (workspace_id, slot, users)
            SELECT workspace_id, slot, users FROM \(batch) WHERE true
            ON CONFLICT (workspace_id, slot) DO UPDATE
            SET users = user_count.users + excluded.users
            """
        )
    }
}

// MARK: - Rows

extension UserCountTable {
    /// The columns of the table.
    private struct Columns {
        let workspace: Column<WorkspaceID>
        let slot: Column<Int>
        let users: Column<Int64>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("user_count")
            workspace = list.key("workspace_id")
            slot = list.key("slot")
            users = list.value("users")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of how many users there are.
    public var userCounts: UserCountTable { UserCountTable(connection: self) }
}
