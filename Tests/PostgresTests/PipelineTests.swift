import Postgres
import Storage
import Testing

/// Statements are sent without waiting for each other, and an error reaches whoever waits next.
@Suite(.enabled(if: PostgresUnderTest.isThere, PostgresUnderTest.hint))
struct PipelineTests {
    private let schema: TestSchema
    private let database: PostgresDatabase

    init() throws {
        schema = try TestSchema()
        database = try PostgresDatabase(schema.url)
        try database.run(
            """
            CREATE TABLE thing (
                id BIGINT PRIMARY KEY, value BIGINT NOT NULL,
                UNIQUE (value) DEFERRABLE INITIALLY DEFERRED
            )
            """
        )
        try database.run("INSERT INTO thing VALUES (1, 10), (2, 20)")
    }

    private static var count: Lookup<[Int64]> { numbers("SELECT count(*) FROM thing") }
    private static var sum: Lookup<[Int64]> {
        numbers("SELECT CAST(sum(value) AS BIGINT) FROM thing")
    }

    private static func numbers(_ statement: SQL) -> Lookup<[Int64]> {
        Lookup(statement) { (rows) throws(StorageError) in try rows.map { $0.integer(0) } }
    }

    /// What a closure does, and how often it may wait for the server.
    struct Trial: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let roundTrips: Int
        let run: @Sendable (PostgresDatabase) throws(StorageError) -> Void
    }

    static let trials = [
        Trial(testDescription: "a look", roundTrips: 1) { (database) throws(StorageError) in
            _ = try database.look { (connection) throws(StorageError) in
                try connection.value(of: count)
            }
        },
        Trial(testDescription: "a look at two things", roundTrips: 1) {
            (database) throws(StorageError) in
            try database.look { (connection) throws(StorageError) in
                let (count, sum) = (try connection.ask(count), try connection.ask(sum))
                #expect(try sum.value() == [30])
                #expect(try count.value() == [2])
            }
        },
        Trial(testDescription: "a read of one thing", roundTrips: 1) {
            (database) throws(StorageError) in
            _ = try database.read { (connection) throws(StorageError) in
                try connection.value(of: count)
            }
        },
        Trial(testDescription: "a read of one thing, and then another", roundTrips: 2) {
            (database) throws(StorageError) in
            _ = try database.read { (connection) throws(StorageError) in
                _ = try connection.value(of: count)
                try connection.allow(.round)
                return try connection.value(of: sum)
            }
        },
        Trial(testDescription: "nothing", roundTrips: 0) { (database) throws(StorageError) in
            try database.write { (_) throws(StorageError) in }
            try database.read { (_) throws(StorageError) in }
        },
        Trial(testDescription: "writes after a question", roundTrips: 2) {
            (database) throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                _ = try connection.value(of: count)
                for id in 3..<9 {
                    try connection.send("INSERT INTO thing VALUES (\(id), \(id))")
                }
                try connection.send("DELETE FROM thing WHERE id > 2")
            }
        },
        Trial(testDescription: "writes alone, which may find the connection dead", roundTrips: 2) {
            (database) throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.send("UPDATE thing SET value = value")
                try connection.send("UPDATE thing SET value = value")
            }
        },
    ]

    @Test(arguments: trials) func `whoever asks waits no oftener than needed`(trial: Trial) throws {
        for _ in 0..<3 {
            let before = database.roundTripCount
            try trial.run(database)
            #expect(database.roundTripCount - before == trial.roundTrips)
        }
        #expect(try database.texts("SELECT sum(value) FROM thing") == ["30"])
    }

    @Test(
        arguments: [
            Failing("a key that is taken", "INSERT INTO thing VALUES (1, 99)", .duplicateKey),
            Failing(
                "a number too large",
                "UPDATE thing SET value = 9223372036854775807 + value",
                .outOfRange
            ),
            Failing("a mistake", "UPDATE nothing SET value = 1", .unexpected),
            Failing(
                "a rule that COMMIT enforces",
                "INSERT INTO thing VALUES (3, 10)",
                .duplicateKey
            ),
        ],
        [false, true]
    )
    func `an error that nobody waited for fails the transaction, and nothing else`(
        row: Failing,
        isRead: Bool
    ) throws {
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                _ = try connection.value(of: Self.count)
                try connection.send("UPDATE thing SET value = value + 1 WHERE id = 2")
                try connection.send(row.statement)
                try connection.send("UPDATE thing SET value = value + 3 WHERE id = 2")
                if isRead { _ = try connection.value(of: Self.sum) }
            }
        }
        #expect(error?.code == row.code)
        #expect(database.gauges().first { $0.name == "idle_connections" }?.value == 1)
        // What was left out is known to be left out, and is prepared again.
        try database.write { (connection) throws(StorageError) in
            #expect(try connection.value(of: Self.sum) == [30])
            try connection.send("UPDATE thing SET value = value + 3 WHERE id = 2")
        }
        #expect(try database.texts("SELECT sum(value) FROM thing") == ["33"])
    }

    struct Failing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statement: SQL
        let code: StorageError.Code

        init(_ name: String, _ statement: SQL, _ code: StorageError.Code) {
            testDescription = name
            self.statement = statement
            self.code = code
        }
    }

    @Test func `an error that is swallowed keeps the transaction from being committed`() throws {
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.send("UPDATE thing SET value = 7 WHERE id = 1")
                _ = try? connection.execute("INSERT INTO thing VALUES (1, 99)")
            }
        }
        #expect(error?.code == .duplicateKey)
        #expect(try database.texts("SELECT sum(value) FROM thing") == ["30"])
    }

    @Test func `whoever looks writes nothing`() throws {
        for write in [true, false] {
            let error = #expect(throws: StorageError.self) {
                try database.look { (connection) throws(StorageError) in
                    if write {
                        try connection.send("DELETE FROM thing")
                    } else {
                        try connection.execute("DELETE FROM thing")
                    }
                }
            }
            #expect(error?.code == .unexpected)
        }
        #expect(try database.texts("SELECT sum(value) FROM thing") == ["30"])
    }

    @Test func `a connection that the server ended before a write leaves nothing open`() throws {
        let other = try PostgresDatabase(schema.url)
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                let id = try connection.processID()
                try other.read { (other) throws(StorageError) in
                    try other.discard("SELECT pg_terminate_backend(\(id), 5000)")
                }
                try connection.send("UPDATE thing SET value = 8")
            }
        }
        // The server says so in the place of the update, so COMMIT was not carried out.
        #expect(error?.code == .disconnected)
        try database.run("DELETE FROM thing WHERE id = 2")
        #expect(try database.texts("SELECT sum(value) FROM thing") == ["10"])
    }

    @Test func `what is asked for and never read disturbs nobody`() throws {
        try database.look { (connection) throws(StorageError) in
            _ = try connection.ask(Self.count)
        }
        try database.read { (connection) throws(StorageError) in
            _ = try connection.ask(Self.count)
            _ = try connection.ask(Self.sum)
        }
        try database.write { (connection) throws(StorageError) in
            _ = try connection.ask(Self.count)
            #expect(try connection.value(of: Self.sum) == [30])
        }
    }
}
