public import Catalogue
public import CivilTime
public import Delivery
public import ServiceRuntime
public import Storage
import Synchronization

/// Users who keep one streak together (R21): their groups are made, changed and read, and what
/// befalls them is told.
///
/// A group's streak is derived whenever somebody looks. So an event of a user costs nothing more for
/// being a member's, and nothing has to be put right when a member's past is.
public final class Groups: Sendable {
    let database: AsyncDatabase
    let catalogue: Catalogue
    let keyring: UserKeyring
    let zones: ZoneDatabase
    let clock: any Clock
    let numbers: EventNumbers
    let feed: FactFeed
    let following = Mutex<Task<Void, Never>?>(nil)

    /// The groups that a database holds.
    public init(
        database: AsyncDatabase,
        catalogue: Catalogue,
        keyring: UserKeyring,
        zones: ZoneDatabase,
        clock: any Clock,
        numbers: EventNumbers,
        feed: FactFeed
    ) {
        self.database = database
        self.catalogue = catalogue
        self.keyring = keyring
        self.zones = zones
        self.clock = clock
        self.numbers = numbers
        self.feed = feed
    }

    /// A group with its streak.
    public func find(_ publicID: String, in view: WorkspaceView) async throws -> ShownGroup? {
        try await database.readSlowly { [zones] (connection) throws(StorageError) in
            let stored = try connection.streakGroups.find(publicID, in: view.id)
            return try GroupReader(connection, view, zones).read(stored.map { [$0] } ?? []).first
        }
    }

    /// Some of a workspace's groups with their streaks, newest first.
    public func list(
        in view: WorkspaceView,
        skip: Int,
        limit: Int
    ) async throws -> [ShownGroup] {
        try await database.readSlowly { [zones] (connection) throws(StorageError) in
            let page = try connection.streakGroups.page(in: view.id, skip: skip, limit: limit)
            return try GroupReader(connection, view, zones).read(page)
        }
    }

    /// The groups that a user belongs to now, newest first.
    public func list(of id: String, in view: WorkspaceView) async throws -> [ShownGroup] {
        let found = try await database.readSlowly {
            [keyring, zones] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: view.id, keyring: keyring)
            else { return nil as [ShownGroup]? }
            let stored = try connection.streakGroups.current(of: row.key)
            return try GroupReader(connection, view, zones).read(stored)
        }
        guard let found else { throw ServiceError.unknownUser(id) }
        return found
    }
}
