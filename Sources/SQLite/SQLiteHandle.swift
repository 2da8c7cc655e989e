import CSQLite
import Storage

/// An open database file; closing it is its end.
@safe struct SQLiteHandle: ~Copyable {
    let pointer: OpaquePointer

    /// Set up once, before the first file is opened; where another part of the program was quicker
    /// the library stays as it is, which is slower and nothing else.
    private static let isConfigured: Bool = laurel_disable_memory_statistics() == SQLITE_OK

    /// Opens or creates a file.
    init(path: String) throws(StorageError) {
        _ = Self.isConfigured
        let pointer = try unsafe Self.open(path)
        unsafe self.pointer = pointer
    }

    deinit {
        _ = unsafe sqlite3_close_v2(pointer)
    }

    private static func open(_ path: String) throws(StorageError) -> OpaquePointer {
        var pointer: OpaquePointer?
        let flags =
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &pointer, flags, nil)
        guard code == SQLITE_OK, let opened = unsafe pointer else {
            let message = unsafe String(cString: sqlite3_errstr(code))
            // SQLite hands out a handle even when it fails, and wants it closed.
            _ = unsafe sqlite3_close_v2(pointer)
            throw StorageError(.unavailable, "cannot open \(path): \(message)")
        }
        return unsafe opened
    }

    /// What the last failed call on this handle says about itself.
    func error(_ code: Int32, in statement: String) -> StorageError {
        let message = unsafe String(cString: sqlite3_errmsg(pointer))
        return StorageError(Self.condition(code), "\(message) (SQLite \(code)) in: \(statement)")
    }

    private static func condition(_ code: Int32) -> StorageError.Code {
        switch code {
        case SQLiteResult.constraintPrimaryKey, SQLiteResult.constraintUnique: .duplicateKey
        default: condition(primary: code & 0xFF)
        }
    }

    private static func condition(primary code: Int32) -> StorageError.Code {
        switch code {
        case SQLITE_FULL: .full
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: .unavailable
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        default: .unexpected
        }
    }
}

/// Extended result codes, which are macros with arithmetic that Swift does not import.
enum SQLiteResult {
    static let constraintPrimaryKey = SQLITE_CONSTRAINT | 6 << 8
    static let constraintUnique = SQLITE_CONSTRAINT | 8 << 8
}
