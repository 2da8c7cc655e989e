public import CivilTime
public import Engine

/// A user's score in a run.
public struct StoredScore: Hashable, Sendable {
    /// The user.
    public let user: UserKey
    /// Where it is kept.
    public let place: ScorePlace
    /// What the user has.
    public let score: BoardScore
    /// How many come before the user, once the run is final.
    public let finalPosition: Int64?
    /// The rank, once the run is final.
    public let finalRank: Int64?
}

/// What every user has in every run of every leaderboard.
public struct BoardScoreTable {
    let connection: any Connection

    /// Looks up the scores that are stored at some places.
    func scores(
        at places: [(user: UserKey, place: ScorePlace)]
    ) -> Lookup<[StoredScore]> {
        let batch = Self.list.keys(places.map { [$0.user, $0.place.board, $0.place.run] })
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM \(batch) JOIN board_score
                ON board_score.user_key = batch.user_key
                AND board_score.board_id = batch.board_id
                AND board_score.run_on = batch.run_on
            """
        ) { (rows) throws(StorageError) in try rows.map { Self.score($0) } }
    }

    /// The scores of some users in a run.
    public func scores(
        of users: [UserKey],
        at place: ScorePlace
    ) throws(StorageError) -> [StoredScore] {
        guard !users.isEmpty else { return [] }
        return try connection.value(of: scores(at: users.map { ($0, place) }))
    }

    /// All that a user has.
    public func scores(of user: UserKey) throws(StorageError) -> [StoredScore] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board_score
                WHERE user_key = \(user) ORDER BY board_id, run_on
                """
        ) { (row) throws(StorageError) in Self.score(row) }
    }

    /// Stores scores as they now are.
    public func store(
        _ scores: [(user: UserKey, place: ScorePlace, score: BoardScore)]
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: scores) { each, row in
            row[columns.user] = each.user
            row[columns.board] = each.place.board
            row[columns.run] = each.place.run
            row[columns.score] = each.score.score
            row[columns.reachedAt] = each.score.reached
            row[columns.listedAnewAt] = each.score.listedAnew
            row[columns.group] = each.score.group.text
            row[columns.isListed] = each.score.isListed
            row[columns.countsThrough] = each.score.window?.through
            row[columns.expiresOn] = each.score.window?.expiresOn
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// What it comes to for those who rank users that one is not listed anywhere any more.
    public func unlisted(
        _ user: UserKey,
        at now: Instant
    ) throws(StorageError) -> [ScoreChange] {
        try scores(of: user).filter { $0.score.isListed && $0.finalPosition == nil }.map { each in
            ScoreChange(user: user, place: each.place, score: each.score.unlisted(at: now))
        }
    }

    /// Removes the scores of a leaderboard in runs that are not final.
    public func removeOpen(of board: BoardID) throws(StorageError) {
        try connection.send(
            "DELETE FROM board_score WHERE board_id = \(board) AND final_position IS NULL"
        )
    }

    /// Lists those who waited for a bracket, each in the one that was given.
    public func list(
        _ seats: [LeagueSeat],
        at place: ScorePlace,
        at moment: Instant
    ) throws(StorageError) {
        var batch = Batch([.integer("user_key"), .text("user_group")])
        for seat in seats {
            batch.append([.integer(seat.user.number), .text(seat.bracket.group.text)])
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            UPDATE board_score
            SET user_group = batch.user_group, is_listed = 1, listed_anew_at = \(moment)
            FROM \(batch)
            WHERE board_score.user_key = batch.user_key AND board_score.board_id = \(place.board)
                AND board_score.run_on = \(place.run) AND board_score.user_group = '?'
            """
        )
    }

    /// Removes the scores of a run, also where it was final.
    public func remove(at place: ScorePlace) throws(StorageError) {
        try connection.send(
            "DELETE FROM board_score WHERE board_id = \(place.board) AND run_on = \(place.run)"
        )
    }

    /// Lends every listed score of a run, in the order of users.
    public func forEachListed(
        at place: ScorePlace,
        _ body: (_ user: Int64, _ score: Int64, _ reached: Int64, _ group: String) -> Void
    ) throws(StorageError) {
        try connection.forEachRow(
            of: """
                SELECT user_key, score, reached_at, user_group FROM board_score
                WHERE board_id = \(place.board) AND run_on = \(place.run) AND is_listed = 1
                """
        ) { (row) throws(StorageError) in
            body(row.integer(0), row.integer(1), row.integer(2), row.text(3))
        }
    }

    /// Lends every score of a run that is listed, or was changed since a moment, in no order.
    public func forEachScore(
        at place: ScorePlace,
        listedOrChangedSince moment: Int64,
        _ body: (_ user: Int64, _ score: BoardScore) -> Void
    ) throws(StorageError) {
        try connection.forEachRow(
            of: """
                SELECT user_key, score, reached_at, user_group, is_listed, listed_anew_at
                FROM board_score
                WHERE board_id = \(place.board) AND run_on = \(place.run)
                    AND (is_listed = 1 OR coalesce(listed_anew_at, reached_at) > \(moment))
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            let user = fields.next(Int64.self)
            let score = BoardScore(
                score: fields.next(Int64.self),
                reached: fields.next(Int64.self),
                group: BoardGroup(text: fields.next(String.self)),
                isListed: fields.next(Bool.self),
                listedAnew: fields.next(Int64?.self)
            )
            body(user, score)
        }
    }

    /// Writes the ranks of some users in a run that is final.
    public func settle(
        _ ranks: [(user: Int64, position: Int, rank: Int)],
        at place: ScorePlace
    ) throws(StorageError) {
        var batch = Batch([
            .integer("user_key"), .integer("final_position"), .integer("final_rank"),
        ])
        for each in ranks {
            batch.append([
                .integer(each.user), .integer(Int64(each.position)), .integer(Int64(each.rank)),
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            UPDATE board_score
            SET final_position = batch.final_position, final_rank = batch.final_rank
            FROM \(batch)
            WHERE board_score.user_key = batch.user_key AND board_score.board_id = \(place.board)
                AND board_score.run_on = \(place.run)
            """
        )
    }

    /// A page of a final run: those of a group from a position on, up to another.
    public func page(
        of group: BoardGroup,
        at place: ScorePlace,
        from position: Int,
        limit: Int
    ) throws(StorageError) -> [StoredScore] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board_score
                WHERE board_id = \(place.board) AND run_on = \(place.run)
                    AND user_group = \(group.text) AND final_position >= \(position)
                ORDER BY final_position LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in Self.score(row) }
    }

    /// How many have a rank in a group of a final run.
    public func count(
        of group: BoardGroup,
        at place: ScorePlace
    ) throws(StorageError) -> Int {
        try connection.firstRow(
            of: """
                SELECT CAST(count(*) AS BIGINT) FROM board_score
                WHERE board_id = \(place.board) AND run_on = \(place.run)
                    AND user_group = \(group.text) AND final_position IS NOT NULL
                """
        ) { (row) throws(StorageError) in Int(Int64(row, 0)) } ?? 0
    }
}

// MARK: - Rows

extension BoardScoreTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let board: Column<BoardID>
        let run: Column<CivilDate>
        let score: Column<Int64>
        let reachedAt: Column<Int64>
        let listedAnewAt: Column<Int64?>
        let group: Column<String>
        let isListed: Column<Bool>
        let finalPosition: Column<Int64?>
        let finalRank: Column<Int64?>
        let countsThrough: Column<CivilDate?>
        let expiresOn: Column<CivilDate?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("board_score")
            user = list.key("user_key")
            board = list.key("board_id")
            run = list.key("run_on")
            score = list.value("score")
            reachedAt = list.value("reached_at")
            group = list.value("user_group")
            isListed = list.value("is_listed")
            finalPosition = list.value("final_position")
            finalRank = list.value("final_rank")
            countsThrough = list.value("counts_through")
            expiresOn = list.value("expires_on")
            listedAnewAt = list.value("listed_anew_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    static func score(_ row: any Row) -> StoredScore {
        StoredScore(
            user: row[columns.user],
            place: ScorePlace(board: row[columns.board], run: row[columns.run]),
            score: BoardScore(
                score: row[columns.score],
                reached: row[columns.reachedAt],
                group: BoardGroup(text: row[columns.group]),
                isListed: row[columns.isListed],
                listedAnew: row[columns.listedAnewAt],
                window: row[columns.countsThrough].map { through in
                    BoardWindow(through: through, expiresOn: row[columns.expiresOn])
                }
            ),
            finalPosition: row[columns.finalPosition],
            finalRank: row[columns.finalRank]
        )
    }
}

extension Connection {
    /// The table of scores.
    public var boardScores: BoardScoreTable { BoardScoreTable(connection: self) }
}
