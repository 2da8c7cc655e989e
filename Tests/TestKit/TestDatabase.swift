import OperatingSystem
import SQLite
package import Storage
@_exported import TestBasics

/// A database of a test's own: a file, or, in the run that is told so, a database of PostgreSQL
/// with the lanes that it has.
package final class TestDatabase: Sendable {
    private let schema: PostgresSchema?
    private let folder: TemporaryFolder
    private let slot: Slot
    /// Each has threads, and files or connections, of which there are only so many.
    private static let slots = Slots(isPostgres ? 6 : 12)

    /// Whether suites that run on either engine run on PostgreSQL this time.
    package static let isPostgres = Environment.value("LAUREL_TEST_ENGINE") == "postgres"

    /// Makes a database that holds nothing, and is gone with its last user, once few enough others are used.
    package init() async throws {
        slot = await Self.slots.take()
        schema = Self.isPostgres ? try PostgresSchema.makeMigrated() : nil
        folder = try TemporaryFolder()
    }

    /// Opens it; twice is as two processes have it.
    package func open() throws -> any Database {
        try schema?.open() ?? SQLiteDatabase(path: folder.path + "/laurel.db")
    }
}
