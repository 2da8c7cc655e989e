import Dispatch
import OperatingSystem
import Postgres
package import Storage

/// A schema of its own on the PostgreSQL server that the tests were given; it goes with its last
/// user.
package final class PostgresSchema: Sendable {
    private let server: PostgresDatabase
    private let target: String
    private let removal: SQL

    /// The address of somebody else's database, in which each test has a schema of its own.
    private static let given = Environment.value("LAUREL_TEST_DATABASE")

    /// The server, where there is one: `make test` has one, and names it.
    package static let server = given ?? Environment.value("LAUREL_TEST_POSTGRES")

    /// A schema on the server.
    package static func make() throws -> PostgresSchema {
        guard let server else {
            throw StorageError(.invalidValue, "LAUREL_TEST_POSTGRES names no server")
        }
        return try PostgresSchema(on: server)
    }

    private init(on target: String) throws {
        let name = Self.newName()
        server = try PostgresDatabase(target)
        _ = try server.write { (connection) throws(StorageError) in
            try connection.execute("CREATE SCHEMA \(unescaped: name)")
        }
        let separator = target.contains("?") ? "&" : "?"
        self.target = "\(target)\(separator)options=-csearch_path%3D\(name)"
        removal = "DROP SCHEMA \(unescaped: name) CASCADE"
    }

    /// A database that is a copy of another on the server.
    private init(copying template: String, on target: String) throws {
        let name = Self.newName()
        server = try PostgresDatabase(target)
        try server.executeAlone(
            "CREATE DATABASE \(unescaped: name) TEMPLATE \(unescaped: template)"
        )
        self.target = Self.target(target, in: name)
        removal = "DROP DATABASE \(unescaped: name) WITH (FORCE)"
    }

    deinit { try? server.executeAlone(removal) }

    private static func newName() -> String { "laurel_\(UInt64.random(in: .min ... .max))" }

    /// The address of another database of a server.
    private static func target(_ target: String, in database: String) -> String {
        let parts = target.split(separator: "?", maxSplits: 1)
        let server = parts[0].prefix(through: parts[0].lastIndex(of: "/") ?? parts[0].startIndex)
        return "\(server)\(database)" + (parts.count > 1 ? "?\(parts[1])" : "")
    }

    /// A database that has the tables already.
    ///
    /// The files of a database are copied in a fraction of the time that making every table takes.
    package static func makeMigrated() throws -> PostgresSchema {
        guard given == nil else { return try makeGiven() }
        guard let server else { return try make() }
        return try PostgresSchema(copying: template.get(), on: server)
    }

    /// A schema that has the tables already, spread over machines where the database has Citus.
    ///
    /// Nothing is copied, so that nothing is left behind on somebody else's server.
    private static func makeGiven() throws -> PostgresSchema {
        let schema = try make()
        let database = try PostgresDatabase(schema.target)
        try Migrator().migrate(database, at: 0)
        let hasCitus = try database.read { (connection) throws(StorageError) in
            try connection.firstRow(
                of: "SELECT count(*) FROM pg_extension WHERE extname = 'citus'"
            ) { row in row.integer(0) > 0 } ?? false
        }
        guard hasCitus else { return schema }
        for statement in Schema.citusStatements {
            try database.executeAlone("\(unescaped: statement)")
        }
        return schema
    }

    /// The database that others are copies of, made by whoever needs it first.
    private static let template = Result { () throws -> String in
        let name = newName()
        guard let server else { return name }
        try PostgresDatabase(server).executeAlone("CREATE DATABASE \(unescaped: name)")
        try Migrator().migrate(PostgresDatabase(target(server, in: name)), at: 0)
        return name
    }

    /// Opens it, as a process does.
    package func open() throws(StorageError) -> any Database {
        DatabaseInSchema(database: try PostgresDatabase(target), schema: self, waits: true)
    }

    /// Opens it, and tells how often somebody has waited for the server since.
    package func openCounted() throws(StorageError) -> (
        database: any Database, roundTrips: @Sendable () -> Int
    ) {
        let database = try PostgresDatabase(target)
        return (
            DatabaseInSchema(database: database, schema: self, waits: false),
            { database.roundTripCount }
        )
    }
}

extension PostgresDatabase {
    /// Executes what no transaction may hold.
    fileprivate func executeAlone(_ statement: SQL) throws(StorageError) {
        try look { (connection) throws(StorageError) in
            try connection.forEachRow(of: statement) { (_) throws(StorageError) in }
        }
    }
}

/// A database that keeps its schema as long as it lives.
private struct DatabaseInSchema: Database {
    let database: PostgresDatabase
    let schema: PostgresSchema
    /// Whether a read waits for facts, which is a read by itself.
    let waits: Bool

    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        if waits { waitForFacts() }
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
