public import Catalogue
public import CivilTime
public import ServiceRuntime
import Storage

/// The way in: keys and tokens, who holds them, and how often each may ask.
public final class Access: Sendable {
    /// The bounds.
    public let limits: AccessLimits

    let database: AsyncDatabase
    let catalogue: Catalogue
    let clock: any Clock
    let keyUses = KeyUses()
    let requestCounter: RequestCounter
    let throttle = SignInThrottle()
    let firstRun = FirstRun()
    let requestLog = RequestLog()

    /// What time it is by the system's clock.
    public var now: Instant { clock.now() }

    /// The way in to what a database holds.
    public init(
        database: AsyncDatabase,
        catalogue: Catalogue,
        clock: any Clock,
        limits: AccessLimits
    ) {
        self.database = database
        self.catalogue = catalogue
        self.clock = clock
        self.limits = limits
        requestCounter = RequestCounter(limits.rates)
    }

    /// Writes down what is not written down yet.
    public func stop() {
        try? storeKeyUses()
        try? storeRequests()
    }

    /// Writes down when keys were last used.
    public func noteKeyUses() async throws {
        try await database.workers.run { try self.storeKeyUses() }
    }

    /// Writes down when keys were last used, on the caller's thread.
    private func storeKeyUses() throws(StorageError) {
        let uses = keyUses.take()
        guard !uses.isEmpty else { return }
        do throws(StorageError) {
            try database.blocking.write { (connection) throws(StorageError) in
                try connection.apiKeys.noteUse(uses)
            }
        } catch {
            keyUses.giveBack(uses)
            throw error
        }
    }
}
