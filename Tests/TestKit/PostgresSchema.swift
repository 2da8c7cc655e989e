import Dispatch
import OperatingSystem
import Postgres
package import Storage

/// A schema of its own on the PostgreSQL server that the tests were given; it goes with its last
/// user.
///
/// Making one takes a fraction of the time that a database takes.
package final class PostgresSchema: Sendable {
    private let server: PostgresDatabase
    private let name: String
    private let target: String

    /// The server, where there is one: `make test` has one, and names it.
    package static let server = Environment.value("LAUREL_TEST_POSTGRES")

    /// A schema on the server.
    package static func make() throws -> PostgresSchema {
        guard let server else {
            throw StorageError(.invalidValue, "LAUREL_TEST_POSTGRES names no server")
        }
        return try PostgresSchema(on: server)
    }

    private init(on target: String) throws {
        let name = "laurel_\(UInt64.random(in: .min ... .max))"
        server = try PostgresDatabase(target)
        _ = try server.write { (connection) throws(StorageError) in
            try connection.execute("CREATE SCHEMA \(unescaped: name)")
        }
        let separator = target.contains("?") ? "&" : "?"
        self.target = "\(target)\(separator)options=-csearch_path%3D\(name)"
        self.name = name
    }

    deinit {
        _ = try? server.write { (connection) throws(StorageError) in
            try connection.execute("DROP SCHEMA \(unescaped: name) CASCADE")
        }
    }

    /// Opens it, as a process does.
    package func open() throws(StorageError) -> any Database {
        try openCounted().database
    }

    /// Opens it, and tells how often somebody has waited for the server since.
    package func openCounted() throws(StorageError) -> (
        database: any Database, roundTrips: @Sendable () -> Int
    ) {
        let database = try PostgresDatabase(target)
        return (
            DatabaseInSchema(database: database, schema: self), { database.roundTripCount }
        )
    }
}

/// A database that keeps its schema as long as it lives.
private struct DatabaseInSchema: Database {
    let database: PostgresDatabase
    let schema: PostgresSchema

    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        waitForFacts()
        return try database.read(body)
    }

    /// Waits until every fact that has been told can be read.
    ///
    /// None can be while a transaction that began before it is still open, be it one of another test
    /// on the same server. A test that holds one open itself does not wait for ever.
    private func waitForFacts() {
        let timer = DispatchSemaphore(value: 0)
        for _ in 0..<1_000 {
            let isWaiting = try? database.read { (connection) throws(StorageError) in
                try connection.facts.hasUnsettled()
            }
            // Before there are tables there is nothing to wait for.
            guard isWaiting == true else { return }
            _ = timer.wait(timeout: .now() + .milliseconds(2))
        }
    }

    func look<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try database.look(body)
    }

    func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try database.write(body)
    }

    var displayName: String { database.displayName }
    var answersLocally: Bool { database.answersLocally }
    var laneCount: Int { database.laneCount }
    func gauges() -> [DatabaseGauge] { database.gauges() }
}
