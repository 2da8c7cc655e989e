public import CivilTime
public import Engine
public import Intake
public import ServiceRuntime
public import Storage
import Synchronization

/// The running service: where the engine, the database and the clock meet.
///
/// The dialects speak to it, and so does the command line.
public final class LaurelService: Sendable {
    /// The system's time zones.
    public let zones: ZoneDatabase
    /// What takes commands in.
    public let intake: Intake
    /// What tells facts as they happen.
    public let feed: FactFeed
    /// The bounds.
    public let limits: ServiceLimits

    let database: any Database
    let clock: any Clock
    let configuration: ConfigurationCache
    let keyring: UserKeyring
    let keyUses: KeyUses
    let gauges = Mutex<[DatabaseGauge]>([])
    /// Threads for reads that may take long, and for changes of configuration.
    let workers: Workers
    /// Threads for short reads, where the database does not answer from memory.
    let quickWorkers: Workers
    /// What refuses those who have waited too long.
    let watch: Watch
    let readinessProbe: ReadinessProbe
    let intakeStatistics = IntakeStatistics()
    /// What numbers events and facts.
    let numbers: EventNumbers
    /// Dead entries of the due list, which a round removes.
    let retiredDue = RetiredDue()
    /// What counts requests, where they are limited.
    let requestCounter: RequestCounter

    /// A service on a database that `prepare` has made ready.
    public init(
        database: any Database,
        clock: any Clock = SystemClock(),
        zones: ZoneDatabase = ZoneDatabase(),
        limits: ServiceLimits = .standard,
        keyring: UserKeyring? = nil
    ) throws(StorageError) {
        limits.check()
        let keyring = if let keyring { keyring } else { try Self.keyring(of: database) }
        self.keyring = keyring
        let health = WriteHealth()
        let database = WatchedDatabase(inner: database, health: health)
        self.database = database
        readinessProbe = ReadinessProbe(database: database, health: health, clock: clock)
        self.clock = clock
        self.zones = zones
        self.limits = limits
        configuration = ConfigurationCache(limits: limits, zones: zones)
        workers = Workers(count: limits.workerCount, maximumJobs: limits.maximumQueuedReads)
        quickWorkers = Workers(
            count: database.answersLocally ? 0 : limits.workerCount,
            maximumJobs: limits.maximumQueuedReads
        )
        keyUses = KeyUses()
        feed = FactFeed(database: database, workers: workers, clock: clock, limits: limits)
        requestCounter = RequestCounter(limits.rates)
        numbers = EventNumbers()
        intake = Intake(
            database: database,
            host: GroupAudience(
                configuration: configuration,
                statistics: intakeStatistics,
                feed: feed,
                retired: retiredDue
            ),
            keyring: keyring,
            zones: zones,
            clock: clock,
            numbers: numbers,
            limits: limits.intake
        )
        watch = Watch(every: ServiceLimits.watchInterval) { [workers, quickWorkers, intake] now in
            workers.refuseOverdue(at: now)
            quickWorkers.refuseOverdue(at: now)
            intake.refuseOverdue(at: now)
        }
        intake.start()
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

    /// Finishes what has been accepted, and stops.
    public func stop() {
        feed.stop()
        intake.stop()
        workers.stop()
        quickWorkers.stop()
        readinessProbe.stop()
        watch.stop()
        try? storeKeyUses()
    }

    /// The key under which a user is stored, unless that turns out to be somebody else's.
    public func userKey(of id: String, in workspace: WorkspaceID) -> UserKey {
        keyring.key(of: id, in: workspace)
    }
}

// MARK: - Reading and writing

extension LaurelService {
    /// Runs a short read: on the caller's thread where the database answers from memory, since
    /// moving to another thread would take longer.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        guard database.answersLocally else {
            return try await read(body, on: quickWorkers)
        }
        return try storage { () throws(StorageError) in try database.read(body) }
    }

    /// Runs a short read that asks once, see `Database.look`.
    func look<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        guard database.answersLocally else {
            return try await quickWorkers.run { [database] in
                try storage { () throws(StorageError) in try database.look(body) }
            }
        }
        return try storage { () throws(StorageError) in try database.look(body) }
    }

    /// Runs a read that may take long, on a thread where it keeps nobody waiting.
    func readSlowly<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await read(body, on: workers)
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value,
        on workers: Workers
    ) async throws -> Value {
        try await workers.run { [database] in
            try storage { () throws(StorageError) in try database.read(body) }
        }
    }
}

/// Turns the database's errors into what a caller may be told.
func storage<Value>(_ body: () throws(StorageError) -> Value) throws(ServiceError) -> Value {
    do {
        return try body()
    } catch {
        throw ServiceError(error)
    }
}
