import CivilTime
import Engine
private import Synchronization

/// Numbers events by the millisecond in which they are taken in, always growing.
///
/// The clock of the machine may be set back; the numbers go on from the last one then.
final class EventNumbers: Sendable {
    private let last = Mutex<Int64>(0)

    /// A number that this process has not given before.
    func next(at moment: Instant) -> Int64 {
        let first = max(0, moment.milliseconds) << Int64(EventID.countBitWidth)
        return last.withLock { last in
            last = max(last + 1, first)
            return last
        }
    }
}
