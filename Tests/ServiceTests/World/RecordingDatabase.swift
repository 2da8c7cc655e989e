import Storage
import Synchronization

/// A database that notes in which order rows are written.
final class RecordingDatabase: Database {
    /// The rows that a statement about many wrote: the values of the columns that lock them.
    struct Written: Sendable, Equatable {
        let table: String
        let rows: [[Int64]]
    }

    private let inner: any Database
    private let log = Mutex<[Written]>([])
    private let statements = Mutex(0)

    init(_ inner: any Database) { self.inner = inner }

    /// What has been written since this was asked last.
    func takeWritten() -> [Written] {
        log.withLock { log in
            defer { log = [] }
            return log
        }
    }

    /// How many statements have been carried out in transactions that write, since this was asked
    /// last; one about many rows counts once.
    func takeStatementCount() -> Int {
        statements.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try inner.read(body)
    }

    func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try inner.write { (connection) throws(StorageError) in
            let recording = RecordingConnection(connection)
            let value = try body(recording)
            log.withLock { $0 += recording.written }
            statements.withLock { $0 += recording.statementCount }
            return value
        }
    }

    var displayName: String { inner.displayName }
    var answersLocally: Bool { inner.answersLocally }
    var laneCount: Int { inner.laneCount }
    func gauges() -> [DatabaseGauge] { inner.gauges() }
}

/// A transaction's connection that notes what it writes.
private final class RecordingConnection: Connection {
    private(set) var written: [RecordingDatabase.Written] = []
    private(set) var statementCount = 0
    private let inner: any Connection

    init(_ inner: any Connection) { self.inner = inner }

    var dialect: SQLDialect { inner.dialect }

    func execute(_ statement: SQL) throws(StorageError) -> Int {
        statementCount += 1
        if let batch = statement.batch { note(statement, batch) }
        return try inner.execute(statement)
    }

    func forEachRow(
        of statement: SQL,
        _ body: (any Storage.Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        statementCount += 1
        if let batch = statement.batch { note(statement, batch) }
        try inner.forEachRow(of: statement, body)
    }

    private func note(_ statement: SQL, _ batch: Batch) {
        let text = statement.segments.map { segment in
            if case .text(let text) = segment { text } else { " " }
        }.joined()
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let verbs = ["INTO", "UPDATE", "FROM"]
        guard let verb = words.first, ["INSERT", "UPDATE", "DELETE"].contains(verb),
            let place = words.firstIndex(where: verbs.contains), place + 1 < words.count
        else { return }
        let width = batch.columns.count
        let rows = (0..<batch.rowCount).map { row in
            (0..<min(2, width)).compactMap { column -> Int64? in
                guard case .integer(let value) = batch.values[row * width + column] else {
                    return nil
                }
                return value
            }
        }
        written.append(RecordingDatabase.Written(table: words[place + 1], rows: rows))
    }
}
