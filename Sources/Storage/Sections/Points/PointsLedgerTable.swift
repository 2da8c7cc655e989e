public import CivilTime
public import Engine

/// Every change of every user's points, in order; rows are added, and never changed.
public struct PointsLedgerTable {
    let connection: any Connection

    /// Looks up all that triggers have given users, oldest first.
    func rows(
        of keys: [(user: UserKey, system: PointsSystemID, trigger: PointsTriggerID)]
    ) -> Lookup<[UserKey: [PointsRow]]> {
        let columns = Self.columns
        var batch = Batch([
            columns.user.inBatch, columns.system.inBatch, Batch.Column.integer("trigger_id"),
        ])
        for (user, system, trigger) in keys {
            batch.append([user.sqlValue, system.sqlValue, trigger.sqlValue])
        }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM \(batch) JOIN points_ledger
                ON points_ledger.user_key = batch.user_key
                AND points_ledger.system_id = batch.system_id
                AND points_ledger.trigger_id = batch.trigger_id
            ORDER BY points_ledger.user_key, points_ledger.system_id, points_ledger.row_number
            """,
            Self.byUser
        )
    }

    /// Looks up what commands have made.
    func rows(
        madeBy commands: [(user: UserKey, number: Int64)]
    ) -> Lookup<[UserKey: [PointsRow]]> {
        var batch = Batch([Self.columns.user.inBatch, Batch.Column.integer("made_by")])
        for (user, number) in commands { batch.append([user.sqlValue, number.sqlValue]) }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM \(batch) JOIN points_ledger
                ON points_ledger.user_key = batch.user_key
                AND points_ledger.made_by = batch.made_by
            ORDER BY points_ledger.user_key, points_ledger.system_id, points_ledger.row_number
            """,
            Self.byUser
        )
    }

    /// Looks up those of some idempotency keys that are used.
    func rows(
        under keys: [(user: UserKey, key: PointsKey)]
    ) -> Lookup<[UserKey: [PointsRow]]> {
        let columns = Self.columns
        var batch = Batch([
            columns.user.inBatch, columns.system.inBatch, Batch.Column.text("key"),
        ])
        for (user, key) in keys {
            batch.append([user.sqlValue, key.system.sqlValue, key.key.key.sqlValue])
        }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM \(batch) JOIN points_ledger
                ON points_ledger.user_key = batch.user_key
                AND points_ledger.system_id = batch.system_id
                AND points_ledger.key = batch.key
            """,
            Self.byUser
        )
    }

    /// Looks up the next rows of a user that gave something, after a number.
    func lots(
        of user: UserKey,
        _ system: PointsSystemID,
        after number: Int64,
        limit: Int
    ) -> Lookup<[PointsRow]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE user_key = \(user) AND system_id = \(system) AND row_number > \(number)
                AND amount > 0
            ORDER BY row_number LIMIT \(limit)
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// Adds rows.
    public func insert(_ rows: [(user: UserKey, row: PointsRow)]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: rows) { each, row in
            row[columns.user] = each.user
            row[columns.system] = each.row.system
            row[columns.number] = each.row.number
            row[columns.kind] = each.row.kind.rawValue
            row[columns.amount] = each.row.amount
            row[columns.total] = each.row.total
            row[columns.earned] = each.row.earned
            row[columns.at] = each.row.at
            row[columns.day] = each.row.day
            row[columns.trigger] = each.row.trigger
            row[columns.madeBy] = each.row.madeBy
            row[columns.key] = each.row.key
            row[columns.detail] = StoredPoints.text(of: each.row.detail)
            row[columns.corrects] = each.row.detail.corrects
        }
        try connection.insert(batch, into: Self.list)
    }
}

// MARK: - Lists

extension PointsLedgerTable {
    /// A page of a user's rows of some kinds, newest first, before a number.
    public func page(
        of user: UserKey,
        _ system: PointsSystemID,
        kinds: [PointsRow.Kind] = PointsRow.Kind.allCases,
        before number: Int64? = nil,
        limit: Int
    ) throws(StorageError) -> [PointsRow] {
        try connection.value(
            of: pageLookup(of: user, system, kinds: kinds, before: number, limit: limit)
        )
    }

    /// Looks up a page of a user's rows of some kinds, newest first, before a number.
    public func pageLookup(
        of user: UserKey,
        _ system: PointsSystemID,
        kinds: [PointsRow.Kind] = PointsRow.Kind.allCases,
        before number: Int64? = nil,
        limit: Int
    ) -> Lookup<[PointsRow]> {
        let kinds = kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM points_ledger
            WHERE user_key = \(user) AND system_id = \(system)
                AND row_number < \(number ?? .max) AND kind IN (\(unescaped: kinds))
            ORDER BY row_number DESC LIMIT \(limit)
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// A page of the rows of every user of a system, newest first: those before a moment, a user and a
    /// number.
    public func page(
        of system: PointsSystemID,
        before cursor: PointsLedgerCursor?,
        limit: Int
    ) throws(StorageError) -> [(user: UserKey, row: PointsRow)] {
        let cursor = cursor ?? PointsLedgerCursor(at: .distantFuture, user: .max, number: .max)
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM points_ledger
                WHERE system_id = \(system)
                    AND (at, user_key, row_number)
                        < (\(cursor.at), \(cursor.user), \(cursor.number))
                ORDER BY at DESC, user_key DESC, row_number DESC LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in (row[Self.columns.user], try Self.row(row)) }
    }

    /// A page of a user's rows of every system, oldest system and oldest row first, after a row.
    public func page(
        of user: UserKey,
        after row: PointsRow?,
        limit: Int
    ) throws(StorageError) -> [PointsRow] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM points_ledger
                WHERE user_key = \(user)
                    AND (system_id, row_number)
                        > (\(row?.system ?? PointsSystemID(0)), \(row?.number ?? 0))
                ORDER BY system_id, row_number LIMIT \(limit)
                """,
            Self.row
        )
    }

    /// How a user's total of a system went day by day: of each day with a row, what was added, and the
    /// total at its end, oldest first; and of the last such day before them.
    public func days(
        of user: UserKey,
        _ system: PointsSystemID,
        in dates: ClosedRange<CivilDate>
    ) throws(StorageError) -> [PointsDay] {
        // Who moves west has a day after a later one, so the newest row of a day need not tell its end.
        var total: Int64 = 0
        let days = try connection.rows(
            of: """
                SELECT day, CAST(sum(amount) AS BIGINT) FROM points_ledger
                WHERE user_key = \(user) AND system_id = \(system) AND day <= \(dates.upperBound)
                GROUP BY day ORDER BY day
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            let (day, change) = (fields.next(CivilDate.self), fields.next(Int64.self))
            total += change
            return PointsDay(day: day, change: change, total: total)
        }
        // The last day before them tells the total then.
        let first = days.lastIndex { $0.day < dates.lowerBound } ?? 0
        return Array(days[min(first, days.count)...])
    }
}

/// What was added to a user's total on a day, and the total at its end.
public struct PointsDay: Hashable, Sendable {
    /// The user's day.
    public let day: CivilDate
    /// What was added.
    public let change: Int64
    /// The total at the day's end.
    public let total: Int64
}

/// Where a list of a system's ledger goes on.
public struct PointsLedgerCursor: Hashable, Sendable {
    /// When the last row of the page before came about.
    public let at: Instant
    /// The number of its user's key.
    public let user: Int64
    /// Its number.
    public let number: Int64

    /// After a row.
    public init(at: Instant, user: Int64, number: Int64) {
        self.at = at
        self.user = user
        self.number = number
    }
}

// MARK: - Rows

extension PointsLedgerTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let system: Column<PointsSystemID>
        let number: Column<Int64>
        let kind: Column<String>
        let amount: Column<Int64>
        let total: Column<Int64>
        let earned: Column<Int64>
        let at: Column<Instant>
        let day: Column<CivilDate>
        let trigger: Column<PointsTriggerID?>
        let madeBy: Column<Int64?>
        let key: Column<String?>
        let detail: Column<String?>
        /// Also in the document; here it finds the corrections of a row.
        let corrects: Column<Int64?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("points_ledger")
            user = list.key("user_key")
            system = list.key("system_id")
            number = list.key("row_number")
            kind = list.value("kind")
            amount = list.value("amount")
            total = list.value("total")
            earned = list.value("earned")
            at = list.value("at")
            day = list.value("day")
            trigger = list.value("trigger_id")
            madeBy = list.value("made_by")
            key = list.value("key")
            detail = list.value("detail")
            corrects = list.value("corrects")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    static func byUser(_ rows: any Rows) throws(StorageError) -> [UserKey: [PointsRow]] {
        var found: [UserKey: [PointsRow]] = [:]
        try rows.forEachRow { (row) throws(StorageError) in
            found[row[columns.user], default: []].append(try Self.row(row))
        }
        return found
    }

    static func row(_ row: any Row) throws(StorageError) -> PointsRow {
        guard let kind = PointsRow.Kind(rawValue: row[columns.kind]) else {
            throw StorageError(.invalidValue, "a row of points has an unknown kind")
        }
        return PointsRow(
            system: row[columns.system],
            number: row[columns.number],
            kind: kind,
            amount: row[columns.amount],
            total: row[columns.total],
            earned: row[columns.earned],
            at: row[columns.at],
            day: row[columns.day],
            trigger: row[columns.trigger],
            madeBy: row[columns.madeBy],
            key: row[columns.key],
            detail: try StoredPoints.detail(from: row[columns.detail])
        )
    }
}

extension Connection {
    /// The ledger of points.
    public var pointsLedger: PointsLedgerTable { PointsLedgerTable(connection: self) }
}
