public import CivilTime

/// One user's days of one metric as a fold needs them: the newest stored one, and what the fold
/// has changed so far.
public struct MetricTally: Hashable, Sendable {
    /// The metric.
    public let metric: MetricID
    /// The newest day that is stored, if any.
    public let stored: MetricDay?
    /// The days that change, oldest first.
    public private(set) var changes: [MetricDayChange] = []
    /// The total with every change so far.
    public private(set) var total: Amount

    /// A tally that starts from the newest stored day.
    public init(metric: MetricID, stored: MetricDay?) {
        self.metric = metric
        self.stored = stored
        total = stored?.total ?? .zero
    }

    /// Adds an amount to a day; nothing changes and the answer is false when the total would not fit.
    public mutating func add(_ amount: Amount, eventCount: Int64, on day: CivilDate) -> Bool {
        let index = changes.firstIndex { $0.day >= day } ?? changes.endIndex
        let isKnown = index < changes.endIndex && changes[index].day == day
        let before = isKnown ? changes[index].change : .zero
        guard let sum = total.adding(amount), let change = before.adding(amount) else {
            return false
        }
        total = sum
        if isKnown {
            changes[index].change = change
            changes[index].eventCount += eventCount
        } else {
            let change = MetricDayChange(day: day, change: amount, eventCount: eventCount)
            changes.insert(change, at: index)
        }
        return true
    }

    /// The days to store as they are, when every change is to the newest stored day or later;
    /// nothing when an earlier day changes, so that the totals after it have to move too.
    public var daysToStore: [MetricDay]? {
        guard let first = changes.first else { return [] }
        if let stored, first.day < stored.day { return nil }
        var running = stored?.total ?? .zero
        return changes.map { change in
            var day = MetricDay(
                day: change.day,
                change: change.change,
                total: running,
                eventCount: change.eventCount
            )
            if let stored, stored.day == change.day {
                day.change.millionths += stored.change.millionths
                day.eventCount += stored.eventCount
            }
            running.millionths += change.change.millionths
            day.total = running
            return day
        }
    }
}
