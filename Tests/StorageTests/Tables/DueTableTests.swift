import CivilTime
import Engine
import Storage
import Testing

/// What is due is found in one list, by the clock of each workspace.
@Suite struct DueTableTests {
    /// Two workspaces that go by the system's clock, and two whose clock can be held.
    private static func prepare(_ engine: EngineUnderTest) throws -> any Database {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.installation.create(at: 0)
            for number: Int64 in 1...4 {
                try connection.workspaces.insert(workspace(number, clockAt: nil))
            }
        }
        return database
    }

    private static func workspace(_ number: Int64, clockAt seconds: Int64?) -> Workspace {
        Workspace(
            id: WorkspaceID(number),
            publicID: "w\(number)",
            environment: number < 3 ? .live : .sandbox,
            customerID: number == 1 || number == 3 ? nil : "customer",
            name: "",
            settings: "{}",
            clockAt: seconds.map(Samples.moment),
            createdAt: Samples.moment(0),
            updatedAt: Samples.moment(0)
        )
    }

    private static func entry(
        _ number: Int64,
        in workspace: Int64,
        at seconds: Int64,
        subject: Int64 = 1,
        kind: DueEntry.Kind = .streak
    ) -> DueEntry {
        DueEntry(
            kind: kind,
            workspace: WorkspaceID(workspace),
            subject: subject,
            user: UserKey(number % 3),
            at: Samples.moment(seconds),
            number: number,
            detail: number * 10
        )
    }

    private static func hold(
        _ workspace: Int64,
        at seconds: Int64?,
        on connection: any Connection
    ) throws(StorageError) {
        try connection.workspaces.update(Self.workspace(workspace, clockAt: seconds))
        try connection.due.followClock(of: WorkspaceID(workspace))
    }

    /// The numbers of what is due at a moment.
    private static func due(
        _ database: any Database,
        at seconds: Int64,
        limit: Int = 100
    ) throws -> [Int64] {
        try database.read { (connection) throws(StorageError) in
            try connection.due.due([.streak], at: Samples.moment(seconds), limit: limit)
        }.map(\.number)
    }

    @Test(arguments: Engines.all)
    func `of all workspaces together the earliest come first, and what is not yet due stays`(
        engine: EngineUnderTest
    ) throws {
        let database = try Self.prepare(engine)
        let entries = [
            Self.entry(1, in: 2, at: 30, subject: 7), Self.entry(2, in: 1, at: 10),
            Self.entry(3, in: 4, at: 20), Self.entry(4, in: 1, at: 40),
        ]
        try database.write { (connection) throws(StorageError) in
            try connection.due.insert(entries)
        }
        #expect(try Self.due(database, at: 9) == [])
        #expect(try Self.due(database, at: 30) == [2, 3, 1])
        #expect(try Self.due(database, at: 100, limit: 2) == [2, 3])
        let found = try database.read { (connection) throws(StorageError) in
            try connection.due.due([.streak], at: Samples.moment(30), limit: 3)
        }
        #expect(found == [entries[1], entries[2], entries[0]])
        try database.write { (connection) throws(StorageError) in
            try connection.due.remove([entries[1], entries[2]])
        }
        #expect(try Self.due(database, at: 100) == [1, 4])
    }

    @Test(arguments: Engines.all)
    func `a held clock is what its workspace goes by, wherever it stands`(
        engine: EngineUnderTest
    ) throws {
        let database = try Self.prepare(engine)
        let entries = [
            Self.entry(1, in: 1, at: 50), Self.entry(2, in: 3, at: 20),
            Self.entry(3, in: 3, at: 500), Self.entry(4, in: 4, at: 60),
        ]
        try database.write { (connection) throws(StorageError) in
            try connection.due.insert(entries)
            try Self.hold(3, at: 10, on: connection)
        }
        // Behind the system's clock: nothing of it comes, and nothing of others waits behind it.
        #expect(try Self.due(database, at: 100, limit: 1) == [1])
        #expect(try Self.due(database, at: 100) == [1, 4])
        let late = Self.entry(5, in: 3, at: 400)
        try database.write { (connection) throws(StorageError) in
            try Self.hold(3, at: 450, on: connection)
            try connection.due.insert([late])
        }
        #expect(try Set(Self.due(database, at: 0)) == [2, 5])
        #expect(try Self.due(database, at: 0, limit: 1).count == 1)
        try database.write { (connection) throws(StorageError) in
            try connection.due.remove([late])
        }
        #expect(try Set(Self.due(database, at: 100)) == [1, 2, 4])
        try database.write { (connection) throws(StorageError) in
            try Self.hold(3, at: nil, on: connection)
        }
        #expect(try Self.due(database, at: 100) == [2, 1, 4])
        #expect(try Self.due(database, at: 500) == [2, 1, 4, 3])
    }

    @Test(arguments: Engines.all)
    func `several clocks are held at once, and one that was let go loses nothing`(
        engine: EngineUnderTest
    ) throws {
        let database = try Self.prepare(engine)
        try database.write { (connection) throws(StorageError) in
            try Self.hold(3, at: 1_000, on: connection)
            try Self.hold(4, at: 2_000, on: connection)
            try connection.due.insert([
                Self.entry(1, in: 3, at: 900), Self.entry(2, in: 4, at: 1_900),
                Self.entry(3, in: 3, at: 1_100), Self.entry(4, in: 1, at: 5),
            ])
        }
        #expect(try Set(Self.due(database, at: 7)) == [4, 1, 2])
        // A transaction that began before the clock was let go may have left its entry apart.
        try database.write { (connection) throws(StorageError) in
            try connection.workspaces.update(Self.workspace(3, clockAt: nil))
        }
        #expect(try Set(Self.due(database, at: 7)) == [4, 2])
        #expect(try Set(Self.due(database, at: 1_100)) == [4, 2, 1, 3])
    }

    @Test(arguments: Engines.all)
    func `a kind that nobody asks for stays, and no two kinds are in each other's way`(
        engine: EngineUnderTest
    ) throws {
        let database = try Self.prepare(engine)
        let other = Self.entry(1, in: 1, at: 10, kind: DueEntry.Kind(rawValue: "reminder"))
        try database.write { (connection) throws(StorageError) in
            try connection.due.insert([other, Self.entry(1, in: 1, at: 10)])
        }
        #expect(try Self.due(database, at: 10) == [1])
        let found = try database.read { (connection) throws(StorageError) in
            try connection.due.due([other.kind], at: Samples.moment(10), limit: 10)
        }
        #expect(found == [other])
    }

    @Test(arguments: Engines.all)
    func `the entries about one subject are read page by page`(engine: EngineUnderTest) throws {
        let database = try Self.prepare(engine)
        try database.write { (connection) throws(StorageError) in
            try Self.hold(3, at: 0, on: connection)
            try connection.due.insert([
                Self.entry(1, in: 3, at: 30), Self.entry(2, in: 3, at: 10),
                Self.entry(3, in: 3, at: 10), Self.entry(4, in: 3, at: 10, subject: 2),
                Self.entry(5, in: 1, at: 10),
            ])
            var seen: (at: Instant, number: Int64, user: UserKey)?
            var numbers: [Int64] = []
            while let next = try connection.due.page(
                of: .streak,
                1,
                in: WorkspaceID(3),
                after: seen,
                through: Samples.moment(30),
                limit: 1
            ).first {
                numbers.append(next.number)
                seen = (next.at, next.number, next.user)
            }
            #expect(numbers == [2, 3, 1])
        }
    }
}
