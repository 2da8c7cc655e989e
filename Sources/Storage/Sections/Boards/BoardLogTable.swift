public import CivilTime
public import Engine
private import JSONText

/// A score that has changed, as it is told to every process.
public struct ScoreChange: Hashable, Sendable {
    /// The user.
    public let user: UserKey
    /// Where the score is kept.
    public let place: ScorePlace
    /// What the user has now.
    public let score: BoardScore

    /// A score that has changed.
    public init(user: UserKey, place: ScorePlace, score: BoardScore) {
        self.user = user
        self.place = place
        self.score = score
    }
}

/// Where a reader of the log is.
public struct BoardLogPlace: Hashable, Sendable {
    /// The place of the last entry.
    public let place: Int64
    /// Its number.
    public let number: Int64
    /// The process that made it.
    public let process: String

    /// A place from its parts.
    public init(place: Int64, number: Int64, process: String) {
        self.place = place
        self.number = number
        self.process = process
    }

    /// Before every entry.
    public static let start = BoardLogPlace(place: -1, number: 0, process: "")
}

/// What each transaction changed of scores, in the order in which it became visible.
public struct BoardLogTable {
    let connection: any Connection

    /// Adds what a transaction changed.
    public func insert(
        _ changes: [ScoreChange],
        number: Int64,
        by process: String
    ) throws(StorageError) {
        let batch = Self.list.batch(of: [changes]) { changes, row in
            row[Self.columns.number] = number
            row[Self.columns.process] = process
            row[Self.columns.changes] = Self.text(of: changes)
        }
        let place: String =
            switch connection.dialect {
            case .sqlite: "max(log_number, (SELECT coalesce(max(place), 0) + 1 FROM board_log))"
            case .postgres: connection.dialect.placeOfNewFact
            }
        try connection.send(
            """
            INSERT INTO board_log (\(unescaped: Self.list.names), place)
            SELECT \(unescaped: Self.list.names), \(unescaped: place) FROM \(batch)
            """
        )
    }

    /// What follows a place and cannot be preceded by anything any more.
    ///
    /// If asked, also what may still be preceded by something that a transaction which goes on has
    /// written. Whoever takes that in early comes across it again.
    public func entries(
        after place: BoardLogPlace,
        includingUnsettled isEarly: Bool = false,
        limit: Int
    ) throws(StorageError) -> [(place: BoardLogPlace, changes: [ScoreChange])] {
        let isSettled = isEarly ? "1 = 1" : connection.dialect.isSettled("place")
        return try connection.rows(
            of: """
                SELECT place, log_number, process, changes FROM board_log
                WHERE (place, log_number, process)
                        > (\(place.place), \(place.number), \(place.process))
                    AND \(unescaped: isSettled)
                ORDER BY place, log_number, process LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            let place = BoardLogPlace(
                place: row.integer(0),
                number: row.integer(1),
                process: row.text(2)
            )
            return (place, try Self.changes(from: row.text(3)))
        }
    }

    /// Whether entries may come to be seen in another order than that of their places.
    public var canComeEarly: Bool { connection.dialect == .postgres }

    /// The last place that can be read.
    public func newestPlace() throws(StorageError) -> BoardLogPlace {
        try connection.firstRow(
            of: """
                SELECT place, log_number, process FROM board_log
                WHERE \(unescaped: connection.dialect.isSettled("place"))
                ORDER BY place DESC, log_number DESC, process DESC LIMIT 1
                """
        ) { (row) throws(StorageError) in
            BoardLogPlace(place: row.integer(0), number: row.integer(1), process: row.text(2))
        } ?? .start
    }

    /// Forgets what every process has long read.
    public func remove(before moment: Instant) throws(StorageError) {
        try connection.send(
            "DELETE FROM board_log WHERE log_number < \(max(0, moment.milliseconds) << 12)"
        )
    }
}

// MARK: - Texts

extension BoardLogTable {
    private static func text(of changes: [ScoreChange]) -> String {
        var writer = JSONWriter()
        writer.array { array in
            for change in changes {
                array.array { array in
                    array.element(change.user.number)
                    array.element(change.place.board.number)
                    array.element(Int64(change.place.run.dayNumber))
                    array.element(change.score.score)
                    array.element(change.score.reached)
                    array.element(change.score.isListed ? 1 : 0 as Int64)
                    let moment = change.score.listedAnew
                    if change.score.group != .everybody || moment != nil {
                        array.element(change.score.group.text)
                    }
                    if let moment { array.element(moment) }
                }
            }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private static func changes(from text: String) throws(StorageError) -> [ScoreChange] {
        do {
            return try JSONCursor(try JSON(parsing: Array(text.utf8))).elements().map { each in
                let fields = try each.elements()
                guard fields.count >= 6 else { throw each.invalid("is too short") }
                return ScoreChange(
                    user: UserKey(try fields[0].integer()),
                    place: ScorePlace(
                        board: BoardID(try fields[1].integer()),
                        run: CivilDate(dayNumber: Int32(clamping: try fields[2].integer()))
                    ),
                    score: BoardScore(
                        score: try fields[3].integer(),
                        reached: try fields[4].integer(),
                        group: fields.count > 6
                            ? BoardGroup(text: try fields[6].string()) : .everybody,
                        isListed: try fields[5].integer() == 1,
                        listedAnew: fields.count > 7 ? try fields[7].integer() : nil
                    )
                )
            }
        } catch {
            throw StorageError(
                .invalidValue,
                "an entry of a log is not what it should be: \(error)"
            )
        }
    }
}

// MARK: - Rows

extension BoardLogTable {
    /// The columns of the table but for the place, which the database draws.
    private struct Columns {
        let number: Column<Int64>
        let process: Column<String>
        let changes: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("board_log")
            number = list.key("log_number")
            process = list.key("process")
            changes = list.value("changes")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The log of scores.
    public var boardLog: BoardLogTable { BoardLogTable(connection: self) }
}
