import OperatingSystem
import Storage
import Testing

@testable import Postgres

/// The PostgreSQL server that the tests were given.
enum PostgresUnderTest {
    /// Its URL, if there is one.
    static let server =
        Environment.value("LAUREL_TEST_DATABASE") ?? Environment.value("LAUREL_TEST_POSTGRES")
    static let isThere = server != nil
    static let hint: Comment = "no PostgreSQL: run `scripts/with-postgres swift test`"
}

/// A schema of its own for one test, which is made sooner than a database; it goes with its last
/// user.
final class TestSchema: Sendable {
    /// A URL that leads to it.
    let url: String
    let name: String

    init() throws {
        let server = try #require(PostgresUnderTest.server, PostgresUnderTest.hint)
        name = "test_\(UInt64.random(in: .min ... .max))"
        let separator = server.contains("?") ? "&" : "?"
        url = "\(server)\(separator)options=-csearch_path%3D\(name)"
        try PostgresConnection(server).execute("CREATE SCHEMA \(unescaped: name)")
    }

    deinit {
        guard let server = PostgresUnderTest.server else { return }
        _ = try? PostgresConnection(server).execute("DROP SCHEMA \(unescaped: name) CASCADE")
    }

    /// The URL with more options behind it.
    func url(with options: String) -> String { "\(url)&\(options)" }

    /// The folder of the server's socket.
    func socketFolder() throws -> String {
        let place = try PostgresDatabase(url).displayName.dropFirst("postgres://".count)
        return String(try #require(place.split(separator: ":").first))
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
