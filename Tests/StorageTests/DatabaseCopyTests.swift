import Storage
import Testing

@Suite struct DatabaseCopyTests {
    /// A database with the one row that every database in use has.
    private static func makeUsed(_ engine: EngineUnderTest) throws -> any Database {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
        }
        return database
    }

    private static func copy(_ source: any Database, to target: any Database) throws {
        try DatabaseCopy(to: target) { _ in }.run(from: source)
    }

    private static func hasUnfinishedCopy(_ database: any Database) throws -> Bool {
        try database.read { (connection) throws(StorageError) in
            try connection.hasUnfinishedCopy()
        }
    }

    @Test(arguments: Engines.all)
    func `a copy is unfinished until it has been verified`(engine: EngineUnderTest) throws {
        let source = try Self.makeUsed(engine)
        let target = try engine.makePrepared()
        #expect(try !Self.hasUnfinishedCopy(target))
        var answers: [Bool] = []
        try DatabaseCopy(to: target) { _ in
            answers.append((try? Self.hasUnfinishedCopy(target)) == true)
        }.run(from: source)
        #expect(answers.count == 2 * Schema.tables.count)
        #expect(!answers.contains(false))
        #expect(try !Self.hasUnfinishedCopy(target))
    }

    @Test(arguments: Engines.all)
    func `a copy into a database in use is refused and leaves no mark on it`(
        engine: EngineUnderTest
    ) throws {
        let source = try Self.makeUsed(engine)
        let target = try Self.makeUsed(engine)
        let error = #expect(throws: StorageError.self) { try Self.copy(source, to: target) }
        #expect(error?.message.contains("has data already") == true)
        #expect(try !Self.hasUnfinishedCopy(target))
    }

    @Test(arguments: Engines.all)
    func `a copy that has only begun is unfinished`(engine: EngineUnderTest) throws {
        let target = try engine.makePrepared()
        try target.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                "CREATE TABLE copy_progress (table_name TEXT, row_count BIGINT)"
            )
        }
        #expect(try Self.hasUnfinishedCopy(target))
    }
}
