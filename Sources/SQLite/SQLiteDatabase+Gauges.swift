public import Storage

extension SQLiteDatabase {
    /// The size of the file, how much of it is free to be used again, and the size of its log.
    public func gauges() -> [DatabaseGauge] {
        guard let pageSize = pragma("page_size"), let pages = pragma("page_count"),
            let freePages = pragma("freelist_count")
        else { return [] }
        return [
            DatabaseGauge(
                name: "size_bytes",
                help: "Size of the database file.",
                value: pages * pageSize
            ),
            DatabaseGauge(
                name: "free_bytes",
                help: "Space in the database file that can be used again.",
                value: freePages * pageSize
            ),
            DatabaseGauge(
                name: "log_bytes",
                help: "Size of the write-ahead log beside the database file.",
                value: SQLiteFile.size(path + "-wal") ?? 0
            ),
        ]
    }

    /// A figure that SQLite keeps; nothing when the file cannot be read just now.
    private func pragma(_ name: String) -> Int64? {
        try? read { (connection) throws(StorageError) in
            try connection.firstRow(of: "PRAGMA \(unescaped: name)") { row in row.integer(0) }
        }
    }
}
