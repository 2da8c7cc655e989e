public import CivilTime
public import Engine
import Storage

/// What a user did in a year, as far as its review needs it.
public struct WrappedYear: Sendable {
    /// The user.
    public let profile: UserProfile
    /// The days of the year.
    public let dates: ClosedRange<CivilDate>
    /// What the user did, in order.
    let events: [Event]
    /// What the totals were before it, by metric.
    let totalsBefore: [MetricID: Amount]
    /// How points went, by system, with the last day before the year.
    let points: [PointsSystemID: [PointsDay]]
    /// Where the user was on leaderboards at the ends of days, and in runs that are final.
    let places: [WrappedPlace]
    /// When achievements were reached, by the user's days.
    let achievements: [(achievement: Achievement, at: Instant, day: CivilDate)]
}

/// Where a user was on a leaderboard on a day.
public struct WrappedPlace: Hashable, Sendable {
    /// The leaderboard.
    public let board: BoardID
    /// The day.
    public let day: CivilDate
    /// The rank.
    public let rank: Int
    /// The score, in the leaderboard's own units.
    public let score: Int64

    /// Where a user was.
    public init(board: BoardID, day: CivilDate, rank: Int, score: Int64) {
        self.board = board
        self.day = day
        self.rank = rank
        self.score = score
    }
}

/// How something went in a part of a year.
public struct WrappedChange: Hashable, Sendable {
    /// The total at the end of it.
    public let total: Amount
    /// What it added.
    public let change: Amount

    /// What it added, in a hundred of what was there before, cut off; a hundred where nothing was.
    public var percent: Int64 {
        let before = total.millionths.subtractingReportingOverflow(change.millionths).partialValue
        guard before != 0 else { return change == .zero ? 0 : 100 }
        let (high, low) = change.millionths.magnitude.multipliedFullWidth(by: 100)
        guard high < before.magnitude else { return .max }
        let share = Int64(clamping: before.magnitude.dividingFullWidth((high, low)).quotient)
        return (change < .zero) == (before < 0) ? share : -share
    }
}

// MARK: - Parts of the year

extension WrappedYear {
    /// How many days, weeks and months had anything done in them.
    public var activeCounts: (days: Int, weeks: Int, months: Int) {
        let days = Set(events.map(\.day))
        return (
            days.count, Set(days.map { $0.startOfWeek(weekStart: 0) }).count,
            Set(days.map(\.firstOfMonth)).count
        )
    }

    /// The day on which most was done, the first of several; the first of the year where nothing was.
    public var mostActiveDay: CivilDate { most { $0 } ?? dates.lowerBound }

    /// The week, by its first day.
    public var mostActiveWeek: CivilDate {
        most { $0.startOfWeek(weekStart: 0) } ?? dates.lowerBound.startOfWeek(weekStart: 0)
    }

    /// The month, by its first day.
    public var mostActiveMonth: CivilDate { most(\.firstOfMonth) ?? dates.lowerBound }

    private func most(_ part: (CivilDate) -> CivilDate) -> CivilDate? {
        var counts: [CivilDate: Int] = [:]
        for event in events { counts[part(event.day), default: 0] += 1 }
        return counts.max { left, right in
            left.value == right.value ? left.key > right.key : left.value < right.value
        }?.key
    }

    /// How a metric went on some days; nothing where nothing was done of it.
    public func change(of metric: MetricID, on days: ClosedRange<CivilDate>) -> WrappedChange? {
        change(on: days, from: totalsBefore[metric] ?? .zero) { $0.metric == metric }
    }

    /// How what events with a value of an attribute add up to went.
    public func change(
        of metric: MetricID,
        with value: String,
        of attribute: String,
        on days: ClosedRange<CivilDate>
    ) -> WrappedChange? {
        change(on: days, from: .zero) { event in
            event.metric == metric
                && event.attributes[attribute].map { $0.isSameID(as: value) } ?? false
        }
    }

    private func change(
        on days: ClosedRange<CivilDate>,
        from before: Amount,
        _ counts: (Event) -> Bool
    ) -> WrappedChange? {
        var total = before.millionths
        var change: Int64 = 0
        var isTouched = false
        for event in events where event.day <= days.upperBound && counts(event) {
            total = total.addingReportingOverflow(event.amount.millionths).partialValue
            guard event.day >= days.lowerBound else { continue }
            change = change.addingReportingOverflow(event.amount.millionths).partialValue
            isTouched = true
        }
        guard isTouched else { return nil }
        return WrappedChange(total: Amount(millionths: total), change: Amount(millionths: change))
    }

    /// The values of attributes that events of a metric carried on some days, in order.
    public func attributes(
        of metric: MetricID,
        on days: ClosedRange<CivilDate>
    ) -> [(key: String, values: [String])] {
        var values: [String: Set<String>] = [:]
        for event in events where event.metric == metric && days.contains(event.day) {
            for (key, value) in event.attributes { values[key, default: []].insert(value) }
        }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
    }

    /// How points of a system went on some days; nothing where nothing was added.
    public func change(
        of system: PointsSystemID,
        on days: ClosedRange<CivilDate>
    ) -> (total: Int64, change: Int64)? {
        guard let own = points[system] else { return nil }
        let inside = own.filter { days.contains($0.day) }
        guard let last = inside.last else { return nil }
        return (last.total, inside.reduce(0) { $0 + $1.change })
    }

    /// What was reached on some days.
    public func achievements(
        on days: ClosedRange<CivilDate>
    ) -> [(achievement: Achievement, at: Instant)] {
        achievements.filter { days.contains($0.day) }.map { ($0.achievement, $0.at) }
    }

    /// The best place on a leaderboard on some days.
    public func best(on board: BoardID, on days: ClosedRange<CivilDate>) -> WrappedPlace? {
        places.filter { $0.board == board && days.contains($0.day) }.min { $0.rank < $1.rank }
    }
}
