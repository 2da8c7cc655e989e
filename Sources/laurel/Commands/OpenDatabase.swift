import CivilTime
import OperatingSystem
import Postgres
import SQLite
import Service
import Storage

/// A database that is open and up to date.
struct OpenDatabase {
    let database: any Database
    let preparation: LaurelService.Preparation

    static let option = Option.value(
        "--database",
        "PLACE",
        "A database file, made if missing, or a postgres:// URL (laurel.db)"
    )

    /// Opens the database that the arguments name.
    init(_ arguments: Arguments) throws {
        let path = arguments["--database"] ?? "laurel.db"
        guard !path.isEmpty else { throw UsageError("option --database must not be empty") }
        do throws(StorageError) {
            database = try Self.open(path)
            preparation = try LaurelService.prepare(database, clock: SystemClock())
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// The database at a place that says which engine it is.
    static func place(_ place: String, option: String) throws -> any Database {
        let isFile = place.hasPrefix("sqlite:")
        guard isFile || PostgresDatabase.isTarget(place) else {
            throw UsageError("option \(option) must be sqlite:PATH or a postgres:// URL")
        }
        do throws(StorageError) {
            return try open(isFile ? String(place.dropFirst("sqlite:".count)) : place)
        } catch {
            throw CommandFailure(error.message)
        }
    }

    private static func open(_ place: String) throws(StorageError) -> any Database {
        guard PostgresDatabase.isTarget(place) else { return try SQLiteDatabase(path: place) }
        return try PostgresDatabase(place)
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
