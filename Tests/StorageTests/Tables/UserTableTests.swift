import CivilTime
import Engine
import Storage
import Testing

@Suite struct UserTableTests {
    private static let full = User(
        id: "ada",
        email: "ada@example.org",
        name: "Ada",
        zone: "Europe/Berlin",
        zoneSince: Instant(microseconds: 123_456_789),
        signUpOn: CivilDate(dayNumber: -5),
        deviceTokens: ["a", "", "\u{1F44D}\"\\"],
        subscribesToEmails: false,
        isControl: true,
        createdAt: Instant(microseconds: 1),
        updatedAt: Instant(microseconds: 2)
    )

    @Test(arguments: Engines.all)
    func `a user comes back as stored, with all parts or with none`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let bare = Samples.user("bob")
        let rows = try database.write { (connection) throws(StorageError) in
            try connection.users.insert([
                (UserKey(1), Samples.workspace, Self.full), (UserKey(2), WorkspaceID(2), bare),
            ])
            return try connection.users.rows(of: [UserKey(2), UserKey(1), UserKey(3)])
        }.sorted { $0.key.number < $1.key.number }
        #expect(rows.map(\.user) == [Self.full, bare])
        #expect(rows.map(\.workspace) == [Samples.workspace, WorkspaceID(2)])
    }

    @Test(arguments: Engines.all)
    func `names are read without the rest, and none of those who were erased`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        var hidden = Samples.user("bob")
        hidden.preferences.isHiddenFromBoards = true
        // What only looks like it hides nobody.
        let other = Samples.user(#""isHiddenFromBoards":true"#)
        let names = try database.write { [hidden, other] (connection) throws(StorageError) in
            try connection.users.insert([
                (UserKey(1), Samples.workspace, Self.full), (UserKey(2), Samples.workspace, hidden),
                (UserKey(3), WorkspaceID(2), other), (UserKey(4), Samples.workspace, Self.full),
            ])
            try connection.users.erase(UserKey(4), at: Samples.moment(1))
            let keys = (1...5).map { UserKey(Int64($0)) }
            return try connection.users.names(of: keys)
        }
        #expect(names.keys.map(\.number).sorted() == [1, 2, 3])
        #expect(names[UserKey(1)]?.id == "ada" && names[UserKey(1)]?.name == "Ada")
        #expect(names[UserKey(2)]?.name == nil)
        #expect(names.filter(\.value.isHiddenFromBoards).map(\.key) == [UserKey(2)])
    }

    @Test(arguments: Engines.all)
    func `an update stores what may change, of the users named alone`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        var changed = Self.full
        changed.email = nil
        changed.name = "Countess"
        changed.zone = nil
        changed.zoneSince = .distantPast
        changed.signUpOn = nil
        changed.deviceTokens = []
        changed.subscribesToEmails = true
        changed.updatedAt = Samples.moment(9)
        let users = try database.write { [changed] (connection) throws(StorageError) in
            try connection.users.insert([
                (UserKey(1), Samples.workspace, Self.full),
                (UserKey(2), Samples.workspace, Samples.user("bob")),
            ])
            try connection.users.update([(UserKey(1), changed)])
            return try connection.users.rows(of: [UserKey(1), UserKey(2)])
        }.sorted { $0.key.number < $1.key.number }.map(\.user)
        #expect(users == [changed, Samples.user("bob")])
    }

    @Test(arguments: Engines.all)
    func `no key is given twice`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let error = #expect(throws: StorageError.self) {
            try database.write { (connection) throws(StorageError) in
                for id in ["ada", "bob"] {
                    try connection.users.insert([
                        (UserKey(1), Samples.workspace, Samples.user(id))
                    ])
                }
            }
        }
        #expect(error?.code == .duplicateKey)
        #expect(try database.integer(#"SELECT count(*) FROM "user""#) == 0)
    }

    @Test(arguments: Engines.all)
    func `stays come back in order, and one that begins with another takes its place`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let stays = try database.write { (connection) throws(StorageError) in
            try connection.users.insertStays([
                (UserKey(1), ZoneStay(from: Samples.moment(9), zone: "Asia/Tokyo")),
                (UserKey(1), ZoneStay(from: .distantPast, zone: nil)),
                (UserKey(2), ZoneStay(from: .distantPast, zone: "UTC")),
            ])
            try connection.users.insertStays([
                (UserKey(1), ZoneStay(from: Samples.moment(9), zone: "Europe/Rome"))
            ])
            return try connection.users.stays(of: [UserKey(1), UserKey(3)])
        }
        #expect(
            stays == [
                UserKey(1): [
                    ZoneStay(from: .distantPast, zone: nil),
                    ZoneStay(from: Samples.moment(9), zone: "Europe/Rome"),
                ]
            ]
        )
    }

    @Test(arguments: Engines.all)
    func `attributes are set, replaced and removed`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let (first, second) = (AttributeID(1), AttributeID(2))
        let attributes = try database.write { (connection) throws(StorageError) in
            try connection.users.storeAttributes([
                (UserKey(1), first, "a"), (UserKey(1), second, "b"), (UserKey(2), first, "c"),
            ])
            try connection.users.storeAttributes([
                (UserKey(1), first, ""), (UserKey(1), second, nil), (UserKey(2), second, nil),
            ])
            return try connection.users.attributes(of: [UserKey(1), UserKey(2)])
        }
        #expect(attributes == [UserKey(1): [first: ""], UserKey(2): [first: "c"]])
    }

    // MARK: - Pages

    @Test(arguments: Engines.all)
    func `pages go from the newest user to the oldest, and miss nobody`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            // Three users at a time are created in the same moment.
            try connection.users.insert(
                (1...20).map { number in
                    let user = Samples.user("u\(number)", at: Int64(number / 3))
                    return (UserKey(Int64(number)), Samples.workspace, user)
                } + [(UserKey(99), WorkspaceID(2), Samples.user("elsewhere", at: 3))]
            )
        }
        var seen: [String] = []
        var cursor: UserCursor?
        repeat {
            let page = try database.read { [cursor] (connection) throws(StorageError) in
                try connection.users.page(
                    in: Samples.workspace,
                    search: nil,
                    after: cursor,
                    limit: 6
                )
            }
            #expect(page.count <= 6)
            seen += page.compactMap(\.user?.id)
            cursor = page.last.flatMap { row in
                row.user.map { UserCursor(createdAt: $0.createdAt, key: row.key.number) }
            }
        } while cursor != nil
        #expect(seen == (1...20).reversed().map { "u\($0)" })
    }

    struct Search: Sendable {
        let text: String
        let finds: [String]
    }

    @Test(
        arguments: Engines.all,
        [
            Row("a part of the id", "da", ["ada"]),
            Row("another case", "ADA", ["ada"]),
            Row("a part of the name", "lovelace", ["ada"]),
            Row("a part of the address", "@example", ["100%"]),
            Row("a percent sign stands for itself", "%", ["100%"]),
            Row("an underscore stands for itself", "_", ["a_b"]),
            Row("an exclamation mark stands for itself", "!", ["wow!"]),
            Row("signs together", "!%", []),
            Row("a percent sign with an accent", "%\u{301}", ["%\u{301}"]),
            Row("a quote", "'", ["O'Brien"]),
            Row("emoji", "\u{1F680}", ["\u{1F680}"]),
            Row("letters beyond ASCII, as written", "Élo", ["\u{c9}lodie"]),
            Row("nothing there", "zzz", []),
        ] as [Row<String, [String]>]
    )
    func `a search finds a text as it is`(
        engine: EngineUnderTest,
        row: Row<String, [String]>
    ) throws {
        let database = try engine.makePrepared()
        let ids = ["ada", "100%", "a_b", "wow!", "O'Brien", "\u{1F680}", "\u{c9}lodie"]
        let rows: [UserRow] = try database.write { (connection) throws(StorageError) in
            for (number, id) in (ids + ["%\u{301}"]).enumerated() {
                var user = Samples.user(id, at: Int64(number))
                if id == "ada" { user.name = "Ada Lovelace" }
                if id == "100%" { user.email = "x@Example.org" }
                try connection.users.insert([
                    (UserKey(Int64(number)), Samples.workspace, user)
                ])
            }
            return try connection.users.page(
                in: Samples.workspace,
                search: row.input,
                after: nil,
                limit: 10
            )
        }
        let expected =
            row.input == "%" ? ["%\u{301}"] + row.expected : row.expected
        #expect(rows.compactMap(\.user?.id) == expected)
    }

    // MARK: - Erasing

    /// Stores somebody of whom every text is a secret, and somebody else.
    private static func storeSecrets(of key: UserKey, in database: any Database) throws {
        var user = full
        user.name = "secret-name"
        user.email = "secret-mail"
        user.deviceTokens = ["secret-token"]
        user.zone = "secret-zone"
        let person = User(
            id: "secret-id",
            email: user.email,
            name: user.name,
            zone: user.zone,
            signUpOn: user.signUpOn,
            deviceTokens: user.deviceTokens,
            createdAt: Samples.moment(1),
            updatedAt: Samples.moment(1)
        )
        try database.write { (connection) throws(StorageError) in
            try connection.users.insert([
                (key, Samples.workspace, person),
                (UserKey(2), Samples.workspace, Samples.user("bob")),
            ])
            try connection.users.insertStays([
                (key, ZoneStay(from: .distantPast, zone: "secret-zone"))
            ])
            try connection.users.storeAttributes([(key, AttributeID(1), "secret-value")])
            try connection.events.insert([
                Samples.event(1, key: "secret-key", attributes: ["a": "secret-attribute"]),
                Samples.event(2, user: 2, key: "other"),
            ])
            var tally = MetricTally(metric: Samples.metric, stored: nil)
            _ = tally.add(Amount(5), eventCount: 1, on: Samples.day(1))
            try connection.metricDays.store([(key, tally), (UserKey(2), tally)])
            try connection.apiKeys.insert(
                APIKey(
                    prefix: "app_x",
                    publicID: "p",
                    workspace: Samples.workspace,
                    scope: .application,
                    userID: "secret-id",
                    secretDigest: "00",
                    createdAt: Samples.moment(1)
                )
            )
        }
    }

    @Test(arguments: Engines.all)
    func `erasing leaves a row with the key, and nothing personal anywhere`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let key = UserKey(1)
        try Self.storeSecrets(of: key, in: database)
        #expect(try database.rowsHolding("secret") == 5)

        try database.write { (connection) throws(StorageError) in
            try connection.users.erase(key, at: Samples.moment(50))
            try connection.apiKeys.eraseUser(
                "secret-id",
                of: Samples.workspace,
                at: Samples.moment(50)
            )
        }
        #expect(try database.rowsHolding("secret") == 0)
        let rows = try database.write { (connection) throws(StorageError) in
            try connection.users.rows(of: [key])
        }
        #expect(rows.map(\.key) == [key])
        #expect(rows.first?.user == nil)
        for table in ["event", "metric_day", "user_zone", "user_attribute"] {
            let count = try database.integer(
                "SELECT count(*) FROM \(unescaped: table) WHERE user_key = 1"
            )
            #expect(count == 0, "\(table)")
        }
        #expect(try database.integer("SELECT count(*) FROM event WHERE user_key = 2") == 1)
        #expect(try database.integer("SELECT count(*) FROM metric_day WHERE user_key = 2") == 1)
        #expect(try database.integer("SELECT count(*) FROM api_key WHERE revoked_at IS NULL") == 0)
    }

    @Test(arguments: Engines.all)
    func `somebody who was erased is found no more, and may come again under a new key`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makePrepared()
        let keyring = UserKeyring(secret: Array(repeating: 1, count: 16))
        let first = keyring.key(of: "ada", in: Samples.workspace)
        let second = keyring.key(after: first, of: "ada", in: Samples.workspace)
        let found = try database.write { (connection) throws(StorageError) in
            try connection.users.insert([(first, Samples.workspace, Samples.user("ada"))])
            try connection.users.erase(first, at: Samples.moment(1))
            let erased = try connection.users.find("ada", in: Samples.workspace, keyring: keyring)
            try connection.users.insert([(second, Samples.workspace, Samples.user("ada", at: 5))])
            let again = try connection.users.find("ada", in: Samples.workspace, keyring: keyring)
            return [erased?.key, again?.key]
        }
        #expect(found == [nil, second])
    }
}

extension Database {
    /// How many rows of all tables hold a text in any column of theirs.
    func rowsHolding(_ text: String) throws -> Int64 {
        var count: Int64 = 0
        for (table, columns) in try textColumns() {
            let condition = columns.map { "\"\($0)\" LIKE '%\(text)%'" }.joined(separator: " OR ")
            count +=
                try integer(
                    "SELECT count(*) FROM \"\(unescaped: table)\" WHERE \(unescaped: condition)"
                ) ?? 0
        }
        return count
    }

    /// The text columns of every table; the catalogue differs between engines.
    private func textColumns() throws -> [String: [String]] {
        let pairs = try read { (connection) throws(StorageError) in
            switch connection.dialect {
            case .sqlite:
                try connection.rows(
                    of: """
                        SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
                        WHERE t.type = 'table' AND c.type = 'TEXT'
                        """
                ) { row in (row.text(0), row.text(1)) }
            case .postgres:
                try connection.rows(
                    of: """
                        SELECT table_name, column_name FROM information_schema.columns
                        WHERE table_schema = current_schema() AND data_type = 'text'
                        """
                ) { row in (row.text(0), row.text(1)) }
            }
        }
        return Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
    }
}
