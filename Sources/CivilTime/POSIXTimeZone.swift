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
        guard let daylight else { return standardOffset }
        let year = Self.year(of: second)
        let isDaylight = daylight.spans(in: year - 2...year + 1, standardOffset: standardOffset)
            .contains { $0.contains(second) }
        return isDaylight ? daylight.offset : standardOffset
    }

    /// The first change after a moment; nil when none follows in its year or the next.
    func change(after second: Int64) -> OffsetChange? {
        let year = Self.year(of: second)
        return changes(in: year...year + 1).first { $0.second > second }
    }

    /// The changes that happen in those years (of UTC), in order.
    func changes(in years: ClosedRange<Int>) -> [OffsetChange] {
        guard let daylight, daylight.offset != standardOffset else { return [] }
        // The neighbouring years decide whether a span at the edge ends or goes on.
        let around = years.lowerBound - 2...years.upperBound + 2
        let first = Self.newYear(years.lowerBound)
        let end = Self.newYear(years.upperBound + 1)
        return daylight.spans(in: around, standardOffset: standardOffset)
            .flatMap { span in
                [
                    OffsetChange(second: span.lowerBound, offset: daylight.offset),
                    OffsetChange(second: span.upperBound, offset: standardOffset),
                ]
            }
            .filter { first <= $0.second && $0.second < end }
    }

    private static func year(of second: Int64) -> Int {
        CivilDate(clamping: Int(second.flooredQuotient(86_400))).year
    }

    private static func newYear(_ year: Int) -> Int64 {
        Int64(CivilDate.dayNumber(year: year, month: 1, day: 1)) * 86_400
    }
}

extension POSIXTimeZone.Daylight {
    /// The stretches of daylight saving time that begin in those years, in order, apart.
    ///
    /// South of the equator a stretch ends in the year after it began. Stretches that touch are
    /// one: daylight saving time "all year" is written as one that ends when the next begins.
    fileprivate func spans(
        in years: ClosedRange<Int>,
        standardOffset: Int
    ) -> [Range<Int64>] {
        var spans: [Range<Int64>] = []
        for year in years {
            let begin = start.second(in: year, offset: standardOffset)
            var finish = end.second(in: year, offset: offset)
            if finish < begin {
                finish = end.second(in: year + 1, offset: offset)
            }
            guard begin < finish else { continue }
            if let last = spans.last, begin <= last.upperBound {
                spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, finish)
            } else {
                spans.append(begin..<finish)
            }
        }
        return spans
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
