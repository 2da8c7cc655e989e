public import CivilTime
// The standard library has no clock that tells the date, and the C call needs unsafe pointers.
private import FoundationEssentials

/// The system's clock.
public struct SystemClock: Clock {
    /// A way to read it.
    public init() {}

    /// This moment, to the microsecond.
    public func now() -> Instant {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
