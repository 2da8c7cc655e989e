public import CivilTime
public import Engine

/// What has been told and done of a run.
public struct StoredBoardRun: Hashable, Sendable {
    /// The leaderboard.
    public let board: BoardID
    /// The first day of the run.
    public let run: CivilDate
    /// When it was told that it has begun.
    public var startedAt: Instant?
    /// When its ranks were written for good.
    public var finishedAt: Instant?
    /// The last day of which it was kept who was where.
    public var snapshotOn: CivilDate?

    /// A run of which nothing has been done.
    public init(board: BoardID, run: CivilDate) {
        self.board = board
        self.run = run
    }
}

/// The runs of every leaderboard, as far as something was done of them.
public struct BoardRunTable {
    let connection: any Connection

    /// The runs of a leaderboard, newest first.
    public func runs(of board: BoardID) throws(StorageError) -> [StoredBoardRun] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board_run
                WHERE board_id = \(board) ORDER BY run_on DESC
                """,
            Self.run
        )
    }

    /// What was done of a run.
    public func find(_ place: ScorePlace) throws(StorageError) -> StoredBoardRun {
        let found = try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board_run
                WHERE board_id = \(place.board) AND run_on = \(place.run)
                """,
            Self.run
        )
        return found ?? StoredBoardRun(board: place.board, run: place.run)
    }

    /// Stores what was done of a run.
    public func store(_ run: StoredBoardRun) throws(StorageError) {
        let batch = Self.list.batch(of: [run]) { run, row in
            row[Self.columns.board] = run.board
            row[Self.columns.run] = run.run
            row[Self.columns.startedAt] = run.startedAt
            row[Self.columns.finishedAt] = run.finishedAt
            row[Self.columns.snapshotOn] = run.snapshotOn
        }
        try connection.upsert(batch, into: Self.list)
    }
}

// MARK: - Rows

extension BoardRunTable {
    /// The columns of the table.
    private struct Columns {
        let board: Column<BoardID>
        let run: Column<CivilDate>
        let startedAt: Column<Instant?>
        let finishedAt: Column<Instant?>
        let snapshotOn: Column<CivilDate?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("board_run")
            board = list.key("board_id")
            run = list.key("run_on")
            startedAt = list.value("started_at")
            finishedAt = list.value("finished_at")
            snapshotOn = list.value("snapshot_on")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func run(_ row: any Row) throws(StorageError) -> StoredBoardRun {
        var run = StoredBoardRun(board: row[columns.board], run: row[columns.run])
        run.startedAt = row[columns.startedAt]
        run.finishedAt = row[columns.finishedAt]
        run.snapshotOn = row[columns.snapshotOn]
        return run
    }
}

extension Connection {
    /// The table of runs.
    public var boardRuns: BoardRunTable { BoardRunTable(connection: self) }
}
