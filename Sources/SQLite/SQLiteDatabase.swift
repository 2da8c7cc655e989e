private import Dispatch
public import Storage
private import Synchronization

/// A database in one file: one writer at a time, readers beside it.
public final class SQLiteDatabase: Database {
    let path: String
    private let writer: Mutex<SQLiteConnection>
    private let checkpointer: SQLiteCheckpointer
    private let idleReaders = Mutex<[SQLiteConnection]>([])
    private let readerSeats = DispatchSemaphore(value: SQLiteLimits.maximumReaders)

    private let patience: Duration

    /// Opens a file, or creates it, and waits so long for another process that writes.
    ///
    /// A file that cannot be written, and one of another program, are refused.
    public init(path: String, patience: Duration? = nil) throws(StorageError) {
        self.path = path
        self.patience = patience ?? SQLiteLimits.busyTime
        writer = Mutex(try Self.openWriter(path, patience: self.patience))
        checkpointer = SQLiteCheckpointer(path: path)
    }

    deinit {
        // Whoever has closed a database may move its files.
        checkpointer.wait()
    }

    private static func openWriter(
        _ path: String,
        patience: Duration
    ) throws(StorageError) -> SQLiteConnection {
        let isNew = SQLiteFile.createPrivately(path)
        do throws(StorageError) {
            let connection = try SQLiteConnection(path: path, pragmas: [], patience: patience)
            try prepare(connection, path: path)
            return connection
        } catch {
            if isNew { SQLiteFile.removeIfEmpty(path) }
            throw error
        }
    }

    private static func prepare(
        _ connection: SQLiteConnection,
        path: String
    ) throws(StorageError) {
        do throws(StorageError) {
            guard !connection.isReadOnly else {
                throw StorageError(.unavailable, "it cannot be written; check its mode and owner")
            }
            try SQLiteIdentity.claim(connection)
            SQLiteFile.closeToTheWorld(path)
            for pragma in SQLitePragmas.writer { try connection.run(pragma) }
            connection.watchLog()
        } catch {
            throw error.atOpening(path)
        }
    }

    /// The file's path.
    public var displayName: String { path }

    /// A short read is answered from memory.
    public var answersLocally: Bool { true }

    /// There is one writer.
    public var laneCount: Int { 1 }

    /// Runs a closure in a transaction that sees the state of its first statement throughout.
    public func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        guard readerSeats.wait(timeout: .now() + SQLiteLimits.readerWait) == .success else {
            throw StorageError(.busy, "\(path) has too many readers")
        }
        defer { readerSeats.signal() }
        let reader = try borrowReader()
        defer { idleReaders.withLock { $0.append(reader) } }
        return try Self.transaction("BEGIN", on: reader, body)
    }

    /// Runs a closure in a transaction; when this returns, it is on the disk.
    public func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        // The result leaves the lock through a variable, because a lock may only return what can be
        // sent to another thread, and the thread stays the same.
        var result: Result<Value, StorageError>?
        var isDiskFull = false
        writer.withLock { connection in
            do throws(StorageError) {
                // IMMEDIATE takes the write lock at once, where waiting for it is still possible.
                result = .success(try Self.transaction("BEGIN IMMEDIATE", on: connection, body))
            } catch {
                result = .failure(error)
                isDiskFull = error.code == .full
            }
            checkpointer.tend(connection, isDiskFull: isDiskFull)
        }
        guard let result else { preconditionFailure("the closure of a lock has run") }
        return try result.get()
    }

    /// Writes a little, on a disk that has room for more.
    ///
    /// What a failed transaction has left in the log is used again, so that a little may fit on a
    /// disk that is full.
    public func proveWritable() throws(StorageError) {
        guard !SQLiteFile.isDiskFull(path) else {
            throw StorageError(.full, "the disk of \(path) is full")
        }
        try writeLittle()
    }

    private func borrowReader() throws(StorageError) -> SQLiteConnection {
        if let reader = idleReaders.withLock({ $0.popLast() }) { return reader }
        return try SQLiteConnection(
            path: path,
            pragmas: SQLitePragmas.reader,
            patience: patience
        )
    }

    private static func transaction<Value>(
        _ begin: String,
        on connection: SQLiteConnection,
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try connection.run(begin)
        do throws(StorageError) {
            let value = try body(connection)
            try connection.run("COMMIT")
            return value
        } catch {
            // A failed statement may have ended the transaction already; then there is nothing to
            // roll back, and the first error is the one to tell.
            try? connection.run("ROLLBACK")
            throw error
        }
    }
}
