import Storage

/// One connection to a server, with the statements that it has prepared.
///
/// It is sendable because whoever lends it, lends it to one thread at a time.
final class PostgresConnection: Connection, @unchecked Sendable {
    private let handle: PostgresHandle
    private var names: [String: String] = [:]
    private var isSilent = false
    /// How long each statement may take.
    private var time: Duration
    private let usualTime: Duration
    let dialect = SQLDialect.postgres

    /// Connects, and prepares the connection for its work.
    init(
        _ target: String,
        statementTime: Duration = PostgresLimits.statementTime,
        notices: PostgresNotices = PostgresNotices { _ in }
    ) throws(StorageError) {
        handle = try PostgresHandle(target, notices)
        usualTime = statementTime
        time = statementTime
        try run(
            """
            SET client_min_messages = warning;
            SET synchronous_commit = on;
            SET statement_timeout = \(PostgresLimits.statementTimeout);
            SET lock_timeout = \(PostgresLimits.lockTimeout);
            SET idle_in_transaction_session_timeout = \(PostgresLimits.idleTransactionTimeout);
            """
        )
    }

    /// The host, port and database, without user or password.
    var place: String { handle.place }

    /// Whether the connection is fit to be lent again.
    var isFit: Bool { !isSilent && handle.isConnected && !handle.isInTransaction }

    /// Begins a transaction, which has the usual time for each statement.
    func begin(_ text: String) throws(StorageError) {
        time = usualTime
        try heeding { () throws(StorageError) in
            try handle.run(text, within: min(PostgresLimits.beginTime, usualTime))
        }
    }

    /// Gives the statements of the transaction that is open more time, here and on the server.
    func allow(_ patience: StatementTime) throws(StorageError) {
        let (statement, lock) =
            switch patience {
            case .round: (PostgresLimits.roundStatementTimeout, PostgresLimits.roundLockTimeout)
            case .migration:
                (PostgresLimits.migrationStatementTimeout, PostgresLimits.migrationLockTimeout)
            }
        try run("SET LOCAL statement_timeout = \(statement); SET LOCAL lock_timeout = \(lock)")
        time = .milliseconds(statement) + PostgresLimits.margin
    }

    /// Runs a statement without parameters that is used for its effect alone.
    func run(_ text: String) throws(StorageError) {
        try heeding { () throws(StorageError) in try handle.run(text, within: time) }
    }

    /// Asks nothing more of a server that has not answered: what it says later is the answer to
    /// something else.
    private func heeding(_ body: () throws(StorageError) -> Void) throws(StorageError) {
        guard !isSilent else {
            throw StorageError(.timedOut, "the server has not answered before")
        }
        do throws(StorageError) {
            try body()
        } catch {
            if error.code == .timedOut { isSilent = true }
            throw error
        }
    }

    @discardableResult
    func execute(_ statement: SQL) throws(StorageError) -> Int {
        var count = 0
        try withResult(of: statement) { (result) throws(StorageError) in count = result.changeCount
        }
        return count
    }

    func forEachRow(
        of statement: SQL,
        _ body: (any Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        try withResult(of: statement) { (result) throws(StorageError) in
            try result.forEachRow(body)
        }
    }

    private func withResult(
        of statement: SQL,
        _ body: (borrowing PostgresResult) throws(StorageError) -> Void
    ) throws(StorageError) {
        let text = dialect.text(of: statement)
        var values = statement.parameters.map(\.text)
        if let batch = statement.batch { values += PostgresArray.columns(of: batch) }
        try heeding { () throws(StorageError) in
            let name = try prepared(text)
            try body(try handle.execute(name, text, values, within: time))
        }
    }

    private func prepared(_ text: String) throws(StorageError) -> String {
        if let name = names[text] { return name }
        // Texts come from the code alone, so there are only so many of them; the bound is for a
        // mistake of ours that splices values in.
        if names.count >= PostgresLimits.maximumStatements {
            try handle.run("DEALLOCATE ALL", within: time)
            names.removeAll()
        }
        let name = "laurel_\(names.count)"
        try handle.prepare(text, as: name, within: time)
        names[text] = name
        return name
    }
}

extension SQLValue {
    /// The value in text form; nothing for null.
    fileprivate var text: String? {
        switch self {
        case .null: nil
        case .integer(let number): String(number)
        case .text(let text): text
        }
    }
}
