public import Storage

extension SQLiteDatabase {
    /// Writes a copy of the whole database, as of one moment, to a file that does not exist yet.
    ///
    /// A server may go on writing meanwhile. The copy has no free space and no log beside it.
    public func backUp(to path: String) throws(StorageError) {
        let connection = try SQLiteConnection(path: self.path, pragmas: SQLitePragmas.backup)
        // SQLite writes into an empty file too, which then is not everybody's to read.
        SQLiteFile.createPrivately(path)
        try connection.execute("VACUUM INTO \(path)")
        let copy = try SQLiteConnection(path: path, pragmas: SQLitePragmas.reader)
        let verdict = try copy.firstRow(of: "PRAGMA quick_check") {
            (row) throws(StorageError) in row.text(0)
        }
        guard verdict == "ok" else {
            throw StorageError(.corrupt, "the copy is damaged: \(verdict ?? "no verdict")")
        }
    }
}
