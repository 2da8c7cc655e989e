import CivilTime
public import Engine

/// What came after runs were final.
public struct BoardCorrectionTable {
    let connection: any Connection

    /// Adds corrections.
    public func insert(
        _ corrections: [(user: UserKey, correction: BoardCorrection, number: Int64)]
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: corrections) { each, row in
            row[columns.user] = each.user
            row[columns.board] = each.correction.place.board
            row[columns.run] = each.correction.place.run
            row[columns.number] = each.number
            row[columns.amount] = each.correction.amount
            row[columns.day] = each.correction.day
            row[columns.correctedAt] = each.correction.at
        }
        try connection.insert(batch, into: Self.list)
    }

    /// A page of the corrections of a leaderboard, newest first, before a number.
    public func page(
        of board: BoardID,
        before number: Int64?,
        limit: Int
    ) throws(StorageError) -> [(user: UserKey, correction: BoardCorrection, number: Int64)] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board_correction
                WHERE board_id = \(board) AND correction_number < \(number ?? .max)
                ORDER BY correction_number DESC LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            let columns = Self.columns
            return (
                row[columns.user],
                BoardCorrection(
                    place: ScorePlace(board: row[columns.board], run: row[columns.run]),
                    amount: row[columns.amount],
                    day: row[columns.day],
                    at: row[columns.correctedAt]
                ),
                row[columns.number]
            )
        }
    }
}

// MARK: - Rows

extension BoardCorrectionTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let board: Column<BoardID>
        let run: Column<CivilDate>
        let number: Column<Int64>
        let amount: Column<Int64>
        let day: Column<CivilDate>
        let correctedAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("board_correction")
            user = list.key("user_key")
            board = list.key("board_id")
            run = list.key("run_on")
            number = list.key("correction_number")
            amount = list.value("amount")
            day = list.value("day")
            correctedAt = list.value("corrected_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of corrections of leaderboards.
    public var boardCorrections: BoardCorrectionTable { BoardCorrectionTable(connection: self) }
}
