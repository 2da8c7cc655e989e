/// A transaction's way to the database.
///
/// It is lent to a closure and must not outlive it.
public protocol Connection: AnyObject {
    /// What the engine needs said differently.
    var dialect: SQLDialect { get }

    /// Gives each statement of the transaction more time than callers have, where there is a limit.
    func allow(_ time: StatementTime) throws(StorageError)

    /// Runs a statement, for every row of its batch if it has one, and says how many rows changed.
    @discardableResult
    func execute(_ statement: SQL) throws(StorageError) -> Int

    /// Runs a statement for its effect alone, for every row of its batch if it has one.
    ///
    /// Where an answer takes a round trip, nobody waits for it: an error is thrown by whatever waits
    /// next, which is at the latest the end of the transaction.
    func send(_ statement: SQL) throws(StorageError)

    /// Runs a statement and lends each row of the answer.
    func forEachRow(
        of statement: SQL,
        _ body: (any Row) throws(StorageError) -> Void
    ) throws(StorageError)

    /// Asks for rows that are read later, together with whatever else is asked for until then.
    func ask(_ statement: SQL) throws(StorageError) -> any Rows
}

/// How long a statement may take that no caller waits for.
public enum StatementTime: Sendable {
    /// As long as what goes on by itself may take.
    case round
    /// As long as it takes to change a schema, or to copy a database.
    case migration
}

extension Connection {
    /// Nothing, where statements are not limited.
    public func allow(_ time: StatementTime) throws(StorageError) {}

    /// Where an answer takes no round trip, there is nothing to wait for.
    public func send(_ statement: SQL) throws(StorageError) { try execute(statement) }

    /// Every row of an answer, each turned into a value.
    public func rows<Value>(
        of statement: SQL,
        _ value: (any Row) throws(StorageError) -> Value
    ) throws(StorageError) -> [Value] {
        var values: [Value] = []
        try forEachRow(of: statement) { (row) throws(StorageError) in
            values.append(try value(row))
        }
        return values
    }

    /// The first row of an answer, turned into a value.
    public func firstRow<Value>(
        of statement: SQL,
        _ value: (any Row) throws(StorageError) -> Value
    ) throws(StorageError) -> Value? {
        try rows(of: statement, value).first
    }

    /// The number after the highest in a column of a configuration table.
    ///
    /// Changes of configuration wait for each other, so nobody else draws the same.
    func nextNumber(_ column: String, in table: String) throws(StorageError) -> Int64 {
        let highest = try firstRow(
            of: "SELECT coalesce(max(\(unescaped: column)), 0) FROM \(unescaped: table)"
        ) { (row) throws(StorageError) in Int64(row, 0) }
        return (highest ?? 0) + 1
    }
}
