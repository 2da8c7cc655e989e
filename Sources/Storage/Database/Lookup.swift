/// A statement that looks something up, and what its rows are turned into.
///
/// Tables make lookups, so that whoever needs several can ask for all of them before reading the
/// first: on a server that takes one round trip instead of many.
public struct Lookup<Value> {
    let statement: SQL
    let value: (any Rows) throws(StorageError) -> Value

    /// A statement, and how its rows are read.
    public init(
        _ statement: SQL,
        _ value: @escaping (any Rows) throws(StorageError) -> Value
    ) {
        self.statement = statement
        self.value = value
    }

    /// The same with another value made of its own.
    public func map<Other>(_ change: @escaping (Value) -> Other) -> Lookup<Other> {
        Lookup<Other>(statement) { [value] (rows) throws(StorageError) in
            change(try value(rows))
        }
    }
}

/// The rows that a statement is answered with, to be read when they are needed.
///
/// They belong to their transaction, and nothing may be written between asking and reading: one
/// engine looks when it is asked, the other one when the rows are read.
public protocol Rows {
    /// Lends each row.
    func forEachRow(_ body: (any Row) throws(StorageError) -> Void) throws(StorageError)
}

extension Rows {
    /// Every row, each turned into a value.
    public func map<Value>(
        _ value: (any Row) throws(StorageError) -> Value
    ) throws(StorageError) -> [Value] {
        var values: [Value] = []
        try forEachRow { (row) throws(StorageError) in values.append(try value(row)) }
        return values
    }
}

/// Something that was asked for and is read later.
public struct Asked<Value> {
    fileprivate let lookup: Lookup<Value>
    fileprivate let rows: any Rows

    /// What the rows are turned into; whoever wants that waits for them.
    public func value() throws(StorageError) -> Value { try lookup.value(rows) }
}

extension Connection {
    /// Asks, without waiting for the answer where that would take a round trip.
    public func ask<Value>(_ lookup: Lookup<Value>) throws(StorageError) -> Asked<Value> {
        Asked(lookup: lookup, rows: try ask(lookup.statement))
    }

    /// Asks, and waits for the answer.
    public func value<Value>(of lookup: Lookup<Value>) throws(StorageError) -> Value {
        try ask(lookup).value()
    }

    /// Where an answer takes no round trip, nothing is gained by asking before it is needed.
    public func ask(_ statement: SQL) throws(StorageError) -> any Rows {
        UnaskedRows(connection: self, statement: statement)
    }
}

/// Rows that are asked for when they are read.
private struct UnaskedRows: Rows {
    let connection: any Connection
    let statement: SQL

    func forEachRow(_ body: (any Row) throws(StorageError) -> Void) throws(StorageError) {
        try connection.forEachRow(of: statement, body)
    }
}
