import CSQLite

/// How long the log of a connection is, as each of its commits tells.
@safe final class SQLiteLog {
    /// How many pages the log had after the last commit.
    private(set) var pageCount = 0

    /// Has a connection tell, for as long as this is kept.
    func watch(_ connection: OpaquePointer) {
        let address = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe sqlite3_wal_hook(
            connection,
            { address, _, _, pageCount in
                guard let address = unsafe address else { return SQLITE_OK }
                let log = unsafe Unmanaged<SQLiteLog>.fromOpaque(address)
                unsafe log.takeUnretainedValue().pageCount = Int(pageCount)
                return SQLITE_OK
            },
            address
        )
    }
}
