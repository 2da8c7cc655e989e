import CSQLite
import Storage

/// One connection to a file, with the statements that it has prepared.
///
/// It is sendable because whoever lends it, lends it to one thread at a time.
final class SQLiteConnection: Connection, @unchecked Sendable {
    private let handle: SQLiteHandle
    private let log = SQLiteLog()
    private var statements: [String: SQLiteStatement] = [:]
    let dialect = SQLDialect.sqlite

    /// Opens a file and prepares the connection for its role.
    init(
        path: String,
        pragmas: [String],
        patience: Duration = SQLiteLimits.busyTime
    ) throws(StorageError) {
        handle = try SQLiteHandle(path: path, patience: patience)
        do throws(StorageError) {
            for pragma in pragmas { try run(pragma) }
        } catch {
            throw error.atOpening(path)
        }
    }

    /// Whether the file can only be read, or is on a disk that can.
    var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle.pointer, "main") == 1 }

    /// How many pages the log had after the connection's last commit, as far as it was asked to
    /// keep that in mind.
    var logPages: Int { log.pageCount }

    /// Has the length of the log kept in mind.
    func watchLog() {
        unsafe log.watch(handle.pointer)
    }

    /// Moves as much of the log into the file as nobody reads from, without waiting: how many pages
    /// the log has, and how many of these have moved; nothing when somebody else moves it.
    func moveLog() -> (pages: Int, moved: Int)? {
        var (pages, moved) = (Int32(0), Int32(0))
        let code = unsafe sqlite3_wal_checkpoint_v2(
            handle.pointer,
            "main",
            SQLITE_CHECKPOINT_PASSIVE,
            &pages,
            &moved
        )
        return code == SQLITE_OK ? (Int(pages), Int(moved)) : nil
    }

    /// Runs a statement without parameters that is used for its effect alone.
    func run(_ text: String) throws(StorageError) {
        let statement = try prepared(text)
        defer { statement.reset() }
        while try statement.step(on: handle) {}
    }

    @discardableResult
    func execute(_ statement: SQL) throws(StorageError) -> Int {
        let before = changeCount
        try forEachRow(of: statement) { (_) throws(StorageError) in }
        return changeCount - before
    }

    func forEachRow(
        of sql: SQL,
        _ body: (any Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        let statement = try prepared(dialect.text(of: sql))
        defer { statement.reset() }
        for (index, value) in sql.parameters.enumerated() {
            statement.bind(value, at: index + 1)
        }
        guard let batch = sql.batch else {
            while try statement.step(on: handle) { try body(statement) }
            return
        }
        let width = batch.columns.count
        for row in 0..<batch.rowCount {
            for column in 0..<width {
                let index = sql.parameters.count + column + 1
                statement.bind(batch.values[row * width + column], at: index)
            }
            while try statement.step(on: handle) { try body(statement) }
            statement.reset()
        }
    }

    /// How many statements are kept prepared.
    var preparedCount: Int { statements.count }

    private var changeCount: Int {
        Int(unsafe sqlite3_total_changes64(handle.pointer))
    }

    private func prepared(_ text: String) throws(StorageError) -> SQLiteStatement {
        if let statement = statements[text] { return statement }
        let statement = try SQLiteStatement(text, on: handle)
        // Texts come from the code alone, so there are only so many of them; the bound is for a
        // mistake of ours that splices values in.
        if statements.count >= SQLiteLimits.maximumStatements { statements.removeAll() }
        statements[text] = statement
        return statement
    }
}

extension StorageError {
    /// The error as one of opening a file, with what to do about it.
    func atOpening(_ path: String) -> StorageError {
        if code == .unavailable, let folder = SQLiteFile.missingFolder(of: path) {
            return StorageError(
                code,
                "cannot open \(path): there is no folder \(folder); create it first"
            )
        }
        let reason =
            switch code {
            case .full: "the disk is full; free some space (\(message))"
            case .unavailable where SQLiteFile.isFolderClosed(path):
                "its folder cannot be written, where SQLite keeps its log (\(message))"
            default: message
            }
        return StorageError(code, "cannot open \(path): \(reason)")
    }
}
