public import CivilTime
public import Engine
private import JSONText

/// What was told last of a user's rank.
public struct WatchedPlace: Hashable, Sendable {
    /// The user.
    public let user: UserKey
    /// The rank.
    public let rank: Int
    /// The score with it.
    public let score: Int64
    /// When it was told; nothing where it was found and not told.
    public let toldAt: Instant?

    /// What was told of a rank.
    public init(user: UserKey, rank: Int, score: Int64, toldAt: Instant?) {
        self.user = user
        self.rank = rank
        self.score = score
        self.toldAt = toldAt
    }
}

/// What has been told of who is where in a group of a run.
public struct StoredBoardWatch: Hashable, Sendable {
    /// The run.
    public let place: ScorePlace
    /// The group.
    public let group: BoardGroup
    /// Grows with each change, so that two processes do not tell the same.
    public let version: Int64
    /// When it was told last that something is different.
    public var changedAt: Instant?
    /// Whether something is different that has not been told.
    public var isChangeUntold: Bool
    /// The ranks that were told, in the order of ranks.
    public var places: [WatchedPlace]

    /// A group of which nothing has been told.
    public init(_ place: ScorePlace, _ group: BoardGroup) {
        self.place = place
        self.group = group
        version = 0
        isChangeUntold = false
        places = []
    }

    fileprivate init(
        _ place: ScorePlace,
        _ group: BoardGroup,
        version: Int64,
        changedAt: Instant?,
        isChangeUntold: Bool,
        places: [WatchedPlace]
    ) {
        self.place = place
        self.group = group
        self.version = version
        self.changedAt = changedAt
        self.isChangeUntold = isChangeUntold
        self.places = places
    }
}

/// What has been told of the groups of all runs that go on.
public struct BoardWatchTable {
    let connection: any Connection

    /// What has been told of a group; nothing where nobody has looked yet.
    public func find(
        _ place: ScorePlace,
        _ group: BoardGroup
    ) throws(StorageError) -> StoredBoardWatch? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM board_watch
                WHERE board_id = \(place.board) AND run_on = \(place.run)
                    AND user_group = \(group.text)
                """
        ) { (row) throws(StorageError) in
            StoredBoardWatch(
                place,
                group,
                version: row[Self.columns.version],
                changedAt: row[Self.columns.changedAt],
                isChangeUntold: row[Self.columns.isChangeUntold],
                places: try Self.places(from: row[Self.columns.places])
            )
        }
    }

    /// Stores what has been told, unless somebody has stored something since this was read.
    public func store(_ watch: StoredBoardWatch) throws(StorageError) -> Bool {
        let columns = Self.columns
        let batch = Self.list.batch(of: [watch]) { watch, row in
            row[columns.board] = watch.place.board
            row[columns.run] = watch.place.run
            row[columns.group] = watch.group.text
            row[columns.version] = watch.version + 1
            row[columns.changedAt] = watch.changedAt
            row[columns.isChangeUntold] = watch.isChangeUntold
            row[columns.places] = Self.text(of: watch.places)
        }
        return try connection.execute(
            """
            INSERT INTO board_watch (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.list.names) FROM \(batch) WHERE true
            ON CONFLICT (\(unescaped: Self.list.keyNames)) DO UPDATE
            SET \(unescaped: Self.list.assignments)
            WHERE board_watch.version = \(watch.version)
            """
        ) > 0
    }

    /// Forgets what has been told of a run.
    public func remove(of place: ScorePlace) throws(StorageError) {
        try connection.send(
            """
            DELETE FROM board_watch WHERE board_id = \(place.board) AND run_on = \(place.run)
            """
        )
    }

    /// Forgets what has been told of a leaderboard.
    public func remove(of board: BoardID) throws(StorageError) {
        try connection.send("DELETE FROM board_watch WHERE board_id = \(board)")
    }
}

// MARK: - Texts

extension BoardWatchTable {
    private static func text(of places: [WatchedPlace]) -> String {
        var writer = JSONWriter()
        writer.array { array in
            for place in places {
                array.array { array in
                    array.element(place.user.number)
                    array.element(Int64(place.rank))
                    array.element(place.score)
                    if let toldAt = place.toldAt { array.element(toldAt.microseconds) }
                }
            }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private static func places(from text: String) throws(StorageError) -> [WatchedPlace] {
        do {
            return try JSONCursor(try JSON(parsing: Array(text.utf8))).elements().map { each in
                let fields = try each.elements()
                guard fields.count >= 3 else { throw each.invalid("is too short") }
                return WatchedPlace(
                    user: UserKey(try fields[0].integer()),
                    rank: Int(try fields[1].integer()),
                    score: try fields[2].integer(),
                    toldAt: fields.count > 3
                        ? Instant(microseconds: try fields[3].integer()) : nil
                )
            }
        } catch {
            throw StorageError(
                .invalidValue,
                "what was told of a leaderboard is not what it should be: \(error)"
            )
        }
    }
}

// MARK: - Rows

extension BoardWatchTable {
    /// The columns of the table.
    private struct Columns {
        let board: Column<BoardID>
        let run: Column<CivilDate>
        let group: Column<String>
        let version: Column<Int64>
        let changedAt: Column<Instant?>
        let isChangeUntold: Column<Bool>
        let places: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("board_watch")
            board = list.key("board_id")
            run = list.key("run_on")
            group = list.key("user_group")
            version = list.value("version")
            changedAt = list.value("changed_at")
            isChangeUntold = list.value("is_change_untold")
            places = list.value("places")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of what has been told of leaderboards.
    public var boardWatches: BoardWatchTable { BoardWatchTable(connection: self) }
}
