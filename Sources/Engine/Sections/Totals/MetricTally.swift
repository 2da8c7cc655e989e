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

    /// Adds an amount to a day; nothing changes and the answer is false when a total would not fit.
    public mutating func add(_ amount: Amount, eventCount: Int64, on day: CivilDate) -> Bool {
        let before = (changes, total)
        let index = changes.firstIndex { $0.day >= day } ?? changes.endIndex
        if index == changes.endIndex || changes[index].day != day {
            let change = MetricDayChange(day: day, change: .zero, eventCount: 0)
            changes.insert(change, at: index)
        }
        if let sum = total.adding(amount), let change = changes[index].change.adding(amount) {
            total = sum
            changes[index].change = change
            changes[index].eventCount += eventCount
            if areTotalsWithinLimit { return true }
        }
        (changes, total) = before
        return false
    }

    /// Whether the totals that follow from the changes stay within the limit.
    ///
    /// Of days before the newest stored one, the totals are known to the database alone, which has
    /// to check them; it can add these changes to any total within the limit without overflow.
    private var areTotalsWithinLimit: Bool {
        var sum = Amount.zero
        for change in changes {
            guard let next = sum.adding(change.change) else { return false }
            sum = next
            let isLate = stored.map { change.day < $0.day } ?? false
            let end = isLate ? sum : (stored?.total ?? .zero).adding(sum)
            guard end?.isWithinTotalLimit == true else { return false }
        }
        return total.isWithinTotalLimit
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
