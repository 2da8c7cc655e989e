import CivilTime
import Engine
import Intake
import ServiceRuntime
import Storage

/// What every room of a service stands on: its database and the threads that wait for it, its clock
/// and its zones.
final class ServiceGround: Sendable {
    let database: AsyncDatabase
    let keyring: UserKeyring
    let clock: any Clock
    let zones: ZoneDatabase
    /// What numbers events and facts.
    let numbers = EventNumbers()
    let probe: ReadinessProbe

    /// Threads for reads that may take long, and for changes of configuration.
    private let workers: Workers
    /// Threads for short reads, where the database does not answer from memory.
    private let quickWorkers: Workers

    init(
        database: any Database,
        clock: any Clock,
        zones: ZoneDatabase,
        keyring: UserKeyring?,
        limits: ServiceLimits
    ) throws(StorageError) {
        self.keyring = if let keyring { keyring } else { try Self.keyring(of: database) }
        self.clock = clock
        self.zones = zones
        let health = WriteHealth(doubtsSilence: database.answersLocally)
        let watched = WatchedDatabase(inner: database, health: health)
        probe = ReadinessProbe(database: watched, health: health, clock: clock)
        workers = Workers(count: limits.workerCount, maximumJobs: limits.maximumQueuedReads)
        quickWorkers = Workers(
            count: database.answersLocally ? 0 : limits.workerCount,
            maximumJobs: limits.maximumQueuedReads
        )
        self.database = AsyncDatabase(watched, workers: workers, quickWorkers: quickWorkers)
    }

    private static func keyring(of database: any Database) throws(StorageError) -> UserKeyring {
        let installation = try database.look { (connection) throws(StorageError) in
            try connection.installation.find()
        }
        guard let installation else {
            throw StorageError(
                .invalidValue,
                "\(database.displayName) has not been set up as a Laurel database"
            )
        }
        return UserKeyring(secret: installation.userKeySecret)
    }

    /// Begins to refuse those who have waited too long, for the database or for an intake.
    func watch(_ intake: Intake) -> Watch {
        Watch(every: ServiceLimits.watchInterval) { [workers, quickWorkers] now in
            workers.refuseOverdue(at: now)
            quickWorkers.refuseOverdue(at: now)
            intake.refuseOverdue(at: now)
        }
    }

    func stop() {
        workers.stop()
        quickWorkers.stop()
        probe.stop()
    }
}
