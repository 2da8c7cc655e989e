import CivilTime
import Service
import ServiceRuntime
import Synchronization

/// A clock that goes when a test says so.
final class TestClock: Clock {
    private let moment: Mutex<Instant>

    init(_ moment: Instant) { self.moment = Mutex(moment) }

    func now() -> Instant { moment.withLock { $0 } }

    func set(to moment: Instant) { self.moment.withLock { $0 = moment } }

    func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}
