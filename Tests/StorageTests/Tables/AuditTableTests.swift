import CivilTime
import Engine
import Storage
import Testing

@Suite struct AuditTableTests {
    private static func entry(
        _ seconds: Int64,
        in workspace: WorkspaceID = Samples.workspace,
        by author: Author = Author(.key, "live_abc"),
        _ kind: ItemKind = .metric,
        _ item: String = "m",
        _ action: AuditAction = .changed
    ) -> AuditEntry {
        AuditEntry(
            workspace: workspace,
            at: Samples.moment(seconds),
            author: author,
            kind: kind,
            item: item,
            action: action,
            before: action == .created ? nil : #"{"name":"\u{1F680}"}"#,
            after: action == .archived ? nil : "{}"
        )
    }

    private static let entries = [
        entry(1, .metric, "m", .created),
        entry(2, by: Author(.token, "ada"), .streak, "s", .created),
        entry(3),
        entry(3, in: WorkspaceID(2), .metric, "x"),
        entry(4, by: Author(.token, "ben"), .streak, "s", .archived),
        entry(5, by: Author(.command, "keys create"), .key, "k", .created),
    ]

    private static func filled(_ engine: EngineUnderTest) throws -> any Database {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.audit.insert(Array(entries.prefix(2)))
            try connection.audit.insert([])
            try connection.audit.insert(Array(entries.dropFirst(2)))
        }
        return database
    }

    private static func numbers(
        _ database: any Database,
        before seen: Int64? = nil,
        limit: Int = 10,
        _ filter: AuditFilter = AuditFilter()
    ) throws -> [Int64] {
        try database.read { (connection) throws(StorageError) in
            try connection.audit.page(
                in: Samples.workspace,
                that: filter,
                before: seen,
                limit: limit
            ).map(\.number)
        }
    }

    @Test(arguments: Engines.all)
    func `changes come back as stored, the newest first`(engine: EngineUnderTest) throws {
        let database = try Self.filled(engine)
        let found = try database.read { (connection) throws(StorageError) in
            try connection.audit.page(in: Samples.workspace, limit: 10)
        }
        var expected = Self.entries
        for index in expected.indices { expected[index].number = Int64(index + 1) }
        #expect(found == expected.filter { $0.workspace == Samples.workspace }.reversed())
        #expect(try Self.numbers(database, limit: 2) == [6, 5])
        #expect(try Self.numbers(database, before: 5) == [3, 2, 1])
    }

    @Test(arguments: Engines.all)
    func `each filter keeps its own`(engine: EngineUnderTest) throws {
        let database = try Self.filled(engine)
        let rows: [(numbers: [Int64], set: (inout AuditFilter) -> Void)] = [
            ([3, 1], { $0.kind = .metric }),
            ([5, 2], { $0.item = "s" }),
            ([6, 2, 1], { $0.action = .created }),
            ([2], { $0.author = "ada" }),
            ([6, 5], { $0.from = Samples.moment(4) }),
            ([2, 1], { $0.until = Samples.moment(3) }),
            (
                [2],
                {
                    $0.item = "s"
                    $0.action = .created
                }
            ),
            ([], { $0.item = "nothing" }),
        ]
        for row in rows {
            var filter = AuditFilter()
            row.set(&filter)
            #expect(try Self.numbers(database, filter) == row.numbers, "\(filter)")
        }
    }

    @Test(arguments: Engines.all)
    func `old changes go, and the newest stays however old it is`(engine: EngineUnderTest) throws {
        let database = try Self.filled(engine)
        try database.write { (connection) throws(StorageError) in
            try connection.audit.remove(madeBefore: Samples.moment(4))
        }
        #expect(try Self.numbers(database) == [6, 5])
        try database.write { (connection) throws(StorageError) in
            try connection.audit.remove(madeBefore: Samples.moment(100))
            try connection.audit.insert([Self.entry(101)])
        }
        #expect(try Self.numbers(database) == [7, 6])
    }

    @Test(arguments: Engines.all)
    func `a user who is erased is no author any more`(engine: EngineUnderTest) throws {
        let database = try Self.filled(engine)
        let authors = try database.write { (connection) throws(StorageError) in
            try connection.audit.eraseAuthor("ada", in: Samples.workspace)
            // A key's prefix is nobody's name.
            try connection.audit.eraseAuthor("live_abc", in: Samples.workspace)
            return try connection.audit.page(in: Samples.workspace, limit: 10).map(\.author.name)
        }
        #expect(authors == ["keys create", "ben", "live_abc", "", "live_abc"])
    }
}
