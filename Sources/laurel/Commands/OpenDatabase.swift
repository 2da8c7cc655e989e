import CivilTime
import OperatingSystem
import SQLite
import Service
import Storage

/// A database that is open and up to date.
struct OpenDatabase {
    let database: SQLiteDatabase
    let preparation: LaurelService.Preparation

    static let option = Option.value(
        "--database",
        "PATH",
        "The database file; made if it does not exist (laurel.db)"
    )

    /// Opens the database that the arguments name.
    init(_ arguments: Arguments) throws {
        let path = arguments["--database"] ?? "laurel.db"
        guard !path.isEmpty else { throw UsageError("option --database must not be empty") }
        do throws(StorageError) {
            database = try SQLiteDatabase(path: path)
            preparation = try LaurelService.prepare(database, clock: SystemClock())
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// A service on it.
    func service() throws -> LaurelService {
        do throws(StorageError) {
            return try LaurelService(
                database: database,
                zones: ZoneDatabase(directory: Environment.value("TZDIR"))
            )
        } catch {
            throw CommandFailure(error.message)
        }
    }
}
