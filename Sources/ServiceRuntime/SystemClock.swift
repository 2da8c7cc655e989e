public import CivilTime
import OperatingSystem

/// The system's clock.
public struct SystemClock: Clock {
    /// A way to read it.
    public init() {}

    /// This moment, to the microsecond.
    public func now() -> Instant {
        Instant(microseconds: WallClock.microseconds)
    }
}
