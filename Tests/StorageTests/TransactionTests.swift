import Storage
import Testing

@Suite struct TransactionTests {
    @Test(arguments: Engines.all)
    func `what a write closure throws rolls everything back`(engine: EngineUnderTest) throws {
        let database = try Self.counters(engine)
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.execute("UPDATE counter SET value = 99")
                throw StorageError(.unexpected, "on purpose")
            }
        }
        #expect(error?.message == "on purpose")
        #expect(try database.integer("SELECT sum(value) FROM counter") == 0)
        try database.write { (connection) throws(StorageError) in
            _ = try connection.execute("UPDATE counter SET value = 1")
        }
        #expect(try database.integer("SELECT sum(value) FROM counter") == 2)
    }

    @Test(arguments: Engines.all)
    func `a statement that fails rolls back those before it`(engine: EngineUnderTest) throws {
        let database = try Self.counters(engine)
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                try connection.execute("UPDATE counter SET value = 99")
                try connection.execute("INSERT INTO counter (name, value) VALUES ('left', 1)")
            }
        }
        #expect(error?.code == .duplicateKey)
        #expect(try database.integer("SELECT sum(value) FROM counter") == 0)
    }

    @Test(arguments: Engines.all)
    func `a batch that fails at its last row leaves none of its rows`(
        engine: EngineUnderTest
    ) throws {
        let database = try Self.counters(engine)
        #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                var batch = Batch([.text("name"), .integer("value")])
                for name in ["a", "b", "left"] { batch.append([.text(name), .integer(5)]) }
                try connection.execute(
                    "INSERT INTO counter (name, value) SELECT name, value FROM \(batch)"
                )
            }
        }
        #expect(try database.integer("SELECT count(*) FROM counter") == 2)
    }

    @Test(arguments: Engines.all)
    func `a statement tells how many rows it changed`(engine: EngineUnderTest) throws {
        let database = try Self.counters(engine)
        let counts = try database.write { (connection) throws(StorageError) in
            [
                try connection.execute("UPDATE counter SET value = 1"),
                try connection.execute("UPDATE counter SET value = 2 WHERE name = 'left'"),
                try connection.execute("UPDATE counter SET value = 3 WHERE name = 'nobody'"),
                try connection.execute("DELETE FROM counter"),
            ]
        }
        #expect(counts == [2, 1, 0, 2])
    }

    @Test(arguments: Engines.all)
    func `nothing is lost when many write at the same time`(engine: EngineUnderTest) async throws {
        let database = try Self.counters(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<10 {
                        try database.write { (connection) throws(StorageError) in
                            _ = try connection.execute("UPDATE counter SET value = value + 1")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try database.integer("SELECT sum(value) FROM counter") == 80)
    }

    @Test(arguments: Engines.all)
    func `a read sees one state while a writer commits beside it`(engine: EngineUnderTest) throws {
        let database = try Self.counters(engine)
        let seen = try database.read { (connection) throws(StorageError) in
            let before = try Self.sum(connection)
            // The writer has a connection of its own, so it may commit while this one reads.
            try database.write { (connection) throws(StorageError) in
                _ = try connection.execute("UPDATE counter SET value = value + 1")
            }
            return [before, try Self.sum(connection)]
        }
        #expect(seen == [0, 0])
        #expect(try database.read(Self.sum) == 2)
    }

    @Test(arguments: Engines.all)
    func `readers never see half of a transaction`(engine: EngineUnderTest) async throws {
        let database = try Self.counters(engine)
        let isDone = Flag()
        let differences = try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                defer { isDone.raise() }
                for _ in 0..<30 {
                    try database.write { (connection) throws(StorageError) in
                        for name in ["left", "right"] {
                            _ = try connection.execute(
                                "UPDATE counter SET value = value + 1 WHERE name = \(name)"
                            )
                        }
                    }
                }
                return 0
            }
            group.addTask {
                var differences = 0
                while !isDone.isRaised {
                    let difference = try database.integer(
                        """
                        SELECT (SELECT value FROM counter WHERE name = 'left')
                             - (SELECT value FROM counter WHERE name = 'right')
                        """
                    )
                    if difference != 0 { differences += 1 }
                    await Task.yield()
                }
                return differences
            }
            return try await group.reduce(0, +)
        }
        #expect(differences == 0)
    }

    @Test(arguments: Engines.all)
    func `values come back as they were bound`(engine: EngineUnderTest) throws {
        let database = try Self.counters(engine)
        let row = try database.write { (connection) throws(StorageError) in
            try connection.execute("CREATE TABLE kinds (i BIGINT, t TEXT)")
            try connection.execute(
                "INSERT INTO kinds VALUES (\(Int64.min), \("")), (\(nil as Int?), \(nil as String?))"
            )
            return try connection.rows(of: "SELECT i, t FROM kinds ORDER BY i IS NULL") { row in
                "\(String(describing: row.optionalInteger(0))) \(String(describing: row.optionalText(1)))"
            }
        }
        #expect(row == ["Optional(\(Int64.min)) Optional(\"\")", "nil nil"])
    }

    @Test(arguments: Engines.all, Texts.all)
    func `text survives as it was sent`(engine: EngineUnderTest, text: String) throws {
        let database = try engine.makeEmpty()
        let same = try database.write { (connection) throws(StorageError) in
            try connection.execute("CREATE TABLE note (t TEXT PRIMARY KEY)")
            try connection.execute("INSERT INTO note VALUES (\(text))")
            return try connection.firstRow(of: "SELECT t FROM note WHERE t = \(text)") { row in
                row.text(0)
            }
        }
        #expect(same.map { Array($0.utf8) } == Array(text.utf8))
    }

    private static func sum(_ connection: any Connection) throws(StorageError) -> Int64? {
        try connection.firstRow(of: "SELECT sum(value) FROM counter") { row in row.integer(0) }
    }

    /// A database with two counters at zero.
    private static func counters(_ engine: EngineUnderTest) throws -> any Database {
        let database = try engine.makeEmpty()
        try database.write { (connection) throws(StorageError) in
            try connection.execute(
                "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)"
            )
            try connection.execute("INSERT INTO counter VALUES ('left', 0), ('right', 0)")
        }
        return database
    }
}

/// Texts that a careless layer would spoil.
enum Texts {
    static let all = [
        "", " ", "plain", "O'Brien", "\"quoted\"", "back\\slash", "100%", "a_b", "wow!", "--x", ";",
        "?1", "$1", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "e\u{301}", "\u{e9}", "日本語",
        "\u{301}", "\u{338}leading", "line\nbreak\r\n\ttab", "\u{feff}bom", "\u{10ffff}",
        String(repeating: "ü", count: 10_000),
    ]
}
