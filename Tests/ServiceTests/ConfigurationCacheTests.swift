import CivilTime
import Engine
import SQLite
import Storage
import Testing

@testable import Service

@Suite struct ConfigurationCacheTests {
    @Test func `what an older transaction read is not kept when a newer one was quicker`() throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.path + "/laurel.db")
        let clock = TestClock(ServiceWorld.noon)
        _ = try LaurelService.prepare(database, clock: clock)
        let key = Self.key
        _ = try database.write { (connection) throws(StorageError) in
            try connection.apiKeys.insert(key)
        }
        let cache = ConfigurationCache(limits: .standard, zones: ZoneDatabase())
        _ = try database.read { (older) throws(StorageError) in
            let version = try cache.refresh(on: older)
            _ = try database.write { (connection) throws(StorageError) in
                try connection.installation.touchConfiguration()
                _ = try connection.apiKeys.revoke(prefix: key.prefix, at: clock.now())
                try cache.refresh(on: connection)
            }
            let stale = try cache.loadKey(prefix: key.prefix, on: older, seeing: version)
            #expect(stale?.revokedAt == nil)
        }
        #expect(cache.key(prefix: key.prefix) == nil)
    }

    @Test func `what was read before a change made here does not count as young`() throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.path + "/laurel.db")
        _ = try LaurelService.prepare(database, clock: TestClock(ServiceWorld.noon))
        var limits = ServiceLimits.standard
        limits.maximumConfigurationAge = .seconds(3_600)
        let cache = ConfigurationCache(limits: limits, zones: ZoneDatabase())
        _ = try database.read { (connection) throws(StorageError) in
            try cache.refresh(on: connection)
        }
        #expect(cache.isYoung)
        cache.expire()
        #expect(!cache.isYoung)
    }

    private static let key = APIKey(
        prefix: "live_abc",
        publicID: "id",
        workspace: WorkspaceID(1),
        scope: .admin,
        userID: nil,
        secretDigest: "00",
        createdAt: ServiceWorld.noon
    )
}
