import OperatingSystem
import Postgres
import Storage

/// A schema of its own on the PostgreSQL server that the tests were given; it goes with its last
/// user.
///
/// Making one takes a fraction of the time that a database takes.
final class PostgresSchema: Database {
    private let server: PostgresDatabase
    private let database: PostgresDatabase
    private let name: String

    /// PostgreSQL, where the tests were given a server: `make test` does, and names it.
    static var engines: [EngineUnderTest] {
        guard let target = Environment.value("LAUREL_TEST_POSTGRES") else { return [] }
        return [EngineUnderTest(testDescription: "PostgreSQL") { try PostgresSchema(on: target) }]
    }

    private init(on target: String) throws {
        let name = "laurel_\(UInt64.random(in: .min ... .max))"
        server = try PostgresDatabase(target)
        _ = try server.write { (connection) throws(StorageError) in
            try connection.execute("CREATE SCHEMA \(unescaped: name)")
        }
        let separator = target.contains("?") ? "&" : "?"
        database = try PostgresDatabase("\(target)\(separator)options=-csearch_path%3D\(name)")
        self.name = name
    }

    deinit {
        _ = try? server.write { (connection) throws(StorageError) in
            try connection.execute("DROP SCHEMA \(unescaped: name) CASCADE")
        }
    }

    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try database.read(body)
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
