public import CivilTime
public import ServiceRuntime
import Storage

/// What people set up: workspaces, the items in them, keys, and images; it reads, remembers and
/// changes them.
///
/// Every part of the service goes by what it tells, and every change of the configuration goes
/// through it, so that the change is recorded with its author and nobody goes by what was before.
public final class Catalogue: Sendable {
    /// The bounds.
    public let limits: CatalogueLimits
    /// The system's time zones.
    public let zones: ZoneDatabase

    let database: AsyncDatabase
    let clock: any Clock
    /// What numbers facts.
    let numbers: EventNumbers
    /// Wakes those who tell facts as they happen.
    let ringFeed: @Sendable () -> Void
    /// What seals the secrets of webhooks.
    public let secrets: SecretKeeper
    let cache: ConfigurationCache

    /// The configuration that a database holds.
    public init(
        database: AsyncDatabase,
        clock: any Clock,
        zones: ZoneDatabase,
        limits: CatalogueLimits,
        numbers: EventNumbers,
        secrets: SecretKeeper,
        ringFeed: @escaping @Sendable () -> Void
    ) {
        self.database = database
        self.clock = clock
        self.zones = zones
        self.limits = limits
        self.numbers = numbers
        self.secrets = secrets
        self.ringFeed = ringFeed
        cache = ConfigurationCache(limits: limits, zones: zones)
    }
}
