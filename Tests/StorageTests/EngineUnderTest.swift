import SQLite
import Storage
import Testing

/// An implementation of `Database` that every suite of this folder runs on.
struct EngineUnderTest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Makes an empty database, which is gone when nothing refers to it any more.
    let makeEmpty: @Sendable () throws -> any Database

    /// An empty database with the current schema.
    func makePrepared() throws -> any Database {
        let database = try makeEmpty()
        try Migrator().migrate(database, at: 0)
        return database
    }
}

/// The implementations.
enum Engines {
    static let all = onDisk + onPostgres

    /// PostgreSQL, where the tests were given a server.
    static let onPostgres = (PostgresSchema.server == nil ? [] : ["PostgreSQL"]).map {
        EngineUnderTest(testDescription: $0) { try PostgresSchema.make().open() }
    }

    private static let onDisk = [
        EngineUnderTest(testDescription: "SQLite in a file") {
            let folder = try TemporaryFolder()
            return DatabaseInFolder(
                database: try SQLiteDatabase(path: folder.path + "/laurel.db"),
                folder: folder
            )
        },
        EngineUnderTest(testDescription: "SQLite, opened anew for every transaction") {
            ReopenedDatabase(folder: try TemporaryFolder())
        },
    ]
}

/// A database that keeps its folder as long as it lives.
private struct DatabaseInFolder: Database {
    let database: any Database
    let folder: TemporaryFolder

    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try database.read(body)
    }

    func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try database.write(body)
    }

    var displayName: String { database.displayName }
    var answersLocally: Bool { database.answersLocally }
    var laneCount: Int { database.laneCount }
    func gauges() -> [DatabaseGauge] { database.gauges() }
}

/// A file that is opened for one transaction at a time, so that nothing can hide in a connection.
private struct ReopenedDatabase: Database {
    let folder: TemporaryFolder

    private func open() throws(StorageError) -> SQLiteDatabase {
        try SQLiteDatabase(path: displayName)
    }

    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try open().read(body)
    }

    func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try open().write(body)
    }

    var displayName: String { folder.path + "/laurel.db" }
    var answersLocally: Bool { true }
    var laneCount: Int { 1 }
    func gauges() -> [DatabaseGauge] { (try? open().gauges()) ?? [] }
}

// MARK: - Looking inside

extension Database {
    /// The number that a query answers with.
    func integer(_ query: SQL) throws -> Int64? {
        try read { (connection) throws(StorageError) in
            try connection.firstRow(of: query) { row in row.integer(0) }
        }
    }

    /// Every text in a query's first column.
    func texts(_ query: SQL) throws -> [String] {
        try read { (connection) throws(StorageError) in
            try connection.rows(of: query) { row in row.text(0) }
        }
    }
}
