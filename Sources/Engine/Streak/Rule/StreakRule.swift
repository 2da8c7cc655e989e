public import CivilTime

/// What counts for a streak, what one period of it is, and how forgiving it is.
public struct StreakRule: Hashable, Sendable {
    /// What counts; without any source, every event does.
    public var sources: [StreakSource] = []
    /// Whether every source has to meet its threshold, rather than any of them.
    public var requiresEverySource = false
    /// How time is cut into periods.
    public var window: StreakWindow
    /// When a period is satisfied.
    public var condition: StreakCondition
    /// The attribute that a sum adds up; without one, it adds up the values of the events.
    public var sumField: String?
    /// What an event has to add to count at all; one that adds less is as if it had not happened.
    public var minimumPerEvent: Amount?
    /// Weekdays that need no activity, 0 for Sunday; of daily streaks only.
    public var daysOff: Set<Int> = []
    /// How many days users may take off by themselves.
    public var restDays = RestDayLimits.none
    /// How many missed periods each run may have.
    public var gracePeriods = 0
    /// Whether a missed period that nothing covers takes the count; otherwise the streak lapses.
    public var resetsOnMiss = true
    /// How freezes come to users, and how many one may hold.
    public var freezes = FreezeRule()
    /// In how many last seconds of a period a streak can be at risk; all of them unless set.
    public var atRiskSeconds: Int64?
    /// The zone of users who have told none, where it is not the workspace's.
    public var fallbackZone: Zone?

    /// A rule that forgives nothing.
    public init(window: StreakWindow, condition: StreakCondition = .count(minimum: 1)) {
        self.window = window
        self.condition = condition
    }

    /// Fills in what events have to carry, source by source.
    mutating func compile(with keys: [AttributeID: String]) {
        for source in sources.indices { sources[source].compile(with: keys) }
    }

    /// The metrics whose events count.
    public var metrics: Set<MetricID> { Set(sources.map(\.metric)) }
}

/// Events of one metric that count for a streak.
public struct StreakSource: Hashable, Sendable {
    /// The metric.
    public var metric: MetricID
    /// What this source alone has to reach, in place of the condition's minimum.
    public var threshold: Amount?
    /// What the event has to carry.
    public var filter: AttributeFilter
    /// What else has to be true of what it carries.
    public var condition: EventCondition?
    /// The same by the keys of the attributes, as events carry them; a rulebook fills it in.
    var wanted: [String: String] = [:]

    /// The events of a metric.
    public init(
        metric: MetricID,
        threshold: Amount? = nil,
        filter: AttributeFilter = AttributeFilter(),
        condition: EventCondition? = nil
    ) {
        self.metric = metric
        self.threshold = threshold
        self.filter = filter
        self.condition = condition
    }
}

extension StreakSource {
    /// Fills in what events have to carry; an attribute that is gone can be carried by none.
    mutating func compile(with keys: [AttributeID: String]) {
        wanted = [:]
        for (id, value) in filter.attributes { wanted[keys[id] ?? ""] = value }
    }
}

/// How time is cut into the periods of a streak.
public enum StreakWindow: Hashable, Sendable {
    /// Days, weeks or months, in the user's zone unless one is given.
    case calendar(CalendarWindow, zone: Zone?)
    /// Windows of a length, each opened by the first event that no earlier one holds (R11).
    case rolling(Duration)

    /// Whether it goes by days that begin when the user has said so.
    var goesByUsersDays: Bool {
        if case .calendar(_, zone: nil) = self { true } else { false }
    }
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

/// How freezes come to users, and how many one may hold (R7).
public struct FreezeRule: Hashable, Sendable {
    /// How many a new user has.
    public var startCount = 0
    /// How many a user may hold; what would go above is lost.
    public var maximum = 100
    /// How more of them come with time.
    public var earning: Earning?

    /// So many freezes, every so many days since the user was first seen.
    public struct Earning: Hashable, Sendable {
        /// How many at a time.
        public var count: Int
        /// After how many days.
        public var days: Int

        /// So many freezes, every so many days.
        public init(count: Int, days: Int) {
            self.count = count
            self.days = days
        }
    }

    /// Freezes that only grants bring.
    public init(startCount: Int = 0, maximum: Int = 100, earning: Earning? = nil) {
        self.startCount = startCount
        self.maximum = maximum
        self.earning = earning
    }
}
