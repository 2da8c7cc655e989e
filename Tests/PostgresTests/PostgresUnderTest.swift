import OperatingSystem
import Storage
import Testing

@testable import Postgres

/// The PostgreSQL server that the tests were given.
enum PostgresUnderTest {
    /// Its URL, if there is one.
    static let server = Environment.value("LAUREL_TEST_POSTGRES")
    static let isThere = server != nil
    static let hint: Comment = "no PostgreSQL: run `scripts/with-postgres swift test`"
}

/// A database of its own for one test; it goes with its last user.
final class TestDatabase: Sendable {
    let url: String
    private let name: String

    init() throws {
        let server = try #require(PostgresUnderTest.server, PostgresUnderTest.hint)
        name = "test_\(UInt64.random(in: .min ... .max))"
        url = try Self.url(of: name, on: server)
        try PostgresConnection(server).run("CREATE DATABASE \(name) TEMPLATE template0")
    }

    deinit {
        guard let server = PostgresUnderTest.server else { return }
        try? PostgresConnection(server).run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    /// The URL with more options behind it.
    func url(with options: String) -> String { "\(url)&\(options)" }

    /// The folder of the server's socket.
    func socketFolder() throws -> String {
        let place = try PostgresDatabase(url).displayName.dropFirst("postgres://".count)
        return String(try #require(place.split(separator: ":").first))
    }

    /// The server's URL, with another name for the database.
    private static func url(of name: String, on server: String) throws -> String {
        let options = server.split(separator: "?", maxSplits: 1).map(String.init)
        let slash = try #require(options[0].lastIndex(of: "/"), "the URL names no database")
        return "\(options[0][...slash])\(name)?\(options.dropFirst().first ?? "")"
    }
}

/// Whoever runs everything wants to know when something was left out.
@Suite struct CompletenessTests {
    @Test func `a full run has a PostgreSQL server`() {
        guard Environment.value("LAUREL_TEST_ALL") != nil else { return }
        #expect(
            PostgresUnderTest.isThere,
            """
            LAUREL_TEST_ALL is set, but LAUREL_TEST_POSTGRES is not, so the suites on PostgreSQL \
            were skipped. Run `make unit`, which starts a private server.
            """
        )
    }
}

extension Database {
    /// The first column of every row of an answer, as text.
    func texts(_ statement: SQL) throws -> [String] {
        try read { (connection) throws(StorageError) in
            try connection.rows(of: statement) { (row) throws(StorageError) in row.text(0) }
        }
    }

    /// Runs a statement in a transaction of its own.
    func run(_ statement: SQL) throws(StorageError) {
        _ = try write { (connection) throws(StorageError) in try connection.execute(statement) }
    }
}

extension Connection {
    /// Runs a statement whose answer nobody wants.
    func discard(_ statement: SQL) throws(StorageError) {
        try forEachRow(of: statement) { (_) throws(StorageError) in }
    }

    /// The number of the server's process that serves this connection.
    func processID() throws(StorageError) -> Int64 {
        try firstRow(of: "SELECT pg_backend_pid()") { (row) throws(StorageError) in
            row.integer(0)
        } ?? 0
    }
}
