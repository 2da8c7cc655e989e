public import CivilTime

/// How a metric of a user went over time.
public enum MetricSummary {
    /// What one point of a summary stands for.
    public enum Aggregation: String, Sendable, CaseIterable {
        case daily
        case weekly
        case monthly

        /// The first date of the period that holds a date; weeks begin on Sunday.
        public func firstDate(of date: CivilDate) -> CivilDate {
            switch self {
            case .daily: date
            case .weekly: date.startOfWeek(weekStart: 0)
            case .monthly: date.firstOfMonth
            }
        }

        /// The first date of the period after the one that begins on a date.
        func next(after first: CivilDate) -> CivilDate {
            switch self {
            case .daily: first.adding(days: 1)
            case .weekly: first.adding(days: 7)
            case .monthly: first.adding(months: 1)
            }
        }
    }

    /// One period.
    public struct Point: Hashable, Sendable {
        /// Its first date.
        public let date: CivilDate
        /// The total at its end.
        public let total: Amount
        /// What the period added.
        public let change: Amount
    }

    /// A point for every period that dates touch, oldest first.
    ///
    /// `days` are in order, and may begin with the last one before the dates, which tells the
    /// total then. Days of a period that lie outside the dates are not counted in its change.
    public static func points(
        of days: [MetricDay],
        over dates: ClosedRange<CivilDate>,
        by aggregation: Aggregation
    ) -> [Point] {
        var rest = days[...]
        var total = Amount.zero
        if let before = rest.first, before.day < dates.lowerBound {
            total = before.total
            rest.removeFirst()
        }
        var points: [Point] = []
        var first = aggregation.firstDate(of: dates.lowerBound)
        while first <= dates.upperBound {
            let next = aggregation.next(after: first)
            let period = rest.prefix { $0.day < next }
            rest = rest.dropFirst(period.count)
            total = period.last?.total ?? total
            let change = period.reduce(0) { $0 + $1.change.millionths }
            points.append(Point(date: first, total: total, change: Amount(millionths: change)))
            first = next
        }
        return points
    }
}
