import CivilTime
public import Engine

/// The balances of every user, one row a points system.
public struct PointsBalanceTable {
    let connection: any Connection

    /// Looks up every balance of some users.
    public func balances(of users: [UserKey]) -> Lookup<[UserKey: [PointsBalance]]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(UserTable.batch(users)) JOIN points_balance
                ON points_balance.user_key = batch.user_key
            """
        ) { (rows) throws(StorageError) in
            var found: [UserKey: [PointsBalance]] = [:]
            try rows.forEachRow { (row) throws(StorageError) in
                found[row[Self.columns.user], default: []].append(try Self.balance(row))
            }
            return found
        }
    }

    /// Stores balances as they now are.
    public func store(
        _ balances: [(user: UserKey, balance: PointsBalance)]
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: balances) { each, row in
            row[columns.user] = each.user
            row[columns.system] = each.balance.system
            row[columns.total] = each.balance.total
            row[columns.earned] = each.balance.earned
            row[columns.lastNumber] = each.balance.lastNumber
            row[columns.spentThrough] = each.balance.spentThrough
            row[columns.expiresOn] = each.balance.expiresOn
            row[columns.expiresAfterDays] = each.balance.expiresAfterDays
            row[columns.dueAt] = each.balance.dueAt
            row[columns.dueNumber] = each.balance.dueNumber
            row[columns.triggers] = StoredPoints.text(of: each.balance.triggers)
        }
        try connection.upsert(batch, into: Self.list)
    }
}

// MARK: - All users

extension PointsBalanceTable {
    /// How many users have which total of a system; users without a row are not among them.
    public func spread(
        of system: PointsSystemID
    ) throws(StorageError) -> [(total: Int64, users: Int64)] {
        try connection.rows(
            of: """
                SELECT total, count(*) FROM points_balance WHERE system_id = \(system)
                GROUP BY total ORDER BY total
                """
        ) { (row) throws(StorageError) in (total: Int64(row, 0), users: Int64(row, 1)) }
    }

    /// The same of the users who have all of some attributes; those without a row are among them.
    public func spread(
        of system: PointsSystemID,
        having attributes: [AttributeID: String]
    ) throws(StorageError) -> [(total: Int64, users: Int64)] {
        var batch = Batch([.integer("attribute_id"), .text("value")])
        for (attribute, value) in attributes.sorted(by: { $0.key.number < $1.key.number }) {
            batch.append([attribute.sqlValue, value.sqlValue])
        }
        guard !batch.isEmpty else { return [] }
        var users: [UserKey: (matches: Int, total: Int64)] = [:]
        try connection.forEachRow(
            of: """
                SELECT user_attribute.user_key, coalesce(points_balance.total, 0)
                FROM \(batch) JOIN user_attribute
                    ON user_attribute.attribute_id = batch.attribute_id
                    AND user_attribute.value = batch.value
                LEFT JOIN points_balance ON points_balance.user_key = user_attribute.user_key
                    AND points_balance.system_id = \(system)
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            let user = fields.next(UserKey.self)
            users[user] = ((users[user]?.matches ?? 0) + 1, fields.next(Int64.self))
        }
        var spread: [Int64: Int64] = [:]
        for user in users.values where user.matches == attributes.count {
            spread[user.total, default: 0] += 1
        }
        return spread.sorted { $0.key < $1.key }.map { (total: $0.key, users: $0.value) }
    }
}

// MARK: - Rows

extension PointsBalanceTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let system: Column<PointsSystemID>
        let total: Column<Int64>
        let earned: Column<Int64>
        let lastNumber: Column<Int64>
        let spentThrough: Column<Int64>
        let expiresOn: Column<CivilDate?>
        let expiresAfterDays: Column<Int?>
        let dueAt: Column<Instant?>
        let dueNumber: Column<Int64?>
        let triggers: Column<String?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("points_balance")
            user = list.key("user_key")
            system = list.key("system_id")
            total = list.value("total")
            earned = list.value("earned")
            lastNumber = list.value("last_number")
            spentThrough = list.value("spent_through")
            expiresOn = list.value("expires_on")
            expiresAfterDays = list.value("expires_after_days")
            dueAt = list.value("due_at")
            dueNumber = list.value("due_number")
            triggers = list.value("triggers")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func balance(_ row: any Row) throws(StorageError) -> PointsBalance {
        var balance = PointsBalance(system: row[columns.system])
        balance.total = row[columns.total]
        balance.earned = row[columns.earned]
        balance.lastNumber = row[columns.lastNumber]
        balance.spentThrough = row[columns.spentThrough]
        balance.expiresOn = row[columns.expiresOn]
        balance.expiresAfterDays = row[columns.expiresAfterDays]
        balance.dueAt = row[columns.dueAt]
        balance.dueNumber = row[columns.dueNumber]
        balance.triggers = try StoredPoints.triggers(from: row[columns.triggers])
        return balance
    }
}

extension Connection {
    /// The table of balances.
    public var pointsBalances: PointsBalanceTable { PointsBalanceTable(connection: self) }
}
