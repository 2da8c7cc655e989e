import CivilTime
import Engine
import Storage
import Testing

/// Users by the beginning of a text.
@Suite struct UserPrefixTests {
    private static let people: [(id: String, name: String?, email: String?)] = [
        ("ada", "Ada Lovelace", "Lovelace@example.org"),
        ("Adam", nil, nil),
        ("bob", "adam", "a_b@example.org"),
        ("same", "same", "same"),
        ("100%", nil, nil),
        ("\u{c9}lodie", nil, nil),
        ("\u{10FFFF}\u{10FFFF}", nil, nil),
        ("\u{D7FF}x", nil, nil),
        ("\u{E000}x", nil, nil),
    ]

    private static func store(in database: any Database) throws {
        try database.write { (connection) throws(StorageError) in
            for (number, person) in people.enumerated() {
                var user = Samples.user(person.id, at: Int64(number))
                user.name = person.name
                user.email = person.email
                try connection.users.insert([(UserKey(Int64(number)), Samples.workspace, user)])
            }
            try connection.users.insert([
                (UserKey(99), WorkspaceID(2), Samples.user("ada-elsewhere"))
            ])
        }
    }

    private static func page(
        _ database: any Database,
        _ prefix: String,
        after cursor: UserPrefixCursor? = nil,
        limit: Int = 10
    ) throws -> UserPrefixPage {
        try database.read { (connection) throws(StorageError) in
            try connection.users.page(
                in: Samples.workspace,
                beginningWith: prefix,
                after: cursor,
                limit: limit
            )
        }
    }

    @Test(
        arguments: Engines.all,
        [
            Row("of ids and of names", "ada", ["ada", "Adam", "bob"]),
            Row("in another case", "ADAM", ["Adam", "bob"]),
            Row("of an address", "LOVELACE@", ["ada"]),
            Row("each user once", "same", ["same"]),
            Row("none in the middle", "lace", []),
            Row("a percent sign stands for itself", "%", []),
            Row("a percent sign behind others", "100%", ["100%"]),
            Row("an underscore stands for itself", "a_", ["bob"]),
            Row("letters beyond ASCII, as written", "\u{c9}", ["\u{c9}lodie"]),
            Row("the last of all texts", "\u{10FFFF}", ["\u{10FFFF}\u{10FFFF}"]),
            Row("the last before the surrogates", "\u{D7FF}", ["\u{D7FF}x"]),
        ] as [Row<String, [String]>]
    )
    func `a beginning finds whom it is the beginning of`(
        engine: EngineUnderTest,
        row: Row<String, [String]>
    ) throws {
        let database = try engine.makePrepared()
        try Self.store(in: database)
        let page = try Self.page(database, row.input)
        #expect(page.rows.compactMap(\.user?.id) == row.expected)
        #expect(page.next == nil)
    }

    @Test(arguments: Engines.all, [1, 2, 3, 7])
    func `pages list every user once, whatever their size`(
        engine: EngineUnderTest,
        limit: Int
    ) throws {
        let database = try engine.makePrepared()
        try Self.store(in: database)
        try database.write { (connection) throws(StorageError) in
            for number in 100..<120 {
                // Some are found by two texts, in either order, and some by two that are the same.
                var user = Samples.user("x\(number % 7)-\(number)", at: 0)
                user.name = number % 3 == 0 ? "X\(number)" : nil
                user.email = number % 4 == 0 ? "x\(number)@example.org" : user.name
                try connection.users.insert([(UserKey(Int64(number)), Samples.workspace, user)])
            }
        }
        var seen: [String] = []
        var cursor: UserPrefixCursor?
        repeat {
            let page = try Self.page(database, "x", after: cursor, limit: limit)
            #expect(page.rows.count <= limit)
            seen += page.rows.compactMap(\.user?.id)
            cursor = page.next
        } while cursor != nil
        #expect(seen.count == 20)
        #expect(Set(seen).count == 20)
        #expect(seen == (try Self.page(database, "x", limit: 100).rows.compactMap(\.user?.id)))
    }

    @Test(arguments: Engines.all)
    func `an erased user is found no more`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        try Self.store(in: database)
        try database.write { (connection) throws(StorageError) in
            try connection.users.erase(UserKey(0), at: Samples.moment(50))
        }
        #expect(try Self.page(database, "ada").rows.compactMap(\.user?.id) == ["Adam", "bob"])
    }
}
