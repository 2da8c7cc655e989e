public import CivilTime

/// What one user did of one metric on one civil day, and the total at its end.
///
/// The newest of them holds the current total, and a summary over time is read straight off them.
public struct MetricDay: Hashable, Sendable {
    /// The day, in the user's zone at the time of each event.
    public var day: CivilDate
    /// The sum of the day's amounts.
    public var change: Amount
    /// The sum of all amounts up to the day's end.
    public var total: Amount
    /// How many events the day has.
    public var eventCount: Int64

    /// A day with all its parts.
    public init(day: CivilDate, change: Amount, total: Amount, eventCount: Int64) {
        self.day = day
        self.change = change
        self.total = total
        self.eventCount = eventCount
    }
}

/// How events of one group change one day of a metric.
public struct MetricDayChange: Hashable, Sendable {
    /// The day that changes.
    public let day: CivilDate
    /// What is added to its sum.
    public var change: Amount
    /// What is added to its count.
    public var eventCount: Int64

    /// A change of a day.
    public init(day: CivilDate, change: Amount, eventCount: Int64) {
        self.day = day
        self.change = change
        self.eventCount = eventCount
    }
}
