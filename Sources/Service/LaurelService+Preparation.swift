import Catalogue
import CivilTime
import Engine
public import ServiceRuntime
public import Storage

extension LaurelService {
    /// What making a database ready came to.
    public struct Preparation: Sendable {
        /// Whether the database was empty before.
        public let isNew: Bool
        /// The steps of the schema that were missing.
        public let migrations: [String]
    }

    /// Brings a database's schema up to date and, the first time, sets it up.
    ///
    /// A database that a copy has only filled in part is refused.
    public static func prepare(
        _ database: some Database,
        clock: some Clock
    ) throws(StorageError) -> Preparation {
        let now = clock.now()
        let migrations = try Migrator().migrate(database, at: now.microseconds)
        let isInUse = try database.read { (connection) throws(StorageError) in
            guard try !connection.hasUnfinishedCopy() else { return false }
            return try connection.installation.find() != nil
        }
        let isNew = isInUse ? false : try setUp(database, at: now)
        return Preparation(isNew: isNew, migrations: migrations)
    }

    private static func setUp(
        _ database: some Database,
        at now: Instant
    ) throws(StorageError) -> Bool {
        try database.write { (connection) throws(StorageError) in
            try connection.lockSchema()
            guard try !connection.hasUnfinishedCopy() else {
                throw StorageError(
                    .unavailable,
                    """
                    \(database.displayName) holds a part of a copy that was not finished. Run \
                    'laurel copy' again to finish it, or use an empty database.
                    """
                )
            }
            guard try connection.installation.find() == nil else { return false }
            try connection.installation.create(at: now.microseconds)
            for environment in Workspace.Environment.allCases {
                try connection.workspaces.insert(
                    Workspace(
                        id: try connection.workspaces.nextID(),
                        publicID: PublicID.make(at: now),
                        environment: environment,
                        customerID: nil,
                        name: environment.rawValue.capitalizedFirst,
                        settings: WorkspaceSettings.ofNewWorkspace.storedText,
                        createdAt: now,
                        updatedAt: now
                    )
                )
            }
            return true
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
