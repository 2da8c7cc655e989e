import CivilTime
public import Engine

/// A user's bracket in a run.
public struct LeagueSeat: Hashable, Sendable {
    /// The user.
    public let user: UserKey
    /// The bracket.
    public let bracket: LeagueBracket
    /// The tier after the run, once it is final.
    public var nextTier: Int?

    /// A user's bracket.
    public init(_ user: UserKey, in bracket: LeagueBracket, nextTier: Int? = nil) {
        self.user = user
        self.bracket = bracket
        self.nextTier = nextTier
    }
}

/// Which users have been given which brackets.
public struct LeagueSeatTable {
    let connection: any Connection

    /// Looks up the seats that users have at some places.
    func seats(
        at places: [(user: UserKey, place: ScorePlace)]
    ) -> Lookup<[(place: ScorePlace, seat: LeagueSeat)]> {
        let batch = Self.list.keys(places.map { [$0.user, $0.place.board, $0.place.run] })
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM \(batch) JOIN league_seat
                ON league_seat.user_key = batch.user_key
                AND league_seat.board_id = batch.board_id
                AND league_seat.run_on = batch.run_on
            """
        ) { (rows) throws(StorageError) in try rows.map { Self.seat($0) } }
    }

    /// The seats of some users in a run.
    public func seats(
        of users: [UserKey],
        at place: ScorePlace
    ) throws(StorageError) -> [LeagueSeat] {
        guard !users.isEmpty else { return [] }
        return try connection.value(of: seats(at: users.map { ($0, place) })).map { $0.seat }
    }

    /// The newest seats of some users in runs before one.
    public func seats(
        of users: [UserKey],
        before place: ScorePlace
    ) throws(StorageError) -> [LeagueSeat] {
        guard !users.isEmpty else { return [] }
        let batch = Self.list.keys(users.map { [$0, place.board, place.run] })
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified) FROM \(batch) JOIN league_seat
                    ON league_seat.user_key = batch.user_key
                    AND league_seat.board_id = batch.board_id
                    AND league_seat.run_on = (
                        SELECT max(s.run_on) FROM league_seat s
                        WHERE s.user_key = batch.user_key AND s.board_id = batch.board_id
                            AND s.run_on < batch.run_on
                    )
                """
        ) { (row) throws(StorageError) in Self.seat(row).seat }
    }

    /// Gives users their seats.
    public func insert(_ seats: [LeagueSeat], at place: ScorePlace) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: seats) { seat, row in
            row[columns.user] = seat.user
            row[columns.board] = place.board
            row[columns.run] = place.run
            row[columns.tier] = seat.bracket.tier
            row[columns.bracket] = seat.bracket.number
            row[columns.nextTier] = seat.nextTier
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Notes the tiers of some users after a run.
    public func settle(
        _ tiers: [(user: UserKey, tier: Int)],
        at place: ScorePlace
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: tiers) { each, row in
            row[columns.user] = each.user
            row[columns.board] = place.board
            row[columns.run] = place.run
            row[columns.nextTier] = each.tier
        }
        try connection.update([columns.nextTier.inBatch], from: batch, in: Self.list)
    }

    /// Has all those stay in their tier after a run who are not ranked in it.
    public func settleRest(at place: ScorePlace) throws(StorageError) {
        try connection.send(
            """
            UPDATE league_seat SET next_tier = tier
            WHERE board_id = \(place.board) AND run_on = \(place.run) AND next_tier IS NULL
            """
        )
    }

    /// Users who wait for a bracket in a run, those who came first first, after one.
    public func waiting(
        at place: ScorePlace,
        after last: (since: Int64, user: UserKey)?,
        limit: Int
    ) throws(StorageError) -> [(user: UserKey, since: Int64)] {
        try connection.rows(
            of: """
                SELECT user_key, coalesce(listed_anew_at, reached_at) FROM board_score
                WHERE board_id = \(place.board) AND run_on = \(place.run) AND user_group = '?'
                    AND (coalesce(listed_anew_at, reached_at), user_key)
                        > (\(last?.since ?? .min), \(last?.user.number ?? .min))
                ORDER BY coalesce(listed_anew_at, reached_at), user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in (UserKey(row.integer(0)), row.integer(1)) }
    }

    /// Forgets the seats of a run, also where it was final.
    public func remove(at place: ScorePlace) throws(StorageError) {
        try connection.send(
            "DELETE FROM league_seat WHERE board_id = \(place.board) AND run_on = \(place.run)"
        )
    }

    /// Forgets seats and brackets of runs that are not final.
    public func removeOpen(of board: BoardID) throws(StorageError) {
        try connection.send(
            "DELETE FROM league_seat WHERE board_id = \(board) AND next_tier IS NULL"
        )
        try connection.send("DELETE FROM league_bracket WHERE board_id = \(board)")
    }
}

// MARK: - Rows

extension LeagueSeatTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let board: Column<BoardID>
        let run: Column<CivilDate>
        let tier: Column<Int>
        let bracket: Column<Int>
        let nextTier: Column<Int?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("league_seat")
            user = list.key("user_key")
            board = list.key("board_id")
            run = list.key("run_on")
            tier = list.value("tier")
            bracket = list.value("bracket")
            nextTier = list.value("next_tier")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func seat(_ row: any Row) -> (place: ScorePlace, seat: LeagueSeat) {
        let bracket = LeagueBracket(tier: row[columns.tier], number: row[columns.bracket])
        return (
            ScorePlace(board: row[columns.board], run: row[columns.run]),
            LeagueSeat(row[columns.user], in: bracket, nextTier: row[columns.nextTier])
        )
    }
}

extension Connection {
    /// The table of who is in which bracket.
    public var leagueSeats: LeagueSeatTable { LeagueSeatTable(connection: self) }
}
