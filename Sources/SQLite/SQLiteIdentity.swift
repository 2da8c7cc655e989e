import Storage

/// How a file says that it is Laurel's: SQLite's own field for that, in the file's header.
enum SQLiteIdentity {
    /// "Laur", in ASCII.
    static let applicationID: Int64 = 0x4C61_7572

    /// Refuses the database of another program, and marks our own.
    ///
    /// It comes before anything that writes: somebody else's file must stay as it is.
    static func claim(_ connection: SQLiteConnection) throws(StorageError) {
        let id = try number("PRAGMA application_id", on: connection)
        guard id != applicationID else { return }
        let tables = try connection.rows(of: "SELECT name FROM sqlite_schema") {
            (row) throws(StorageError) in row.text(0)
        }
        guard id == 0, tables.isEmpty || isOurs(tables) else {
            throw StorageError(
                .foreign,
                """
                it is the database of another program. It was left as it is; name a file that does \
                not exist yet, or Laurel's own
                """
            )
        }
        do throws(StorageError) {
            try connection.run("PRAGMA application_id = \(applicationID)")
        } catch  where !tables.isEmpty && error.code != .corrupt {
            // An older database that is busy, or whose disk is full, is marked another time.
        }
    }

    /// Whether a file without the mark has what every version of Laurel made first.
    private static func isOurs(_ tables: [String]) -> Bool {
        let names = tables.filter { !$0.hasPrefix("sqlite_") }
        return names == ["schema_migration"]
            || names.contains("schema_migration") && names.contains("installation")
    }

    private static func number(
        _ statement: SQL,
        on connection: SQLiteConnection
    ) throws(StorageError) -> Int64 {
        try connection.firstRow(of: statement) { (row) throws(StorageError) in
            row.integer(0)
        } ?? 0
    }
}
