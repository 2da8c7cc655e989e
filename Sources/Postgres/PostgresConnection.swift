import Storage

/// One connection to a server, with the statements that it has prepared.
///
/// It is sendable because whoever lends it, lends it to one thread at a time.
final class PostgresConnection: Connection, @unchecked Sendable {
    private let handle: PostgresHandle
    private var names: [String: String] = [:]
    let dialect = SQLDialect.postgres

    /// Connects, and prepares the connection for its work.
    init(_ target: String) throws(StorageError) {
        handle = try PostgresHandle(target)
        try handle.run(
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
    var isFit: Bool { handle.isConnected && !handle.isInTransaction }

    /// Runs a statement without parameters that is used for its effect alone.
    func run(_ text: String) throws(StorageError) {
        try handle.run(text)
    }

    @discardableResult
    func execute(_ statement: SQL) throws(StorageError) -> Int {
        let result = try result(of: statement)
        return result.changeCount
    }

    func forEachRow(
        of statement: SQL,
        _ body: (any Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        let result = try result(of: statement)
        try result.forEachRow(body)
    }

    private func result(of statement: SQL) throws(StorageError) -> PostgresResult {
        let text = dialect.text(of: statement)
        var values = statement.parameters.map(\.text)
        if let batch = statement.batch { values += PostgresArray.columns(of: batch) }
        return try handle.execute(try prepared(text), text, values)
    }

    private func prepared(_ text: String) throws(StorageError) -> String {
        if let name = names[text] { return name }
        // Texts come from the code alone, so there are only so many of them; the bound is for a
        // mistake of ours that splices values in.
        if names.count >= PostgresLimits.maximumStatements {
            try handle.run("DEALLOCATE ALL")
            names.removeAll()
        }
        let name = "laurel_\(names.count)"
        try handle.prepare(text, as: name)
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
