import OperatingSystem
import SQLite
package import Storage
@_exported import TestBasics

/// A database of a test's own: a file, or, in the run that is told so, a schema of PostgreSQL with
/// the lanes that it has.
package final class TestDatabase: Sendable {
    private let schema: PostgresSchema?
    private let folder: TemporaryFolder

    /// Whether suites that run on either engine run on PostgreSQL this time.
    package static let isPostgres = Environment.value("LAUREL_TEST_ENGINE") == "postgres"

    /// Makes a database that is empty, and gone with its last user.
    package init() throws {
        schema = Self.isPostgres ? try PostgresSchema.make() : nil
        folder = try TemporaryFolder()
    }

    /// Opens it; twice is as two processes have it.
    package func open() throws -> any Database {
        try schema?.open() ?? SQLiteDatabase(path: folder.path + "/laurel.db")
    }
}
