public import CivilTime
public import Engine

/// Where a user was at the end of a day.
public struct BoardDay: Hashable, Sendable {
    /// The day.
    public let day: CivilDate
    /// The score.
    public let score: Int64
    /// The rank.
    public let rank: Int

    /// Where a user was.
    public init(day: CivilDate, score: Int64, rank: Int) {
        self.day = day
        self.score = score
        self.rank = rank
    }
}

/// Where users were at the end of each day, of those who had a place.
public struct BoardDayTable {
    let connection: any Connection

    /// Keeps where some users are in a run at the end of a day.
    public func store(
        _ days: [(user: UserKey, day: BoardDay)],
        at place: ScorePlace
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: days) { each, row in
            row[columns.user] = each.user
            row[columns.board] = place.board
            row[columns.run] = place.run
            row[columns.day] = each.day.day
            row[columns.score] = each.day.score
            row[columns.rank] = each.day.rank
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// The days of a user in a run, oldest first.
    public func days(
        of user: UserKey,
        at place: ScorePlace,
        from first: CivilDate
    ) throws(StorageError) -> [BoardDay] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board_day
                WHERE user_key = \(user) AND board_id = \(place.board) AND run_on = \(place.run)
                    AND day >= \(first)
                ORDER BY day
                """
        ) { (row) throws(StorageError) in
            BoardDay(
                day: row[Self.columns.day],
                score: row[Self.columns.score],
                rank: row[Self.columns.rank]
            )
        }
    }
}

// MARK: - Rows

extension BoardDayTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let board: Column<BoardID>
        let run: Column<CivilDate>
        let day: Column<CivilDate>
        let score: Column<Int64>
        let rank: Column<Int>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("board_day")
            user = list.key("user_key")
            board = list.key("board_id")
            run = list.key("run_on")
            day = list.key("day")
            score = list.value("score")
            rank = list.value("rank")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of days on leaderboards.
    public var boardDays: BoardDayTable { BoardDayTable(connection: self) }
}
