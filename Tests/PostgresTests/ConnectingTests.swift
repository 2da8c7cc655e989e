import Dispatch
import Storage
import Synchronization
import Testing

@testable import Postgres

/// Finding the server, and sharing the connections to it.
@Suite(.enabled(if: PostgresUnderTest.isThere, PostgresUnderTest.hint))
struct ConnectingTests {
    private let schema: TestSchema

    init() throws {
        schema = try TestSchema()
    }

    @Test(arguments: ["postgres://laurel@/db", "postgresql://h/db?sslmode=require"])
    func `a URL is a target`(name: String) {
        #expect(PostgresDatabase.isTarget(name))
    }

    @Test(arguments: ["laurel.db", "/var/lib/laurel.db", "postgres.db", "postgres:/x"])
    func `a file's name is none`(name: String) {
        #expect(!PostgresDatabase.isTarget(name))
    }

    @Test func `what a database is called has no password in it`() throws {
        let database = try PostgresDatabase(schema.url(with: "password=correct-horse"))
        #expect(!database.displayName.contains("correct-horse"))
        #expect(!database.displayName.contains("password"))
        #expect(database.displayName.contains("/postgres"))
    }

    @Test(arguments: [
        "postgres://laurel:correct-horse@/nowhere?host=/nowhere/at/all",
        "postgres://laurel:correct-horse@127.0.0.1:1/nowhere",
        "postgres://laurel:correct-horse@/db?host=/nowhere&nothing=1",
        "postgres://laurel:correct-horse@[::1/db", "postgres://laurel:correct%horse@/db",
    ])
    func `an error of connecting has no password in it`(target: String) throws {
        do throws(StorageError) {
            _ = try PostgresDatabase(target)
            Issue.record("there is no such server")
        } catch {
            #expect(error.code == .disconnected || error.code == .unavailable)
            #expect(!error.message.contains("horse"), "\(error.message)")
        }
    }

    @Test func `of several hosts, the one that takes writes is used`() throws {
        let folder = try schema.socketFolder()
        let target = schema.url.replacingHost(with: "/nowhere/at/all,\(folder)")
        let database = try PostgresDatabase(target)
        #expect(database.displayName.contains(folder))
        try database.run("CREATE TABLE thing (id BIGINT PRIMARY KEY)")
    }

    @Test func `a connection that comes back is lent again`() throws {
        let pool = PostgresPool(target: schema.url)
        let ids = try (0..<5).map { _ in try pool.processID() }
        #expect(Set(ids).count == 1)
        #expect(pool.idleCount == 1)
    }

    @Test func `whoever needs one connection too many waits, but not for ever`() throws {
        let pool = PostgresPool(target: schema.url, maximumConnections: 1, maximumWait: 10)
        try pool.withConnection { (_) throws(StorageError) in
            do throws(StorageError) {
                try pool.withConnection { (_) throws(StorageError) in }
                Issue.record("a second connection was lent")
            } catch {
                #expect(error.code == .busy)
            }
        }
        try pool.withConnection { (_) throws(StorageError) in }
    }

    @Test func `a crowd shares no more connections than there may be`() throws {
        let pool = PostgresPool(target: schema.url, maximumConnections: 3, maximumWait: 60_000)
        let ids = Mutex<Set<Int64>>([])
        DispatchQueue.concurrentPerform(iterations: 60) { _ in
            guard let id = try? pool.processID() else { return }
            ids.withLock { _ = $0.insert(id) }
        }
        #expect((1...3).contains(ids.withLock(\.count)))
        #expect(pool.idleCount <= 3)
    }

    @Test func `a transaction that finds a dead connection takes another one`() throws {
        let database = try PostgresDatabase(schema.url)
        let other = try PostgresConnection(schema.url)
        try database.run("CREATE TABLE thing (id BIGINT PRIMARY KEY)")
        for number in 0..<3 {
            let id = try database.read { (connection) throws(StorageError) in
                try connection.processID()
            }
            try other.discard("SELECT pg_terminate_backend(\(id), 5000)")
            if number == 0 { continue }
            try database.run("INSERT INTO thing VALUES (\(number))")
        }
        #expect(try database.texts("SELECT count(*) FROM thing") == ["2"])
    }

    @Test func `a connection that died while idle fails once, and all that waited with it go`()
        throws
    {
        let pool = PostgresPool(target: schema.url)
        let id = try pool.processID()
        try PostgresConnection(schema.url).discard("SELECT pg_terminate_backend(\(id), 5000)")
        do throws(StorageError) {
            try pool.withConnection { (connection) throws(StorageError) in
                try connection.discard("SELECT 1")
            }
            Issue.record("the connection still works")
        } catch {
            #expect(error.code == .disconnected)
        }
        #expect(pool.idleCount == 0)
        try pool.withConnection { (connection) throws(StorageError) in
            try connection.discard("SELECT 1")
        }
    }
}

extension PostgresPool {
    /// The number of the server's process that serves whichever connection is lent.
    fileprivate func processID() throws(StorageError) -> Int64 {
        try withConnection { (connection) throws(StorageError) in try connection.processID() }
    }
}

extension String {
    /// The URL with other hosts.
    fileprivate func replacingHost(with hosts: String) -> String {
        let parts = split(separator: "&").map { $0.split(separator: "?") }
        return parts.map { words in
            words.map { $0.hasPrefix("host=") ? "host=\(hosts)" : String($0) }
                .joined(separator: "?")
        }
        .joined(separator: "&")
    }
}
