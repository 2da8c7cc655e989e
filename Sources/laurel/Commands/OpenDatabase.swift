import CivilTime
import OperatingSystem
import Postgres
import SQLite
import Service
import ServiceRuntime
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

    static let existingOption = Option.value(
        "--database",
        "PLACE",
        "A database file, or a postgres:// URL (laurel.db)"
    )

    /// What a command needs so that it makes a database where there is none.
    static let createOption = Option.flag("--create", "Makes a database if there is none")

    /// Opens the database that the arguments name; one that is missing, or empty, is made, or is an
    /// error with a word on what to do.
    init(
        _ arguments: Arguments,
        makesFile: Bool = true,
        hint: String = "",
        patience: Duration? = nil
    ) throws {
        let target = arguments["--database"] ?? "laurel.db"
        guard !target.isEmpty else { throw UsageError("option --database must not be empty") }
        try Self.check(target, option: "--database", makesFile: makesFile, hint: hint)
        do throws(StorageError) {
            database = try Self.open(target, patience: patience)
            if !makesFile { try Self.requireTables(in: database, target, hint) }
            preparation = try LaurelService.prepare(database, clock: SystemClock())
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// The database at a target that says which engine it is.
    static func target(
        _ target: String,
        option: String,
        makesFile: Bool
    ) throws -> any Database {
        let isFile = target.hasPrefix("sqlite:")
        guard isFile || PostgresDatabase.isTarget(target) else {
            throw UsageError("option \(option) must be sqlite:PATH or a postgres:// URL")
        }
        let name = isFile ? String(target.dropFirst("sqlite:".count)) : target
        try check(name, option: option, makesFile: makesFile, hint: "")
        do throws(StorageError) {
            return try open(name, patience: nil)
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// Refuses a file that is missing, unless it may be made, and the names that SQLite takes for a
    /// database without a file, of which every connection would have its own.
    private static func check(
        _ target: String,
        option: String,
        makesFile: Bool,
        hint: String
    ) throws {
        guard !target.isEmpty, target != ":memory:" else {
            throw UsageError(
                "option \(option) must name a file; what is in memory alone would be lost"
            )
        }
        guard !makesFile, !PostgresDatabase.isTarget(target) else { return }
        guard DurableFile.exists(target) else {
            throw CommandFailure("cannot open \(target): there is no such file\(hint)")
        }
        // Opening it would write to it.
        guard !DurableFile.isEmpty(target) else {
            throw CommandFailure("cannot open \(target): the file is empty\(hint)")
        }
    }

    /// Refuses a database that has nothing in it yet.
    private static func requireTables(
        in database: any Database,
        _ target: String,
        _ hint: String
    ) throws(StorageError) {
        let isEmpty = try database.look { (connection) throws(StorageError) in
            try !connection.hasTable("schema_migration")
        }
        guard isEmpty else { return }
        throw StorageError(
            .unavailable,
            "cannot open \(database.displayName): the database is empty\(hint)"
        )
    }

    private static func open(
        _ target: String,
        patience: Duration?
    ) throws(StorageError) -> any Database {
        guard PostgresDatabase.isTarget(target) else {
            return try SQLiteDatabase(path: target, patience: patience)
        }
        return try PostgresDatabase(target) { Log().note("postgres", ["message": $0]) }
    }

    /// A service on it.
    func service(
        limits: ServiceLimits = .standard,
        secrets: SecretKeeper = .forgetful
    ) throws -> LaurelService {
        do throws(StorageError) {
            return try LaurelService(
                database: database,
                zones: ZoneDatabase(directory: Environment.value("TZDIR")),
                limits: limits,
                secrets: secrets
            )
        } catch {
            throw CommandFailure(error.message)
        }
    }
}
