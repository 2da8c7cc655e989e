import Dispatch
import Postgres
import Storage
import Synchronization
import Testing

/// Which condition an error stands for, since the intake decides by it what to try again.
@Suite(.enabled(if: PostgresUnderTest.isThere, PostgresUnderTest.hint))
struct ErrorTests {
    private let schema: TestSchema
    private let database: PostgresDatabase

    init() throws {
        schema = try TestSchema()
        database = try PostgresDatabase(schema.url)
        try database.run("CREATE TABLE thing (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)")
        try database.run("INSERT INTO thing VALUES (1, 0), (2, 0)")
    }

    private func code(of body: () throws(StorageError) -> Void) -> StorageError.Code? {
        do throws(StorageError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `a key that is taken`() throws {
        #expect(
            code { () throws(StorageError) in
                try database.run("INSERT INTO thing VALUES (1, 5)")
            } == .duplicateKey
        )
    }

    @Test func `an error tells nothing of the values that it is about`() throws {
        for statement: SQL in [
            "INSERT INTO thing VALUES (1, 4711)", "INSERT INTO thing VALUES (815, NULL)",
        ] {
            do throws(StorageError) {
                try database.run(statement)
                Issue.record("a row was taken that breaks a rule")
            } catch {
                for value in ["Key (", "row contains", "DETAIL"] {
                    #expect(!error.message.contains(value), "\(error.message)")
                }
            }
        }
    }

    @Test func `what failed was rolled back, and the connection is good for more`() throws {
        let failure = code { () throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.execute("UPDATE thing SET value = 7")
                try connection.execute("INSERT INTO thing VALUES (1, 5)")
            }
        }
        #expect(failure == .duplicateKey)
        #expect(try database.texts("SELECT sum(value) FROM thing") == ["0"])
    }

    @Test func `a mistake in a statement`() throws {
        #expect(
            code { () throws(StorageError) in try database.run("SELEKT 1") } == .unexpected
        )
    }

    @Test func `a deadlock fails one of two as a conflict, and the other goes through`() throws {
        let codes = Mutex<[StorageError.Code]>([])
        let meeting = Meeting()
        DispatchQueue.concurrentPerform(iterations: 2) { turn in
            let ids = turn == 0 ? [1, 2] : [2, 1]
            let failure = code { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.execute("SET LOCAL deadlock_timeout = '10ms'")
                    try connection.execute("UPDATE thing SET value = 1 WHERE id = \(ids[0])")
                    meeting.meet()
                    try connection.execute("UPDATE thing SET value = 1 WHERE id = \(ids[1])")
                }
            }
            if let failure { codes.withLock { $0.append(failure) } }
        }
        #expect(codes.withLock { $0 } == [.conflict])
        #expect(try database.texts("SELECT sum(value) FROM thing") == ["2"])
    }

    @Test func `of two serialisable transactions that cross, one is a conflict`() throws {
        let codes = Mutex<[StorageError.Code]>([])
        let meeting = Meeting()
        DispatchQueue.concurrentPerform(iterations: 2) { turn in
            let failure = code { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                    try connection.discard("SELECT sum(value) FROM thing")
                    meeting.meet()
                    try connection.execute("INSERT INTO thing VALUES (\(10 + turn), 1)")
                }
            }
            if let failure { codes.withLock { $0.append(failure) } }
        }
        #expect(codes.withLock { $0 } == [.conflict])
    }

    @Test func `a lock that is not had in time`() throws {
        let other = try PostgresDatabase(schema.url)
        let failure = try database.write { (connection) throws(StorageError) in
            try connection.execute("UPDATE thing SET value = 1 WHERE id = 1")
            return code { () throws(StorageError) in
                try other.write { (connection) throws(StorageError) in
                    try connection.execute("SET LOCAL lock_timeout = '10ms'")
                    try connection.execute("UPDATE thing SET value = 2 WHERE id = 1")
                }
            }
        }
        #expect(failure == .busy)
    }

    @Test func `a statement that takes too long`() throws {
        let failure = code { () throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.execute("SET LOCAL statement_timeout = '10ms'")
                try connection.discard("SELECT pg_sleep(60)")
            }
        }
        #expect(failure == .busy)
    }

    @Test func `a connection that the server ends, and the next one`() throws {
        let other = try PostgresDatabase(schema.url)
        let failure = code { () throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.execute("UPDATE thing SET value = 7")
                let id = try connection.processID()
                try other.read { (other) throws(StorageError) in
                    try other.discard("SELECT pg_terminate_backend(\(id), 5000)")
                }
                try connection.execute("UPDATE thing SET value = 8")
            }
        }
        #expect(failure == .disconnected)
        #expect(try database.texts("SELECT sum(value) FROM thing") == ["0"])
        try database.run("UPDATE thing SET value = 9")
    }

    @Test func `a connection that is lost before COMMIT is answered leaves the outcome open`()
        throws
    {
        let other = try PostgresDatabase(schema.url)
        let failure = code { () throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.execute("UPDATE thing SET value = 7")
                let id = try connection.processID()
                try other.read { (other) throws(StorageError) in
                    try other.discard("SELECT pg_terminate_backend(\(id), 5000)")
                }
            }
        }
        #expect(failure == .unknownOutcome)
        try database.run("UPDATE thing SET value = 9")
    }

    @Test func `a server that takes no writes is as good as gone`() throws {
        #expect(
            code { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.execute("SET TRANSACTION READ ONLY")
                    try connection.execute("UPDATE thing SET value = 7")
                }
            } == .disconnected
        )
    }
}

/// Where two threads wait for each other.
private final class Meeting: Sendable {
    private let arrivals = Mutex(0)
    private let isComplete = DispatchSemaphore(value: 0)

    func meet() {
        let isSecond = arrivals.withLock { count in
            count += 1
            return count == 2
        }
        if isSecond { isComplete.signal() } else { isComplete.wait() }
    }
}
