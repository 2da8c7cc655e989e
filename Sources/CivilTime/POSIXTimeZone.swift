/// The rule at the end of a TZif file, for all moments after its table: a POSIX `TZ` string.
///
/// Example: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct POSIXTimeZone: Hashable, Sendable {
    /// Seconds east of UTC outside daylight saving time.
    var standardOffset: Int
    /// Daylight saving time, in zones that have it.
    var daylight: Daylight?

    struct Daylight: Hashable, Sendable {
        /// Seconds east of UTC during daylight saving time.
        var offset: Int
        var start: Rule
        var end: Rule
    }

    /// A day of the year, and a time on it that may reach a week away (`-167` to `167` hours).
    struct Rule: Hashable, Sendable {
        var day: Day
        var secondOfDay: Int
    }

    enum Day: Hashable, Sendable {
        /// `Jn`: day 1 to 365, where February 29 is never counted.
        case julian(Int)
        /// `n`: day 0 to 365, where February 29 is counted.
        case ordinal(Int)
        /// `Mm.w.d`: the weekday of that week (5 is the last) of a month.
        case weekday(month: Int, week: Int, weekday: Int)
    }
}

/// A moment from which another offset holds.
struct OffsetChange: Hashable, Sendable {
    var second: Int64
    var offset: Int
}

// MARK: - Offsets

extension POSIXTimeZone {
    /// Seconds east of UTC at a moment.
    func offset(at second: Int64) -> Int {
        guard daylight != nil else { return standardOffset }
        return changes(around: second).last { $0.second <= second }?.offset ?? standardOffset
    }

    /// The first change after a moment; nil when the offset never changes again.
    func change(after second: Int64) -> OffsetChange? {
        guard daylight != nil else { return nil }
        let changes = changes(around: second)
        for (earlier, later) in zip(changes, changes.dropFirst())
        where later.second > second && later.offset != earlier.offset {
            return later
        }
        return nil
    }

    private func changes(around second: Int64) -> [OffsetChange] {
        let day = CivilDate(clamping: Int(second.flooredQuotient(86_400)))
        return changes(in: day.year - 2...day.year + 2)
    }

    /// The changes that the rules of those years make, in order and at most one a moment.
    ///
    /// Where a year ends its daylight saving time at the very moment at which the next year
    /// begins its own, daylight saving time never ends: that is how "all year" is written.
    func changes(in years: ClosedRange<Int>) -> [OffsetChange] {
        guard let daylight else { return [] }
        var changes: [OffsetChange] = []
        for year in years {
            let start = daylight.start.second(in: year, offset: standardOffset)
            let end = daylight.end.second(in: year, offset: daylight.offset)
            changes.append(OffsetChange(second: end, offset: standardOffset))
            changes.append(OffsetChange(second: start, offset: daylight.offset))
        }
        let starts = Set(changes.filter { $0.offset == daylight.offset }.map(\.second))
        return
            changes
            .filter { $0.offset == daylight.offset || !starts.contains($0.second) }
            .sorted { $0.second < $1.second }
    }
}

extension POSIXTimeZone.Rule {
    /// The moment of the rule in a year, on a clock that stands `offset` seconds east of UTC.
    func second(in year: Int, offset: Int) -> Int64 {
        Int64(day.dayNumber(in: year)) * 86_400 + Int64(secondOfDay - offset)
    }
}

extension POSIXTimeZone.Day {
    /// The number of the date that the rule names in a year.
    func dayNumber(in year: Int) -> Int {
        let newYear = CivilDate.dayNumber(year: year, month: 1, day: 1)
        switch self {
        case .julian(let day):
            let isPastLeapDay = day >= 60 && CivilDate.isLeap(year: year)
            return newYear + day - (isPastLeapDay ? 0 : 1)
        case .ordinal(let day):
            return newYear + day
        case .weekday(let month, let week, let weekday):
            let first = CivilDate.dayNumber(year: year, month: month, day: 1)
            let firstWeekday = (first + 4).flooredRemainder(7)
            var day = (weekday - firstWeekday).flooredRemainder(7) + (week - 1) * 7
            if day >= CivilDate.dayCount(year: year, month: month) {
                day -= 7
            }
            return first + day
        }
    }
}
