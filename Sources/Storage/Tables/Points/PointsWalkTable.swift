public import CivilTime
public import Engine

/// A walk over the users of a workspace, so that time begins for those who were there before a points
/// system was as it is.
public struct PointsWalk: Hashable, Sendable {
    /// The system.
    public let system: PointsSystemID
    /// The workspace whose users are looked at.
    public let workspace: WorkspaceID
    /// When it began.
    public let startedAt: Instant
    /// The last user looked at, from the oldest on.
    public let cursor: UserCursor
}

/// The walks that have not come to their end.
public struct PointsWalkTable {
    let connection: any Connection

    /// Begins a walk, or begins it again.
    public func start(
        _ system: PointsSystemID,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [system]) { system, row in
            row[columns.system] = system
            row[columns.workspace] = workspace
            row[columns.startedAt] = moment
            columns.cursor.fill(&row, with: .start)
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// A walk that has come least far; nothing when none goes on.
    public func next() throws(StorageError) -> PointsWalk? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM points_walk
                ORDER BY after_created_at, after_user_key, system_id LIMIT 1
                """
        ) { (row) throws(StorageError) in
            PointsWalk(
                system: row[Self.columns.system],
                workspace: row[Self.columns.workspace],
                startedAt: row[Self.columns.startedAt],
                cursor: Self.columns.cursor.cursor(row)
            )
        }
    }

    /// Notes how far a walk has come; one that began again meanwhile, or that another process has
    /// taken further, keeps its place.
    public func advance(_ walk: PointsWalk, to cursor: UserCursor?) throws(StorageError) {
        guard let cursor else {
            return try connection.send(
                """
                DELETE FROM points_walk
                WHERE system_id = \(walk.system) AND started_at = \(walk.startedAt)
                    AND after_created_at = \(walk.cursor.createdAt)
                    AND after_user_key = \(walk.cursor.key)
                """
            )
        }
        try connection.send(
            """
            UPDATE points_walk
            SET after_created_at = \(cursor.createdAt), after_user_key = \(cursor.key)
            WHERE system_id = \(walk.system) AND started_at = \(walk.startedAt)
                AND after_created_at = \(walk.cursor.createdAt)
                AND after_user_key = \(walk.cursor.key)
            """
        )
    }
}

// MARK: - Rows

extension PointsWalkTable {
    /// The columns of the table.
    private struct Columns {
        let system: Column<PointsSystemID>
        let workspace: Column<WorkspaceID>
        let startedAt: Column<Instant>
        let cursor: UserCursorColumns
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("points_walk")
            system = list.key("system_id")
            workspace = list.value("workspace_id")
            startedAt = list.value("started_at")
            cursor = UserCursorColumns(&list)
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of walks over users.
    public var pointsWalks: PointsWalkTable { PointsWalkTable(connection: self) }
}
