import CivilTime
import Service
import Synchronization

/// A clock that stands still until a test moves it.
final class TestClock: Clock {
    private let moment: Mutex<Instant>

    init(_ moment: Instant) {
        self.moment = Mutex(moment)
    }

    func now() -> Instant {
        moment.withLock { $0 }
    }

    func set(to moment: Instant) {
        self.moment.withLock { $0 = moment }
    }

    func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }
}
