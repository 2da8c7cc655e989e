/// A moment in absolute time, to the microsecond.
///
/// Arithmetic stops at the ends of the range (some 292,000 years either way) instead of trapping,
/// because instants come from callers.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    public var microseconds: Int64

    /// Makes the instant that many microseconds after 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Makes the instant that many milliseconds after 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        self.microseconds = milliseconds.clampedMultiplied(by: 1000)
    }

    /// Makes the instant that many seconds after 1970-01-01T00:00:00Z.
    public init(seconds: Int64) {
        self.microseconds = seconds.clampedMultiplied(by: Self.microsecondsPerSecond)
    }

    static let microsecondsPerSecond: Int64 = 1_000_000

    /// 1970-01-01T00:00:00Z.
    public static let epoch = Self(microseconds: 0)
    /// The earliest instant that can be written down here.
    public static let distantPast = Self(microseconds: .min)
    /// The latest instant that can be written down here.
    public static let distantFuture = Self(microseconds: .max)

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
    public var seconds: Int64 { microseconds.flooredQuotient(Self.microsecondsPerSecond) }

    /// Whole milliseconds since 1970-01-01T00:00:00Z, rounded towards the past.
    public var milliseconds: Int64 { microseconds.flooredQuotient(1000) }

    /// The same instant without its fraction of a second.
    public var flooredToSecond: Self { Self(seconds: seconds) }

    /// The instant that many seconds later (earlier when negative).
    public func adding(seconds: Int64) -> Self {
        adding(microseconds: seconds.clampedMultiplied(by: Self.microsecondsPerSecond))
    }

    /// The instant that many milliseconds later (earlier when negative).
    public func adding(milliseconds: Int64) -> Self {
        adding(microseconds: milliseconds.clampedMultiplied(by: 1000))
    }

    /// The instant that many microseconds later (earlier when negative).
    public func adding(microseconds: Int64) -> Self {
        Self(microseconds: self.microseconds.clampedAdding(microseconds))
    }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The instant that much later; finer than a microsecond is dropped.
    public static func + (left: Self, right: Duration) -> Self {
        left.adding(microseconds: right.wholeMicroseconds)
    }

    /// The instant that much earlier; finer than a microsecond is dropped.
    public static func - (left: Self, right: Duration) -> Self {
        left + (.zero - right)
    }

    /// The time that passed from the right instant to the left one.
    public static func - (left: Self, right: Self) -> Duration {
        .microseconds(left.microseconds) - .microseconds(right.microseconds)
    }
}

extension Instant: CustomStringConvertible {
    /// The instant as it is written on the wire.
    public var description: String { iso8601 }
}

extension Duration {
    /// The length in microseconds, stopping at the ends of the range.
    fileprivate var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.clampedMultiplied(by: Instant.microsecondsPerSecond)
            .clampedAdding(attoseconds / 1_000_000_000_000)
    }
}
