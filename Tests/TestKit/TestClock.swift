package import CivilTime
import ServiceRuntime
import Synchronization

/// A clock that stands still until a test moves it.
package final class TestClock: Clock {
    private let moment: Mutex<Instant>

    package init(_ moment: Instant) {
        self.moment = Mutex(moment)
    }

    package func now() -> Instant {
        moment.withLock { $0 }
    }

    package func set(to moment: Instant) {
        self.moment.withLock { $0 = moment }
    }

    package func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }

    package func advance(seconds: Int64) {
        advance(by: .seconds(seconds))
    }
}
