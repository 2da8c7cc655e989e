/// A database that lends connections inside transactions.
///
/// Both calls block their thread until the closure has run; nothing inside a closure may wait for
/// anything but the database. What a write closure throws rolls its transaction back.
public protocol Database: Sendable {
    /// Runs a closure in a transaction that sees one consistent state.
    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value

    /// Runs a closure that asks once: one lookup, or several together, which see one state.
    ///
    /// What it asks after that may see a newer one, so this is for whoever needs no more than one
    /// look; it takes one round trip, and no transaction has to be begun and ended for it. Nothing
    /// can be written.
    func look<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value

    /// Runs a closure in a transaction that is durable once this returns.
    func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value

    /// Writes a little, as a proof that events can be stored.
    func proveWritable() throws(StorageError)

    /// What to call the database when telling an operator what was opened; without secrets.
    var displayName: String { get }

    /// Whether a short read takes less time than moving it to another thread.
    var answersLocally: Bool { get }

    /// How many transactions for different users are worth running side by side.
    var laneCount: Int { get }

    /// Sizes and counts of the engine, by name, for monitoring.
    func gauges() -> [DatabaseGauge]
}

extension Database {
    /// A read, where beginning and ending one takes no round trips.
    public func look<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try read(body)
    }

    /// Writes a little.
    public func proveWritable() throws(StorageError) { try writeLittle() }

    /// Writes what is there already once more.
    public func writeLittle() throws(StorageError) {
        try write { (connection) throws(StorageError) in try connection.installation.rewrite() }
    }
}

/// One figure about a database.
public struct DatabaseGauge: Sendable {
    /// What it counts, as a metric's name ends.
    public let name: String
    /// What it means.
    public let help: String
    /// The figure.
    public let value: Int64

    /// A figure.
    public init(name: String, help: String, value: Int64) {
        self.name = name
        self.help = help
        self.value = value
    }
}
