public import Storage

/// A database on a PostgreSQL server, which any number of processes may share.
public final class PostgresDatabase: Database {
    private let pool: PostgresPool
    /// The host, port and database, without user or password.
    public let displayName: String

    /// Connects as a connection string or URL of libpq says; what the server says unasked is noted.
    public convenience init(
        _ target: String,
        noting note: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(StorageError) {
        try self.init(pool: PostgresPool(target: target, notices: PostgresNotices(note)))
    }

    init(pool: PostgresPool) throws(StorageError) {
        PostgresLimits.check()
        self.pool = pool
        displayName = try pool.withConnection { $0.address }
    }

    /// Whether a name is that of a PostgreSQL database and not a file's.
    public static func isTarget(_ name: String) -> Bool {
        name.hasPrefix("postgres://") || name.hasPrefix("postgresql://")
    }

    /// A read goes over the network, so a thread should not be kept waiting for it.
    public var answersLocally: Bool { false }

    /// Groups for different users run side by side.
    public var laneCount: Int { 4 }

    /// How often somebody has waited for the server, since this was opened.
    public var roundTripCount: Int { pool.roundTripCount }

    /// Runs a closure in a transaction that sees the state of its first statement throughout.
    public func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try transaction(.reading, body) { (connection) throws(StorageError) in
            try connection.end()
        }
    }

    /// Runs a closure that asks once, which is a transaction by itself.
    public func look<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try transaction(.looking, body) { (connection) throws(StorageError) in
            try connection.end()
        }
    }

    /// Runs a closure in a transaction; when this returns, it is durable.
    public func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try transaction(.writing, body) { (connection) throws(StorageError) in
            try connection.commit()
        }
    }

    private func transaction<Value>(
        _ use: PostgresUse,
        _ body: (any Connection) throws(StorageError) -> Value,
        _ finish: (PostgresConnection) throws(StorageError) -> Void
    ) throws(StorageError) -> Value {
        try pool.withConnection(use) { (connection) throws(StorageError) in
            do throws(StorageError) {
                let value = try body(connection)
                try finish(connection)
                return value
            } catch {
                connection.rollBack()
                throw error
            }
        }
    }

    /// The size of the database, and how many connections wait to be used.
    public func gauges() -> [DatabaseGauge] {
        var gauges = [
            DatabaseGauge(
                name: "idle_connections",
                help: "Connections that wait to be used.",
                value: Int64(pool.idleCount)
            )
        ]
        if let size = try? size() {
            gauges.append(
                DatabaseGauge(name: "size_bytes", help: "Size of the database.", value: size)
            )
        }
        return gauges
    }

    private func size() throws(StorageError) -> Int64? {
        try look { (connection) throws(StorageError) in
            try connection.firstRow(of: "SELECT pg_database_size(current_database())") {
                (row) throws(StorageError) in row.integer(0)
            }
        }
    }
}
