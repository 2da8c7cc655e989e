import Storage
import Testing

@testable import SQLite

@Suite struct SQLiteDatabaseTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/laurel.db" }

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [
        Row("the log", "journal_mode", "wal"),
        Row("a commit is on the disk", "synchronous", "2"),
        Row("whose it is", "application_id", "1281455474"),
        Row("erased bytes do not stay", "secure_delete", "2"),
        Row("the schema is not trusted", "trusted_schema", "0"),
        Row("temporary tables in memory", "temp_store", "2"),
    ])
    func `the writer's promises are really set`(row: Row<String, String>) throws {
        let database = try SQLiteDatabase(path: path)
        let value = try database.write { (connection) throws(StorageError) in
            try connection.firstRow(of: "PRAGMA \(unescaped: row.input)") { $0.text(0) }
        }
        #expect(value == row.expected)
    }

    @Test(arguments: [
        Row("the log", "journal_mode", "wal"), Row("no writing", "query_only", "1"),
        Row("the schema is not trusted", "trusted_schema", "0"),
    ])
    func `a reader's promises are really set`(row: Row<String, String>) throws {
        let database = try SQLiteDatabase(path: path)
        let value = try database.read { (connection) throws(StorageError) in
            try connection.firstRow(of: "PRAGMA \(unescaped: row.input)") { $0.text(0) }
        }
        #expect(value == row.expected)
    }

    @Test func `what was committed is there when the file is opened again`() throws {
        do {
            let database = try SQLiteDatabase(path: path)
            try database.write { (connection) throws(StorageError) in
                try connection.execute("CREATE TABLE note (t TEXT)")
                try connection.execute("INSERT INTO note VALUES ('kept')")
            }
        }
        let kept = try SQLiteDatabase(path: path).read { (connection) throws(StorageError) in
            try connection.rows(of: "SELECT t FROM note") { $0.text(0) }
        }
        #expect(kept == ["kept"])
    }

    @Test func `more texts than a connection keeps prepared do no harm`() throws {
        let connection = try SQLiteConnection(path: path, pragmas: SQLitePragmas.writer)
        for round in 0..<2 {
            for number in 0..<(SQLiteLimits.maximumStatements * 2) {
                let answer = try connection.firstRow(
                    of: "SELECT \(unescaped: "\(number)") + \(round)"
                ) {
                    $0.integer(0)
                }
                #expect(answer == Int64(number + round))
            }
        }
        #expect(connection.preparedCount <= SQLiteLimits.maximumStatements)
    }

    @Test func `a statement may run while another of the same connection gives out rows`() throws {
        let database = try SQLiteDatabase(path: path)
        let sums = try database.write { (connection) throws(StorageError) in
            try connection.execute("CREATE TABLE n (v BIGINT)")
            try connection.execute("INSERT INTO n VALUES (1), (2), (3)")
            return try connection.rows(of: "SELECT v FROM n ORDER BY v") {
                (row) throws(StorageError) in
                let value = row.integer(0)
                return try connection.firstRow(of: "SELECT sum(v) FROM n WHERE v <= \(value)") {
                    $0.integer(0)
                }
            }
        }
        #expect(sums == [1, 3, 6])
    }

    @Test func `more readers than seats all get their turn`() async throws {
        let database = try SQLiteDatabase(path: path)
        let answers = try await withThrowingTaskGroup(of: Int64?.self) { group in
            for number in 0..<(SQLiteLimits.maximumReaders * 5) {
                group.addTask {
                    try database.read { (connection) throws(StorageError) in
                        try connection.firstRow(of: "SELECT \(number)") { $0.integer(0) }
                    }
                }
            }
            return try await group.reduce(into: Set<Int64>()) { if let n = $1 { $0.insert(n) } }
        }
        #expect(answers.count == SQLiteLimits.maximumReaders * 5)
    }

    @Test func `the size of the file and its free space are told`() throws {
        let database = try SQLiteDatabase(path: path)
        try database.write { (connection) throws(StorageError) in
            try connection.execute("CREATE TABLE note (t TEXT)")
            for _ in 0..<50 {
                try connection.execute(
                    "INSERT INTO note VALUES (\(String(repeating: "x", count: 4_000)))"
                )
            }
        }
        try database.write { (connection) throws(StorageError) in
            _ = try connection.execute("DELETE FROM note")
        }
        let gauges = Dictionary(database.gauges().map { ($0.name, $0.value) }) { first, _ in first }
        #expect(try #require(gauges["size_bytes"]) > 50 * 4_000)
        #expect(try #require(gauges["free_bytes"]) > 40 * 4_000)
        #expect(try #require(gauges["log_bytes"]) > 50 * 4_000)
        #expect(database.displayName == path)
    }
}
