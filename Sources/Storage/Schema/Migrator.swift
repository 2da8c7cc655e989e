/// Brings a database to the current version of the schema.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    /// A migrator that knows some steps, oldest first.
    public init(_ migrations: [Migration] = Schema.migrations) {
        let versions = migrations.map(\.version)
        precondition(
            zip(versions, versions.dropFirst()).allSatisfy(<),
            "each migration has a higher version than the one before it"
        )
        self.migrations = migrations
    }

    /// Runs the steps that are missing, each in a transaction of its own, and names them.
    ///
    /// A database that a newer version made is refused: running on it could lose what it added.
    @discardableResult
    public func migrate(
        _ database: some Database,
        at microseconds: Int64
    ) throws(StorageError) -> [String] {
        // Most often there is nothing to do, and then nobody who writes has to be waited for.
        let known = try database.read { (connection) throws(StorageError) in
            try connection.hasTable("schema_migration") ? Self.version(connection) : 0
        }
        if known == newestVersion { return [] }
        let current = try database.write { (connection) throws(StorageError) in
            try Self.currentVersion(connection)
        }
        guard current <= newestVersion else {
            throw StorageError(
                .newerSchema,
                """
                \(database.displayName) has schema version \(current), made by a newer Laurel; \
                this one knows versions up to \(newestVersion). Run the newer version, or \
                restore a backup made before the upgrade.
                """
            )
        }
        var names: [String] = []
        for migration in migrations where migration.version > current {
            let isMissing = try database.write { (connection) throws(StorageError) in
                // Another process may have been quicker since.
                guard try Self.currentVersion(connection) < migration.version else { return false }
                try Self.run(migration, on: connection, at: microseconds)
                return true
            }
            if isMissing { names.append(migration.name) }
        }
        return names
    }

    private var newestVersion: Int64 { migrations.last?.version ?? 0 }

    private static func currentVersion(
        _ connection: any Connection
    ) throws(StorageError) -> Int64 {
        try connection.lockSchema()
        try connection.execute("\(unescaped: table)")
        return try version(connection)
    }

    /// The table of the steps that a database has had.
    private static let table = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            version BIGINT PRIMARY KEY,
            name TEXT NOT NULL,
            applied_at BIGINT NOT NULL
        )
        """

    /// Statements that note every step as done, for a schema that somebody else has made.
    public static var bookkeeping: [String] {
        [table]
            + Schema.migrations.map { step in
                "INSERT INTO schema_migration VALUES (\(step.version), '\(step.name)', 0)"
            }
    }

    private static func version(_ connection: any Connection) throws(StorageError) -> Int64 {
        let version = try connection.firstRow(
            of: "SELECT coalesce(max(version), 0) FROM schema_migration"
        ) { (row) throws(StorageError) in Int64(row, 0) }
        return version ?? 0
    }

    private static func run(
        _ migration: Migration,
        on connection: any Connection,
        at microseconds: Int64
    ) throws(StorageError) {
        for statement in migration.statements(connection.dialect) {
            try connection.execute("\(unescaped: statement)")
        }
        try connection.execute(
            """
            INSERT INTO schema_migration (version, name, applied_at)
            VALUES (\(migration.version), \(migration.name), \(microseconds))
            """
        )
    }
}

extension Connection {
    /// Keeps every other process from changing the schema, or setting the database up, until the
    /// transaction ends.
    ///
    /// Whoever has it may be making an index over all that there is, and so may we.
    public func lockSchema() throws(StorageError) {
        guard let lock = dialect.schemaLock else { return }
        try allow(.migration)
        try forEachRow(of: lock) { (_) throws(StorageError) in }
    }
}
