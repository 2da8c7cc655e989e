/// Copies everything from one database to another, whatever their engines.
///
/// The rows go over in the order of their keys, some at a time, each lot in a transaction of its own
/// together with how far the copy has come. So a copy that was interrupted goes on where it was.
public struct DatabaseCopy {
    /// What a copy tells while it runs.
    public enum Progress: Sendable {
        case copied(table: String, rowCount: Int)
        case verified(table: String, digest: TableDigest)
    }

    private let target: any Database
    private let report: (Progress) -> Void

    /// A copy into a database that has the current schema and nothing else.
    public init(to target: any Database, report: @escaping (Progress) -> Void) {
        self.target = target
        self.report = report
    }

    /// Copies every table, then compares both sides, row by row.
    public func run(from source: any Database) throws(StorageError) {
        try prepareTarget()
        // A write transaction that writes nothing: it keeps a server on the same file from changing
        // what has been copied already. On PostgreSQL the servers have to be stopped.
        try source.write { (source) throws(StorageError) in
            try source.allow(.migration)
            for table in Schema.tables { try copy(table, from: source) }
            for table in Schema.tables { try verify(table, against: source) }
        }
        _ = try target.write { (connection) throws(StorageError) in
            try connection.execute("DROP TABLE copy_progress")
        }
    }

    /// Marks the target as being copied to, unless it has data that no copy brought.
    private func prepareTarget() throws(StorageError) {
        try target.write { (connection) throws(StorageError) in
            try connection.lockSchema()
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS copy_progress (
                    table_name TEXT PRIMARY KEY,
                    row_count BIGINT NOT NULL
                )
                """
            )
            if try connection.hasCopyBegun() { return }
            // What is thrown takes the table away again: a refused copy leaves no mark.
            guard try connection.installation.find() == nil else {
                throw StorageError(
                    .duplicateKey,
                    "\(target.displayName) has data already; copy into an empty database"
                )
            }
        }
    }

    private func copy(_ table: ColumnList, from source: any Connection) throws(StorageError) {
        var count = try target.read { (connection) throws(StorageError) in
            try connection.firstRow(
                of: "SELECT row_count FROM copy_progress WHERE table_name = \(table.name)"
            ) { (row) throws(StorageError) in Int(row, 0) } ?? 0
        }
        var cursor = TableCursor(table, after: try position(in: table, at: count, source))
        while true {
            let rows = try cursor.next(table.rowsAtATime, on: source)
            count += rows.count
            try store(rows, count: count, in: table)
            report(.copied(table: table.name, rowCount: count))
            if rows.count < table.rowsAtATime { return }
        }
    }

    /// The key of the source's row with a place in the order, from one.
    private func position(
        in table: ColumnList,
        at ordinal: Int,
        _ source: any Connection
    ) throws(StorageError) -> [SQLValue]? {
        guard ordinal > 0 else { return nil }
        var cursor = TableCursor(table)
        var rest = ordinal
        while rest > 0 {
            let rows = try cursor.next(min(rest, table.rowsAtATime), on: source)
            if rows.isEmpty { break }
            rest -= rows.count
        }
        return cursor.position
    }

    private func store(
        _ rows: [[SQLValue]],
        count: Int,
        in table: ColumnList
    ) throws(StorageError) {
        var batch = Batch(table.columns)
        for row in rows { batch.append(row) }
        let columns = table.columns.map(\.name).joined(separator: ", ")
        try target.write { (connection) throws(StorageError) in
            try connection.allow(.migration)
            if !batch.isEmpty {
                try connection.execute(
                    """
                    INSERT INTO \(unescaped: table.name) (\(unescaped: columns))
                    SELECT \(unescaped: columns) FROM \(batch)
                    """
                )
            }
            try connection.execute(
                """
                INSERT INTO copy_progress (table_name, row_count) VALUES (\(table.name), \(count))
                ON CONFLICT (table_name) DO UPDATE SET row_count = excluded.row_count
                """
            )
        }
    }

    private func verify(
        _ table: ColumnList,
        against source: any Connection
    ) throws(StorageError) {
        let expected = try Self.digest(of: table, on: source)
        let found = try target.read { (connection) throws(StorageError) in
            try Self.digest(of: table, on: connection)
        }
        guard expected == found else {
            throw StorageError(
                .corrupt,
                """
                \(table.name) differs: \(expected.rowCount) rows (\(expected.checksum)) there, \
                \(found.rowCount) rows (\(found.checksum)) here. Empty the target and copy again \
                while nothing writes to the source.
                """
            )
        }
        report(.verified(table: table.name, digest: found))
    }

    static func digest(
        of table: ColumnList,
        on connection: any Connection
    ) throws(StorageError) -> TableDigest {
        var digest = TableDigest()
        var cursor = TableCursor(table)
        while true {
            let rows = try cursor.next(table.rowsAtATime, on: connection)
            for row in rows { digest.add(row) }
            if rows.count < table.rowsAtATime { return digest }
        }
    }
}

extension Connection {
    /// Whether the database holds a part of what a copy is to bring, and no more than that.
    public func hasUnfinishedCopy() throws(StorageError) -> Bool {
        guard try hasTable("copy_progress") else { return false }
        // A database that was set up without a copy only has the table from one that was refused.
        if try hasCopyBegun() { return true }
        return try installation.find() == nil
    }

    fileprivate func hasCopyBegun() throws(StorageError) -> Bool {
        try firstRow(of: "SELECT count(*) FROM copy_progress") { (row) throws(StorageError) in
            Int64(row, 0) > 0
        } ?? false
    }

    /// Whether there is a table of a name.
    public func hasTable(_ name: String) throws(StorageError) -> Bool {
        try firstRow(of: dialect.tableCount(name)) { (row) throws(StorageError) in
            Int64(row, 0) > 0
        } ?? false
    }
}
