import CSQLite
import Glibc
import Storage

/// An open database file; closing it is its end.
@safe struct SQLiteHandle: ~Copyable {
    let pointer: OpaquePointer
    private let path: String
    private let patience: SQLitePatience

    /// Set up once, before the first file is opened; where another part of the program was quicker
    /// the library stays as it is, which is slower and nothing else.
    private static let isConfigured: Bool = laurel_disable_memory_statistics() == SQLITE_OK

    /// Opens or creates a file.
    init(path: String, patience: Duration) throws(StorageError) {
        _ = Self.isConfigured
        let pointer = try unsafe Self.open(path)
        unsafe self.pointer = pointer
        self.path = path
        self.patience = SQLitePatience(patience)
        unsafe self.patience.rule(pointer)
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
            let isFull = unsafe sqlite3_system_errno(pointer) == ENOSPC
            // SQLite hands out a handle even when it fails, and wants it closed.
            _ = unsafe sqlite3_close_v2(pointer)
            throw StorageError(isFull ? .full : .unavailable, message).atOpening(path)
        }
        return unsafe opened
    }

    /// What the last failed call on this handle says about itself.
    func error(_ code: Int32, in statement: String) -> StorageError {
        let message = unsafe String(cString: sqlite3_errmsg(pointer))
        let condition = isOutOfRoom(code) ? .full : Self.condition(code)
        return StorageError(condition, "\(message) (SQLite \(code)) in: \(statement)")
    }

    /// Whether an error that SQLite tells as one of reading or writing comes from a full disk.
    private func isOutOfRoom(_ code: Int32) -> Bool {
        guard [SQLITE_IOERR, SQLITE_CANTOPEN].contains(code & 0xFF) else { return false }
        let cause = unsafe sqlite3_system_errno(pointer)
        guard ![ENOSPC, EDQUOT].contains(cause) else { return true }
        return SQLiteResult.writing.contains(code) && SQLiteFile.isDiskFull(path)
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
    /// Writing, flushing, cutting, and making room in the file that processes share.
    static let writing = [3, 4, 5, 6, 19].map { SQLITE_IOERR | Int32($0) << 8 }
}
