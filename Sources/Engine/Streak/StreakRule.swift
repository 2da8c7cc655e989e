public import CivilTime

/// What counts as one period of a streak, and how forgiving it is.
public struct StreakRule: Hashable, Sendable {
    /// How time is cut into periods.
    public var window: StreakWindow
    /// When a period is satisfied.
    public var condition: StreakCondition
    /// Weekdays that need no activity, 0 for Sunday; of daily streaks only.
    public var daysOff: Set<Int> = []
    /// How many missed periods each run may have.
    public var gracePeriods = 0
    /// Whether a missed period that nothing covers takes the count; otherwise the streak lapses.
    public var resetsOnMiss = true
    /// How many freezes a user may hold.
    public var maximumFreezes = 100

    /// A rule that forgives nothing.
    public init(window: StreakWindow, condition: StreakCondition = .count(minimum: 1)) {
        self.window = window
        self.condition = condition
    }
}

/// How time is cut into the periods of a streak.
public enum StreakWindow: Hashable, Sendable {
    /// Days, weeks or months, in the user's zone unless one is given.
    case calendar(CalendarWindow, zone: Zone?)
    /// Windows of a length, each opened by the first event that no earlier one holds (R11).
    case rolling(Duration)
}

/// When a period is satisfied.
public enum StreakCondition: Hashable, Sendable {
    /// So many events.
    case count(minimum: Int64)
    /// Events whose values add up.
    case sum(minimum: Amount)
    /// Events with so many different values of an attribute.
    case distinct(field: String, minimum: Int)
}
