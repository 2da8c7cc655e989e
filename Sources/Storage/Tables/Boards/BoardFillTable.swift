public import CivilTime
public import Engine

/// A walk over the users of a workspace who were there before a leaderboard was opened.
public struct BoardFill: Hashable, Sendable {
    /// The leaderboard.
    public let board: BoardID
    /// The workspace whose users are looked at.
    public let workspace: WorkspaceID
    /// When it began.
    public let startedAt: Instant
    /// The last user looked at, from the oldest on.
    public let cursor: UserCursor
}

/// The walks that have not come to their end.
public struct BoardFillTable {
    let connection: any Connection

    /// Begins a walk, or begins it again.
    public func start(
        _ board: BoardID,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [board]) { board, row in
            row[columns.board] = board
            row[columns.workspace] = workspace
            row[columns.startedAt] = moment
            columns.cursor.fill(&row, with: .start)
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// Whether a leaderboard is being filled.
    public func isGoingOn(_ board: BoardID) throws(StorageError) -> Bool {
        try connection.firstRow(of: "SELECT 1 FROM board_fill WHERE board_id = \(board)") {
            (row) throws(StorageError) in true
        } ?? false
    }

    /// The walk that has come least far; nothing when none goes on.
    public func next() throws(StorageError) -> BoardFill? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board_fill
                ORDER BY after_created_at, after_user_key, board_id LIMIT 1
                """
        ) { (row) throws(StorageError) in
            BoardFill(
                board: row[Self.columns.board],
                workspace: row[Self.columns.workspace],
                startedAt: row[Self.columns.startedAt],
                cursor: Self.columns.cursor.cursor(row)
            )
        }
    }

    /// Notes how far a walk has come; one that began again meanwhile, or that another process has
    /// taken further, keeps its place.
    public func advance(_ fill: BoardFill, to cursor: UserCursor?) throws(StorageError) {
        guard let cursor else {
            return try connection.send(
                """
                DELETE FROM board_fill
                WHERE board_id = \(fill.board) AND started_at = \(fill.startedAt)
                    AND after_created_at = \(fill.cursor.createdAt)
                    AND after_user_key = \(fill.cursor.key)
                """
            )
        }
        try connection.send(
            """
            UPDATE board_fill
            SET after_created_at = \(cursor.createdAt), after_user_key = \(cursor.key)
            WHERE board_id = \(fill.board) AND started_at = \(fill.startedAt)
                AND after_created_at = \(fill.cursor.createdAt)
                AND after_user_key = \(fill.cursor.key)
            """
        )
    }
}

// MARK: - Rows

extension BoardFillTable {
    /// The columns of the table.
    private struct Columns {
        let board: Column<BoardID>
        let workspace: Column<WorkspaceID>
        let startedAt: Column<Instant>
        let cursor: UserCursorColumns
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("board_fill")
            board = list.key("board_id")
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
    /// The table of walks over users for leaderboards.
    public var boardFills: BoardFillTable { BoardFillTable(connection: self) }
}
