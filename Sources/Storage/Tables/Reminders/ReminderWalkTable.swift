public import CivilTime
public import Engine

/// A walk over the users of a workspace whose reminders are planned anew.
public struct ReminderWalk: Hashable, Sendable {
    /// The workspace.
    public let workspace: WorkspaceID
    /// When it began.
    public let startedAt: Instant
    /// The last user looked at, from the oldest on.
    public let cursor: UserCursor
}

/// The walks that have not come to their end.
public struct ReminderWalkTable {
    let connection: any Connection

    /// Begins a walk, or begins it again.
    public func start(in workspace: WorkspaceID, at moment: Instant) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [workspace]) { workspace, row in
            row[columns.workspace] = workspace
            row[columns.startedAt] = moment
            columns.cursor.fill(&row, with: .start)
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// A walk that has come least far; nothing when none goes on.
    public func next() throws(StorageError) -> ReminderWalk? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM reminder_walk
                ORDER BY after_created_at, after_user_key, workspace_id LIMIT 1
                """
        ) { (row) throws(StorageError) in
            ReminderWalk(
                workspace: row[Self.columns.workspace],
                startedAt: row[Self.columns.startedAt],
                cursor: Self.columns.cursor.cursor(row)
            )
        }
    }

    /// Notes how far a walk has come, or that it has ended; one that began again meanwhile keeps its
    /// beginning.
    public func advance(_ walk: ReminderWalk, to cursor: UserCursor?) throws(StorageError) {
        guard let cursor else {
            return try connection.send(
                """
                DELETE FROM reminder_walk
                WHERE workspace_id = \(walk.workspace) AND started_at = \(walk.startedAt)
                    AND after_created_at = \(walk.cursor.createdAt)
                    AND after_user_key = \(walk.cursor.key)
                """
            )
        }
        try connection.send(
            """
            UPDATE reminder_walk
            SET after_created_at = \(cursor.createdAt), after_user_key = \(cursor.key)
            WHERE workspace_id = \(walk.workspace) AND started_at = \(walk.startedAt)
                AND after_created_at = \(walk.cursor.createdAt)
                AND after_user_key = \(walk.cursor.key)
            """
        )
    }
}

// MARK: - Rows

extension ReminderWalkTable {
    /// The columns of the table.
    private struct Columns {
        let workspace: Column<WorkspaceID>
        let startedAt: Column<Instant>
        let cursor: UserCursorColumns
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("reminder_walk")
            workspace = list.key("workspace_id")
            startedAt = list.value("started_at")
            cursor = UserCursorColumns(&list)
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of walks over users whose reminders are planned anew.
    public var reminderWalks: ReminderWalkTable { ReminderWalkTable(connection: self) }
}
