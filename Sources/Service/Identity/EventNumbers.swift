import CivilTime
import Engine
private import Synchronization

/// Numbers events by the millisecond in which they are taken in, always growing.
///
/// The clock of the machine may be set back; the numbers go on from the last one then.
final class EventNumbers: Sendable {
    private let last = Mutex<Int64>(0)

    /// The first of some numbers in a row that this process has not given before.
    func next(at moment: Instant, count: Int = 1) -> Int64 {
        let first = max(0, moment.milliseconds) << Int64(EventID.countBitWidth)
        return last.withLock { last in
            let number = max(last + 1, first)
            last = number + Int64(count) - 1
            return number
        }
    }
}
