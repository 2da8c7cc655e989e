public import Engine

/// Users whose share of the roll-ups may have become another, by the transactions that changed them.
///
/// A row becomes visible with what it tells of, and goes in the transaction that brings the roll-ups
/// up to it. Its order does not matter: whoever reads it reads the user anew.
public struct AnalyticsLogTable {
    let connection: any Connection

    /// A row of it.
    public struct Entry: Hashable, Sendable {
        /// Its number, which begins with the time.
        public let number: Int64
        /// The process that made it.
        public let process: String
        /// Who has changed.
        public let users: [UserKey]
    }

    /// Adds whom a transaction has changed.
    public func insert(
        _ users: [UserKey],
        number: Int64,
        by process: String
    ) throws(StorageError) {
        let batch = Self.list.batch(of: [users]) { users, row in
            row[Self.columns.number] = number
            row[Self.columns.process] = process
            row[Self.columns.users] = users.map { String($0.number) }.joined(separator: " ")
        }
        try connection.insert(batch, into: Self.list)
    }

    /// The oldest rows that can be seen, up to one that brings the users to a number.
    public func oldest(limit: Int, users: Int) throws(StorageError) -> [Entry] {
        let entries = try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM analytics_log
                ORDER BY log_number, process LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            Entry(
                number: row[Self.columns.number],
                process: row[Self.columns.process],
                users: row[Self.columns.users].split(separator: " ").compactMap {
                    Int64($0).map(UserKey.init)
                }
            )
        }
        var count = 0
        return Array(
            entries.prefix { entry in
                defer { count += entry.users.count }
                return count < users
            }
        )
    }

    /// The number of the newest row, if any waits.
    public func newestNumber() throws(StorageError) -> Int64? {
        try connection.firstRow(
            of: "SELECT log_number FROM analytics_log ORDER BY log_number DESC LIMIT 1"
        ) { (row) throws(StorageError) in Int64(row, 0) }
    }

    /// How many rows wait.
    public func count() throws(StorageError) -> Int64 {
        try connection.firstRow(of: "SELECT count(*) FROM analytics_log") {
            (row) throws(StorageError) in Int64(row, 0)
        } ?? 0
    }

    /// Takes rows away.
    public func remove(_ entries: [Entry]) throws(StorageError) {
        try connection.delete(
            Self.list.keys(entries.lazy.map { [$0.number, $0.process] }),
            from: Self.list
        )
    }
}

extension AnalyticsLogTable {
    /// The columns of the table.
    private struct Columns {
        let number: Column<Int64>
        let process: Column<String>
        let users: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("analytics_log")
            number = list.key("log_number")
            process = list.key("process")
            users = list.value("users")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// Who has changed since the roll-ups were brought up to date.
    public var analyticsLog: AnalyticsLogTable { AnalyticsLogTable(connection: self) }
}
