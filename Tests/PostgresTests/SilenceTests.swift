import Dispatch
import Glibc
import Storage
import Synchronization
import Testing

@testable import Postgres

/// A server that lives and says nothing: nobody waits for it longer than we say.
@Suite struct SilenceTests {
    @Test func `a host that takes connections and says nothing is given up`() throws {
        let silent = try SilentServer()
        let started = ContinuousClock.now
        let error = #expect(throws: StorageError.self) {
            try PostgresDatabase("postgres://laurel@127.0.0.1:\(silent.port)/db?connect_timeout=2")
        }
        #expect(error?.code == .disconnected)
        #expect(error?.message.contains("has not answered in time") == true)
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test(arguments: [
        Hosts("none", [:], [""]),
        Hosts("one", ["host": "a", "port": "1"], [""]),
        Hosts(
            "two, each with a port",
            ["host": "a,b", "port": "1,2"],
            ["host=a port=1", "host=b port=2"]
        ),
        Hosts("two with one port", ["host": "a,b", "port": "1"], ["host=a", "host=b"]),
        Hosts("two addresses", ["hostaddr": "1,2"], ["hostaddr=1", "hostaddr=2"]),
        Hosts(
            "names and addresses",
            ["host": "a,b", "hostaddr": "1,2"],
            ["host=a hostaddr=1", "host=b hostaddr=2"]
        ),
        Hosts(
            "one that is left to libpq",
            ["host": "a,", "port": "1,2"],
            ["host=a port=1", "host= port=2"]
        ),
        Hosts("ports that do not fit", ["host": "a,b", "port": "1,2,3"], [""]),
        Hosts("addresses that do not fit", ["host": "a,b", "hostaddr": "1,2,3"], [""]),
        Hosts(
            "an order that libpq has to find",
            ["host": "a,b", "target_session_attrs": "prefer-standby"],
            [""]
        ),
    ])
    func `each host of a target is tried by itself`(row: Hosts) {
        let found = PostgresHandle.hosts(row.options).map { host in
            host.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
        }
        #expect(found == row.expected)
    }

    struct Hosts: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let options: [String: String]
        let expected: [String]

        init(_ name: String, _ options: [String: String], _ expected: [String]) {
            testDescription = name
            self.options = options
            self.expected = expected
        }
    }
}

/// The same with a server that answers, but not all that it is asked.
@Suite(.enabled(if: PostgresUnderTest.isThere, PostgresUnderTest.hint))
struct SlowAnswerTests {
    private let schema: TestSchema

    init() throws {
        schema = try TestSchema()
    }

    private func impatient() throws -> PostgresDatabase {
        try PostgresDatabase(
            pool: PostgresPool(target: schema.url, statementTime: .milliseconds(700))
        )
    }

