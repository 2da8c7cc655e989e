import CivilTime
import Engine
import SQLite
import Service
import Storage
import Testing

@testable import Catalogue

@Suite struct ConfigurationCacheTests {
    private static let noon = Instant(seconds: 1_742_040_000)

    @Test func `what an older transaction read is not kept when a newer one was quicker`() throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.path + "/laurel.db")
        let clock = TestClock(Self.noon)
        _ = try LaurelService.prepare(database, clock: clock)
        let key = Self.key
        _ = try database.write { (connection) throws(StorageError) in
            try connection.apiKeys.insert(key)
        }
        let cache = ConfigurationCache(limits: .standard, zones: ZoneDatabase())
        _ = try database.read { (older) throws(StorageError) in
            let reader = try cache.reader(on: older)
            _ = try database.write { (connection) throws(StorageError) in
                try connection.installation.touchConfiguration()
                try connection.workspaces.touch(key.workspace)
                _ = try connection.apiKeys.revoke(prefix: key.prefix, at: clock.now())
                _ = try cache.reader(on: connection)
            }
            let stale = try reader.key(prefix: key.prefix)
            #expect(stale?.revokedAt == nil)
        }
        #expect(cache.known { $0.key(prefix: key.prefix) } == nil)
    }

    @Test func `what was read before a change made here does not count as young`() throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.path + "/laurel.db")
        _ = try LaurelService.prepare(database, clock: TestClock(Self.noon))
        var limits = CatalogueLimits.standard
        limits.maximumConfigurationAge = .seconds(3_600)
        let cache = ConfigurationCache(limits: limits, zones: ZoneDatabase())
        _ = try database.read { (connection) throws(StorageError) in
            try cache.reader(on: connection)
        }
        #expect(cache.young { _ in true } == true)
        cache.expire()
        #expect(cache.young { _ in true } == nil)
    }

    @Test func `a key is known as long as its workspace is`() {
        var known = KnownConfiguration(limits: .standard)
        known.move(to: 1, changed: [])
        known.keep(Self.key)
        #expect(known.key(prefix: Self.key.prefix) == nil)
        known.keep(Self.workspace(1))
        known.keep(Self.key)
        #expect(known.key(prefix: Self.key.prefix) == Self.key)
        known.move(to: 2, changed: [WorkspaceID(1)])
        // Also after the workspace has been read again, as the key may have been revoked.
        known.keep(Self.workspace(1))
        #expect(known.key(prefix: Self.key.prefix) == nil)
    }

    @Test func `a workspace that has changed is forgotten with its names, and no other is`() {
        var known = KnownConfiguration(limits: .standard)
        for number in 1...3 { known.keep(Self.workspace(Int64(number))) }
        for number in 1...3 { known.keep(Rulebook(), of: WorkspaceID(Int64(number))) }
        known.move(to: 7, changed: [WorkspaceID(2), WorkspaceID(9)])
        #expect(known.version == 7)
        for number in 1...3 {
            let id = WorkspaceID(Int64(number))
            let isKnown = number != 2
            #expect((known.workspace(id) != nil) == isKnown)
            #expect((known.ruled(id) != nil) == isKnown)
            #expect((known.workspace(publicID: "id \(number)") != nil) == isKnown)
            if number > 1 {
                #expect((known.tenant("customer \(number)", of: .live) != nil) == isKnown)
            }
        }
        #expect(known.home(of: .live)?.id == WorkspaceID(1))
    }

    @Test func `the names of a workspace that had to make room go with it`() {
        var limits = CatalogueLimits.standard
        limits.maximumRememberedWorkspaces = 2
        var known = KnownConfiguration(limits: limits)
        for number in 1...3 { known.keep(Self.workspace(Int64(number))) }
        #expect(known.workspaceCount == 2)
        #expect(known.home(of: .live) == nil)
        #expect(known.workspace(publicID: "id 1") == nil)
        #expect(known.tenant("customer 3", of: .live)?.id == WorkspaceID(3))
    }

    @Test func `that an environment has no tenants is asked again after any change`() {
        var known = KnownConfiguration(limits: .standard)
        known.keep(hasTenants: false, of: .live)
        known.keep(hasTenants: true, of: .sandbox)
        known.move(to: 2, changed: [WorkspaceID(5)])
        #expect(known.hasTenants(.live) == nil)
        #expect(known.hasTenants(.sandbox) == true)
    }

    private static func workspace(_ number: Int64) -> Workspace {
        Workspace(
            id: WorkspaceID(number),
            publicID: "id \(number)",
            environment: .live,
            customerID: number == 1 ? nil : "customer \(number)",
            name: "Name",
            createdAt: Self.noon,
            updatedAt: Self.noon
        )
    }

    private static let key = APIKey(
        prefix: "live_abc",
        publicID: "id",
        workspace: WorkspaceID(1),
        scope: .admin,
        userID: nil,
        secretDigest: "00",
        createdAt: Self.noon
    )
}
