public import CivilTime
import Engine
private import Sodium
private import Synchronization

/// Numbers events by the millisecond in which they are taken in, always growing.
///
/// The clock of the machine may be set back; the numbers go on from the last one then.
public final class EventNumbers: Sendable {
    /// Tells the numbers of this process apart from those of every other, which may be the same.
    public let process: String
    private let last = Mutex<Int64>(0)

    /// Numbers of a process that nobody has heard of yet.
    public init() {
        process = Sodium.randomBytes(count: 8).hexadecimal
    }

    /// The first of some numbers in a row that this process has not given before.
    public func next(at moment: Instant, count: Int = 1) -> Int64 {
        let first = max(0, moment.milliseconds) << Int64(EventID.countBitWidth)
        return last.withLock { last in
            // Within a millisecond they begin anywhere, so that two processes seldom meet.
            let number = last < first ? first + Self.anywhere() : last + 1
            last = number + Int64(count) - 1
            return number
        }
    }

    private static func anywhere() -> Int64 {
        Int64.random(in: 0..<1 << Int64(EventID.countBitWidth))
    }
}