    private func code(of body: () throws(StorageError) -> Void) -> StorageError.Code? {
        do throws(StorageError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `a silent host before one that answers costs its time and no more`() throws {
        let silent = try SilentServer()
        let folder = try schema.socketFolder()
        let target = schema.url.split(separator: "?").first ?? ""
        let name = target.split(separator: "/").last ?? ""
        let database = try PostgresDatabase(
            "postgres://laurel@/\(name)?host=127.0.0.1,\(folder)&port=\(silent.port),5432"
                + "&connect_timeout=2"
        )
        #expect(database.displayName.contains(folder))
    }

    @Test func `a statement that is not answered is given up, and so is its connection`() throws {
        let database = try impatient()
        let failure = code { () throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.discard("SELECT pg_sleep(60)")
            }
        }
        #expect(failure == .timedOut)
        #expect(database.gauges().first { $0.name == "idle_connections" }?.value == 0)
        #expect(try database.texts("SELECT 1") == ["1"])
    }

    @Test func `after the first silence nothing more is asked`() throws {
        let database = try impatient()
        let started = Mutex<ContinuousClock.Instant?>(nil)
        let failure = code { () throws(StorageError) in
            try database.read { (connection) throws(StorageError) in
                try? connection.discard("SELECT pg_sleep(60)")
                started.withLock { $0 = .now }
                for _ in 0..<1_000 { try? connection.discard("SELECT 1") }
                try connection.discard("SELECT 1")
            }
        }
        #expect(failure == .timedOut)
        let first = try #require(started.withLock { $0 })
        #expect(ContinuousClock.now - first < .milliseconds(600))
    }

    @Test func `a commit that is not answered leaves open whether it was made`() throws {
        try PostgresDatabase(schema.url).write { (connection) throws(StorageError) in
            try connection.execute("CREATE TABLE thing (id BIGINT PRIMARY KEY)")
            try connection.execute(
                """
                CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN PERFORM pg_sleep(2); RETURN NULL; END'
                """
            )
            try connection.execute(
                """
                CREATE CONSTRAINT TRIGGER slowly AFTER INSERT ON thing DEFERRABLE
                INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()
                """
            )
        }
        let database = try impatient()
        let failure = code { () throws(StorageError) in
            try database.run("INSERT INTO thing VALUES (1)")
        }
        #expect(failure == .unknownOutcome)
        // It was made, and whoever asks for the same row waits until that is settled.
        let again = code { () throws(StorageError) in
            try PostgresDatabase(schema.url).run("INSERT INTO thing VALUES (1)")
        }
        #expect(again == .duplicateKey)
    }

    @Test func `a locked table is waited for shortly, and its connection stays good`() throws {
        let database = try PostgresDatabase(schema.url)
        try database.run("CREATE TABLE thing (id BIGINT PRIMARY KEY)")
        let other = try PostgresDatabase(schema.url)
        let started = ContinuousClock.now
        try other.write { (connection) throws(StorageError) in
            try connection.execute("LOCK TABLE thing IN ACCESS EXCLUSIVE MODE")
            let failure = code { () throws(StorageError) in
                try database.read { (connection) throws(StorageError) in
                    try connection.discard("SELECT * FROM thing")
                }
            }
            #expect(failure == .busy)
        }
        #expect(ContinuousClock.now - started < .seconds(10))
        #expect(database.gauges().first { $0.name == "idle_connections" }?.value == 1)
    }

    @Test func `work that nobody waits for has more time, for its transaction alone`() throws {
        let database = try PostgresDatabase(schema.url)
        func times(_ time: StatementTime?) throws -> [String] {
            try database.read { (connection) throws(StorageError) in
                if let time { try connection.allow(time) }
                return try ["statement_timeout", "lock_timeout"].map {
                    (name) throws(StorageError) in
                    try connection.firstRow(of: "SHOW \(unescaped: name)") {
                        (row) throws(StorageError) in row.text(0)
                    } ?? ""
                }
            }
        }
        #expect(try times(nil) == ["5s", "3s"])
        #expect(try times(.round) == ["1min", "10s"])
        #expect(try times(.migration) == ["10min", "5min"])
        #expect(try times(nil) == ["5s", "3s"])
    }

    @Test func `what fills the way to the server and back is read and written in turn`() throws {
        let database = try PostgresDatabase(schema.url)
        let large = String(repeating: "x", count: 1 << 20)
        let answer = try database.read { (connection) throws(StorageError) in
            try connection.firstRow(of: "SELECT \(large)::text || \(large)::text") {
                (row) throws(StorageError) in row.text(0)
            }
        }
        #expect(answer?.utf8.count == 2 << 20)
    }

    @Test func `what the server says unasked is noted in one line`() throws {
        let notes = Mutex<[String]>([])
        let database = try PostgresDatabase(schema.url) { note in
            notes.withLock { $0.append(note) }
        }
        try database.run("DO 'BEGIN RAISE WARNING ''heed%me'', chr(10); END'")
        let said = notes.withLock { $0 }
        #expect(said.count == 1)
        #expect(said.first?.hasPrefix("WARNING:  heed me") == true)
        #expect(said.first?.contains("\n") == false)
    }
}

/// A port of this machine that takes connections and never says a word.
private final class SilentServer {
    let port: UInt16
    private let descriptor: Int32

    struct NoPort: Error {}

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isListening else { throw NoPort() }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
