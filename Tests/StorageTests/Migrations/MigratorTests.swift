import Engine
import Storage
import Testing

@Suite struct MigratorTests {
    private static let first = Migration(version: 1, name: "0001_create_shelf") { _ in
        ["CREATE TABLE shelf (width BIGINT NOT NULL)", "INSERT INTO shelf VALUES (1)"]
    }
    private static let second = Migration(version: 2, name: "0002_double_width") { _ in
        ["UPDATE shelf SET width = width * 2"]
    }
    private static let third = Migration(version: 3, name: "0003_add_one") { _ in
        ["UPDATE shelf SET width = width + 1"]
    }

    @Test(arguments: Engines.all)
    func `the steps run in order, each once`(engine: EngineUnderTest) throws {
        let database = try engine.makeEmpty()
        let names = try Migrator([Self.first, Self.second]).migrate(database, at: 7)
        #expect(names == ["0001_create_shelf", "0002_double_width"])
        #expect(try Migrator([Self.first, Self.second]).migrate(database, at: 8) == [])
        let later = try Migrator([Self.first, Self.second, Self.third]).migrate(database, at: 9)
        #expect(later == ["0003_add_one"])
        #expect(try database.integer("SELECT width FROM shelf") == 3)
        #expect(
            try database.texts(
                "SELECT name || ' ' || applied_at FROM schema_migration ORDER BY version"
            )
                == ["0001_create_shelf 7", "0002_double_width 7", "0003_add_one 9"]
        )
    }

    @Test(arguments: Engines.all)
    func `a schema of a newer version is refused with what to do`(engine: EngineUnderTest) throws {
        let database = try engine.makeEmpty()
        try Migrator([Self.first, Self.second]).migrate(database, at: 0)
        let error = #expect(throws: StorageError.self) {
            try Migrator([Self.first]).migrate(database, at: 0)
        }
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("schema version 2") == true)
        #expect(error?.message.contains("Run the newer version") == true)
        #expect(error?.message.contains(database.displayName) == true)
        #expect(try database.integer("SELECT width FROM shelf") == 2)
    }

    @Test(arguments: Engines.all)
    func `a step that fails leaves the steps before it, and nothing of itself`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makeEmpty()
        let broken = Migration(version: 2, name: "0002_broken") { _ in
            ["UPDATE shelf SET width = 99", "CREATE TABLE box (a BIGINT)", "NO SUCH STATEMENT"]
        }
        #expect(throws: StorageError.self) {
            try Migrator([Self.first, broken]).migrate(database, at: 0)
        }
        #expect(try database.integer("SELECT width FROM shelf") == 1)
        #expect(throws: StorageError.self) { try database.integer("SELECT a FROM box") }
        #expect(try Migrator([Self.first, Self.second]).migrate(database, at: 0).count == 1)
        #expect(try database.integer("SELECT width FROM shelf") == 2)
    }

    @Test(arguments: Engines.all)
    func `the schema of this build is as many steps as it says`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let version = try database.integer("SELECT max(version) FROM schema_migration")
        #expect(version == Schema.currentVersion)
        #expect(Schema.migrations.map(\.name) == Schema.migrations.map(\.name).sorted())
    }

    @Test(arguments: Engines.all)
    func `streaks that were reset or restored are counted anew once restores are derived`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makeEmpty()
        let count = try #require(
            Schema.migrations.firstIndex { $0.name.hasSuffix("derive_restores") }
        )
        try Migrator(Array(Schema.migrations[..<count])).migrate(database, at: 0)
        try database.write { (connection) throws(StorageError) in
            for user in [1, 2] {
                try connection.execute(
                    """
                    INSERT INTO streak_period (user_key, definition_id, opens, event_count,
                        amount_sum, latest_at, is_going, length, longest, grace_used, freezes,
                        revision, told_at, run_length)
                    VALUES (\(Int64(user)), 1, 20000, 1, 1, 0, 0, 0, 0, 0, 0, 3, 0, 1)
                    """
                )
            }
            try connection.execute(
                """
                INSERT INTO streak_mark (user_key, public_id, definition_id, kind, amount,
                                         created_at)
                VALUES (2, 'm', 1, 'correction', 5, 0)
                """
            )
        }
        try Migrator(Array(Schema.migrations[...count])).migrate(database, at: 0)
        let revisions = try database.texts(
            "SELECT CAST(revision AS TEXT) FROM streak_period ORDER BY user_key"
        )
        #expect(revisions == ["3", "0"])
        let kinds = try database.read { (connection) throws(StorageError) in
            try connection.streakMarks.marks(of: [UserKey(2)])[UserKey(2)]?.map(\.kind)
        }
        #expect(kinds == [.correction(.restore)])
    }
}
