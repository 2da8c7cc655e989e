public import CivilTime
public import Engine

/// The leaderboards of every workspace.
public struct BoardTable {
    let connection: any Connection

    /// The leaderboards of a workspace that were not deleted, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Board] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board
                WHERE workspace_id = \(workspace) AND archived_at IS NULL
                ORDER BY board_id
                """,
            Self.board
        )
    }

    /// The leaderboards of a workspace, compiled.
    public func index(of workspace: WorkspaceID) throws(StorageError) -> BoardIndex {
        let boards = try active(in: workspace)
        return boards.isEmpty ? .empty : BoardIndex(boards)
    }

    /// The workspaces that have leaderboards.
    public func workspaces() throws(StorageError) -> [WorkspaceID] {
        try connection.rows(
            of: """
                SELECT DISTINCT workspace_id FROM board WHERE archived_at IS NULL
                ORDER BY workspace_id
                """
        ) { (row) throws(StorageError) in WorkspaceID(Int64(row, 0)) }
    }

    /// The number that the next leaderboard gets.
    public func nextID() throws(StorageError) -> BoardID {
        BoardID(try connection.nextNumber("board_id", in: "board"))
    }

    /// Adds a leaderboard.
    public func insert(
        _ board: Board,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        let batch = Self.list.batch(of: [board]) { board, row in
            row[Self.columns.id] = board.id
            row[Self.columns.workspace] = workspace
            row[Self.columns.publicID] = board.publicID
            row[Self.columns.key] = board.key
            row[Self.columns.document] = BoardDocument.text(of: board)
            row[Self.columns.createdAt] = moment
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores a leaderboard's changeable parts.
    public func update(_ board: Board) throws(StorageError) {
        let batch = Self.list.batch(of: [board]) { board, row in
            row[Self.columns.id] = board.id
            row[Self.columns.key] = board.key
            row[Self.columns.document] = BoardDocument.text(of: board)
        }
        try connection.update(
            [Self.columns.key.inBatch, Self.columns.document.inBatch],
            from: batch,
            in: Self.list
        )
    }

    /// Ends a leaderboard: nothing counts any more, and its key is free.
    public func archive(_ id: BoardID, at moment: Instant) throws(StorageError) {
        try connection.send(
            "UPDATE board SET archived_at = \(moment) WHERE board_id = \(id)"
        )
        try connection.send("DELETE FROM board_fill WHERE board_id = \(id)")
        try connection.boardWatches.remove(of: id)
    }
}

// MARK: - Rows

extension BoardTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<BoardID>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let key: Column<String>
        let document: Column<String>
        let createdAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("board")
            id = list.key("board_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            key = list.value("key")
            document = list.value("document")
            createdAt = list.value("created_at")
            archivedAt = list.value("archived_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func board(_ row: any Row) throws(StorageError) -> Board {
        try BoardDocument.board(
            from: row[columns.document],
            id: row[columns.id],
            publicID: row[columns.publicID],
            key: row[columns.key]
        )
    }
}

extension Connection {
    /// The table of leaderboards.
    public var boards: BoardTable { BoardTable(connection: self) }
}
