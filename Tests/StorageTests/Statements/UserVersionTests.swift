import Engine
import Testing

@testable import Storage

/// Users are read without a lock, and written where nobody else has since.
@Suite struct UserVersionTests {
    private static let (ada, bob) = (UserKey(1), UserKey(2))

    private static func prepared(_ engine: EngineUnderTest) throws -> any Database {
        let database = try engine.makePrepared()
        try database.write { (connection) throws(StorageError) in
            try connection.users.insert([
                (ada, Samples.workspace, Samples.user("ada")),
                (bob, Samples.workspace, Samples.user("bob")),
            ])
        }
        return database
    }

    private static func rows(_ database: any Database) throws -> [UserRow] {
        try database.read { (connection) throws(StorageError) in
            try connection.users.rows(of: [ada, bob])
        }.sorted { $0.key.number < $1.key.number }
    }

    private static func write(
        _ rows: [UserRow],
        named name: String,
        _ database: any Database
    ) throws(StorageError) {
        try database.write { (connection) throws(StorageError) in
            try connection.users.raiseVersions(of: rows.map { ($0.key, $0.version) })
            try connection.users.update(
                rows.compactMap { row in
                    guard var user = row.user else { return nil }
                    user.name = name
                    return (row.key, user)
                }
            )
        }
    }

    @Test(arguments: Engines.all)
    func `whoever writes what was read last raises the version`(engine: EngineUnderTest) throws {
        let database = try Self.prepared(engine)
        let read = try Self.rows(database)
        #expect(read.map(\.version) == [0, 0])
        try Self.write([read[0]], named: "first", database)
        let isShared = !database.answersLocally
        #expect(try Self.rows(database).map(\.version) == [isShared ? 1 : 0, 0])
        try Self.write(try Self.rows(database), named: "second", database)
        #expect(try Self.rows(database).map(\.user?.name) == ["second", "second"])
    }

    @Test(arguments: Engines.onPostgres)
    func `whoever comes second writes nothing of anybody`(engine: EngineUnderTest) throws {
        let database = try Self.prepared(engine)
        let read = try Self.rows(database)
        try Self.write([read[1]], named: "first", database)
        let error = #expect(throws: StorageError.self) {
            try Self.write(read, named: "second", database)
        }
        #expect(error?.code == .conflict)
        #expect(try Self.rows(database).map(\.user?.name) == [nil, "first"])
        #expect(try Self.rows(database).map(\.version) == [0, 1])
    }

    @Test(arguments: Engines.onPostgres)
    func `whoever holds users is told of their versions, and others lose against it`(
        engine: EngineUnderTest
    ) throws {
        let database = try Self.prepared(engine)
        let read = try Self.rows(database)
        let held = try database.write { (connection) throws(StorageError) in
            try connection.users.hold([Self.bob, Self.ada, UserKey(3)])
        }
        #expect(held.map(\.version) == [1, 1])
        let error = #expect(throws: StorageError.self) {
            try Self.write(read, named: "late", database)
        }
        #expect(error?.code == .conflict)
        try Self.write(held, named: "held", database)
        #expect(try Self.rows(database).map(\.user?.name) == ["held", "held"])
    }
}
