import CivilTime
public import Engine

/// The bracket of a tier that is being filled.
public struct OpenBracket: Hashable, Sendable {
    /// The tier.
    public let tier: Int
    /// The number of the bracket.
    public var number: Int
    /// How many have been given a seat in it.
    public var seatCount: Int

    /// The first bracket of a tier, with nobody in it.
    public init(tier: Int) {
        self.tier = tier
        number = 1
        seatCount = 0
    }

    fileprivate init(tier: Int, number: Int, seatCount: Int) {
        self.tier = tier
        self.number = number
        self.seatCount = seatCount
    }

    /// Gives somebody a seat: in the next bracket where this one is full.
    public mutating func take(ofSize size: Int) -> LeagueBracket {
        if seatCount >= size { (number, seatCount) = (number + 1, 0) }
        seatCount += 1
        return LeagueBracket(tier: tier, number: number)
    }
}

/// The brackets that are being filled.
public struct LeagueBracketTable {
    let connection: any Connection

    /// Those of a run, by their tiers.
    public func open(at place: ScorePlace) throws(StorageError) -> [OpenBracket] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM league_bracket
                WHERE board_id = \(place.board) AND run_on = \(place.run) ORDER BY tier
                """
        ) { (row) throws(StorageError) in
            OpenBracket(
                tier: row[Self.columns.tier],
                number: row[Self.columns.bracket],
                seatCount: row[Self.columns.seats]
            )
        }
    }

    /// Stores how full some are.
    public func store(_ brackets: [OpenBracket], at place: ScorePlace) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: brackets) { bracket, row in
            row[columns.board] = place.board
            row[columns.run] = place.run
            row[columns.tier] = bracket.tier
            row[columns.bracket] = bracket.number
            row[columns.seats] = bracket.seatCount
        }
        try connection.upsert(batch, into: Self.list)
    }
}

// MARK: - Rows

extension LeagueBracketTable {
    /// The columns of the table.
    private struct Columns {
        let board: Column<BoardID>
        let run: Column<CivilDate>
        let tier: Column<Int>
        let bracket: Column<Int>
        let seats: Column<Int>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("league_bracket")
            board = list.key("board_id")
            run = list.key("run_on")
            tier = list.key("tier")
            bracket = list.value("bracket")
            seats = list.value("seats")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of brackets that are being filled.
    public var leagueBrackets: LeagueBracketTable { LeagueBracketTable(connection: self) }
}
