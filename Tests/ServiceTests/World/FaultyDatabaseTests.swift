import SQLite
import Storage
import Testing

/// The double that other suites lean on.
@Suite struct FaultyDatabaseTests {
    private let folder: TemporaryFolder
    private let database: FaultyDatabase

    init() throws {
        folder = try TemporaryFolder()
        database = FaultyDatabase(try SQLiteDatabase(path: folder.path + "/laurel.db"))
        try database.write { (connection) throws(StorageError) in
            _ = try connection.execute("CREATE TABLE note (t TEXT)")
        }
    }

    @Test(
        arguments: [
            Row("before it begins", .before(.full), .full),
            Row("at its commit", .atCommit(.busy), .busy),
        ] as [Row<FaultyDatabase.Failure, StorageError.Code>]
    )
    func `a write that is made to fail leaves nothing, and the next one works`(
        row: Row<FaultyDatabase.Failure, StorageError.Code>
    ) throws {
        database.failNext(row.input)
        let error = #expect(throws: StorageError.self) { try insert() }
        #expect(error?.code == row.expected)
        #expect(try count() == 0)
        try insert()
        #expect(try count() == 1)
        #expect(database.writeCount == 3)
    }

    private func insert() throws {
        try database.write { (connection) throws(StorageError) in
            _ = try connection.execute("INSERT INTO note VALUES ('x')")
        }
    }

    private func count() throws -> Int64? {
        try database.read { (connection) throws(StorageError) in
            try connection.firstRow(of: "SELECT count(*) FROM note") { $0.integer(0) }
        }
    }
}
