public import CivilTime

/// The days that a user takes off, in the primary streak (R19).
///
/// They are dates where the user is. What is chosen holds from a date on that has begun nowhere yet, so
/// that nothing of it is about what has been judged.
public struct RestDays: Hashable, Sendable {
    /// The weekdays, as the user has chosen them one after the other, oldest first.
    public var weekly: [Weekly] = []
    /// The dates of vacations, in order; no two of them meet.
    public var vacations: [ClosedRange<CivilDate>] = []

    /// Weekdays, from a date on.
    public struct Weekly: Hashable, Sendable {
        /// The first date.
        public let from: CivilDate
        /// The weekdays, 0 for Sunday.
        public let weekdays: Set<Int>

        /// Weekdays from a date on.
        public init(from: CivilDate, weekdays: Set<Int>) {
            self.from = from
            self.weekdays = weekdays
        }
    }

    /// No days yet.
    public init() {}

    /// Whether nothing was ever chosen.
    public var isEmpty: Bool { weekly.isEmpty && vacations.isEmpty }

    /// Whether a date is one of the weekdays that were chosen for it.
    private func isPlanned(_ date: CivilDate) -> Bool {
        weekly.last { $0.from <= date }?.weekdays.contains(date.weekday) == true
    }

    /// Why nothing is needed on a date, under limits: the first days of each week, and of each year, are
    /// within them.
    func excuse(of date: CivilDate, within limits: RestDayLimits) -> JudgedPeriod.Verdict? {
        if limits.perWeek > 0, isPlanned(date) {
            let earlier = (0..<date.weekday).count { isPlanned(date.adding(days: -1 - $0)) }
            if earlier < limits.perWeek { return .restDay }
        }
        guard limits.vacationDaysPerYear > 0, vacations.contains(where: { $0.contains(date) })
        else { return nil }
        let taken = vacationDays(in: date.year, through: date)
        return taken <= limits.vacationDaysPerYear ? .vacation : nil
    }

    /// How many days of vacation a year has, up to and on a date.
    func vacationDays(in year: Int, through last: CivilDate? = nil) -> Int {
        guard let start = CivilDate(year: year, month: 1, day: 1),
            let end = last ?? CivilDate(year: year, month: 12, day: 31)
        else { return 0 }
        return vacations.reduce(0) { count, dates in
            let first = max(dates.lowerBound, start)
            let last = min(dates.upperBound, end)
            return first <= last ? count + first.days(until: last) + 1 : count
        }
    }

    /// Chooses weekdays from a date on; what was to hold from then on never was.
    mutating func rest(on weekdays: Set<Int>, from date: CivilDate) {
        weekly.removeAll { $0.from >= date }
        guard (weekly.last?.weekdays ?? []) != weekdays else { return }
        weekly.append(Weekly(from: date, weekdays: weekdays))
    }

    /// Chooses the dates of vacations from a date on; those before it stay as they were.
    mutating func takeVacations(_ wanted: [ClosedRange<CivilDate>], from date: CivilDate) {
        let eve = date.adding(days: -1)
        let past = vacations.compactMap { dates -> ClosedRange<CivilDate>? in
            dates.lowerBound < date ? dates.lowerBound...min(dates.upperBound, eve) : nil
        }
        let ahead = wanted.compactMap { dates -> ClosedRange<CivilDate>? in
            dates.upperBound >= date ? max(dates.lowerBound, date)...dates.upperBound : nil
        }
        vacations = Self.joined(past + ahead)
    }

    /// Whether every one of some dates is within vacations.
    func isVacation(_ dates: ClosedRange<CivilDate>) -> Bool {
        vacations.contains {
            $0.lowerBound <= dates.lowerBound && dates.upperBound <= $0.upperBound
        }
    }

    /// Ranges of dates in order, with those that meet made one.
    private static func joined(_ ranges: [ClosedRange<CivilDate>]) -> [ClosedRange<CivilDate>] {
        ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, range in
            guard let last = joined.last, last.upperBound.adding(days: 1) >= range.lowerBound
            else { return joined.append(range) }
            let end = max(last.upperBound, range.upperBound)
            joined[joined.count - 1] = last.lowerBound...end
        }
    }
}
