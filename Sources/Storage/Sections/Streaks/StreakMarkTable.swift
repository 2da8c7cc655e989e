import CivilTime
public import Engine

/// What was put on users' streaks from outside.
public struct StreakMarkTable {
    let connection: any Connection

    /// The marks of some users, oldest first.
    public func marks(of users: [UserKey]) throws(StorageError) -> [UserKey: [StreakMark]] {
        try connection.value(of: marksLookup(of: users))
    }

    /// Looks up the marks of some users, oldest first.
    func marksLookup(of users: [UserKey]) -> Lookup<[UserKey: [StreakMark]]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(UserTable.batch(users))
            JOIN streak_mark ON streak_mark.user_key = batch.user_key
            ORDER BY streak_mark.user_key, streak_mark.created_at, streak_mark.public_id
            """
        ) { (rows) throws(StorageError) in
            var marks: [UserKey: [StreakMark]] = [:]
            try rows.forEachRow { (row) throws(StorageError) in
                marks[row[Self.columns.user], default: []].append(try Self.mark(row))
            }
            return marks
        }
    }

    /// Adds marks.
    public func insert(_ marks: [(user: UserKey, mark: StreakMark)]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: marks) { each, row in
            let parts = StoredParts(each.mark.kind)
            row[columns.user] = each.user
            row[columns.publicID] = each.mark.publicID
            row[columns.definition] = each.mark.definition
            row[columns.kind] = parts.kind
            row[columns.amount] = parts.amount
            row[columns.firstOn] = parts.dates?.lowerBound
            row[columns.lastOn] = parts.dates?.upperBound
            row[columns.createdAt] = each.mark.at
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Takes marks off again.
    public func remove(_ marks: [(user: UserKey, mark: StreakMark)]) throws(StorageError) {
        let keys = Self.list.keys(marks.lazy.map { [$0.user, $0.mark.publicID] })
        try connection.delete(keys, from: Self.list)
    }
}

// MARK: - Rows

extension StreakMarkTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let publicID: Column<String>
        let definition: Column<StreakDefinitionID?>
        let kind: Column<String>
        let amount: Column<Int?>
        let firstOn: Column<CivilDate?>
        let lastOn: Column<CivilDate?>
        let createdAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_mark")
            user = list.key("user_key")
            publicID = list.key("public_id")
            definition = list.value("definition_id")
            kind = list.value("kind")
            amount = list.value("amount")
            firstOn = list.value("first_on")
            lastOn = list.value("last_on")
            createdAt = list.value("created_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    /// What a kind of mark has in its columns.
    private struct StoredParts {
        let kind: String
        var amount: Int?
        var dates: ClosedRange<CivilDate>?

        init(_ kind: StreakMark.Kind) {
            switch kind {
            case .grant(let grant):
                self.kind = "grant"
                amount = grant.count
                dates = grant.on...grant.on
            case .pause(let dates):
                self.kind = "pause"
                self.dates = dates
            case .correction(.reset):
                self.kind = "correction"
            // What a restore gives back is derived; any amount tells it from a reset. Older
            // versions kept a length there.
            case .correction(.restore):
                self.kind = "correction"
                amount = 0
            }
        }
    }

    private static func mark(_ row: any Row) throws(StorageError) -> StreakMark {
        let first = row[columns.firstOn] ?? CivilDate(dayNumber: 0)
        let last = row[columns.lastOn] ?? first
        let amount = row[columns.amount]
        let kind: StreakMark.Kind =
            switch row[columns.kind] {
            case "grant": .grant(FreezeGrant(on: first, count: amount ?? 0))
            case "pause": .pause(first...max(first, last))
            default: .correction(amount == nil ? .reset : .restore)
            }
        return StreakMark(
            publicID: row[columns.publicID],
            definition: row[columns.definition],
            kind: kind,
            at: row[columns.createdAt]
        )
    }
}

extension Connection {
    /// The table of what was put on streaks.
    public var streakMarks: StreakMarkTable { StreakMarkTable(connection: self) }
}
