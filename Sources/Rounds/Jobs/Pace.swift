import CivilTime
import Synchronization

/// Lets something be done once in a while: the first time at once.
final class Pace: Sendable {
    private let interval: Duration
    private let last = Mutex<Instant?>(nil)

    /// A pace of once in so long.
    init(every interval: Duration) { self.interval = interval }

    /// Whether it is time; if so, the next time is an interval later.
    func isTime(at now: Instant) -> Bool {
        last.withLock { last in
            // A clock that was set back begins anew.
            if let last, last <= now, now - last < interval { return false }
            last = now
            return true
        }
    }
}
