/// A date on the calendar, with no zone and no time: what a person calls a day.
///
/// The calendar is the proleptic Gregorian one, as in ISO 8601.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before it.
    public var dayNumber: Int32

    /// Makes the date that many days after 1970-01-01.
    public init(dayNumber: Int32) {
        self.dayNumber = dayNumber
    }

    /// Makes a date, or nil when there is no such day in the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.dayCount(year: year, month: month)
        else { return nil }
        self.init(clamping: Self.dayNumber(year: year, month: month, day: day))
    }

    /// Makes the date with that number, stopping at the ends of the range.
    init(clamping dayNumber: Int) {
        self.dayNumber = Int32(clamping: dayNumber)
    }

    /// The year; zero and below for the years before year 1.
    public var year: Int { parts.year }
    /// The month, 1 to 12.
    public var month: Int { parts.month }
    /// The day of the month, 1 to 31.
    public var day: Int { parts.day }

    /// The day of the week: 0 is Sunday, 6 is Saturday.
    public var weekday: Int {
        // 1970-01-01 was a Thursday.
        (Int(dayNumber) + 4).flooredRemainder(7)
    }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool {
        left.dayNumber < right.dayNumber
    }
}

// MARK: - Calendar arithmetic

extension CivilDate {
    /// The date that many days later (earlier when negative).
    public func adding(days: Int) -> Self {
        Self(clamping: Int(dayNumber).clampedAdding(days))
    }

    /// How many days lie between this date and a later one; negative for an earlier one.
    public func days(until other: Self) -> Int {
        Int(other.dayNumber) - Int(dayNumber)
    }

    /// The first date of the month.
    public var firstOfMonth: Self {
        adding(days: 1 - day)
    }

    /// The last date of the month.
    public var lastOfMonth: Self {
        firstOfMonth.adding(months: 1).adding(days: -1)
    }

    /// The same day that many months later; the last day of the month where that day is missing.
    public func adding(months: Int) -> Self {
        let here = parts
        // Wider steps than this leave the range of dates anyway.
        let step = min(max(months, -120_000_000), 120_000_000)
        let monthCount = here.year * 12 + (here.month - 1) + step
        let year = monthCount.flooredQuotient(12)
        let month = monthCount.flooredRemainder(12) + 1
        let day = min(here.day, Self.dayCount(year: year, month: month))
        return Self(clamping: Self.dayNumber(year: year, month: month, day: day))
    }

    /// The first date of the week that holds this date, for weeks that begin on `weekStart`.
    ///
    /// 0 is Sunday and 6 is Saturday; other numbers wrap around.
    public func startOfWeek(weekStart: Int) -> Self {
        adding(days: -(weekday - weekStart.flooredRemainder(7)).flooredRemainder(7))
    }
}

// MARK: - Between numbers and calendars

extension CivilDate {
    /// The days of 400 years, after which the Gregorian calendar repeats.
    private static let daysPerCycle = 146_097
    /// The days from 0000-03-01 to 1970-01-01.
    private static let daysBeforeEpoch = 719_468

    struct Parts {
        var year: Int
        var month: Int
        var day: Int
    }

    /// The year, month and day in one go.
    ///
    /// Years are counted from March, so that a leap day is the last day of its year.
    var parts: Parts {
        let days = Int(dayNumber) + Self.daysBeforeEpoch
        let cycle = days.flooredQuotient(Self.daysPerCycle)
        let dayOfCycle = days.flooredRemainder(Self.daysPerCycle)
        let leapDays = dayOfCycle / 1460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
        let yearOfCycle = (dayOfCycle - leapDays) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return Parts(
            year: cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0),
            month: month,
            day: day
        )
    }

    /// The number of a date that is known to be real.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let monthFromMarch = month <= 2 ? month + 9 : month - 3
        let cycle = yearFromMarch.flooredQuotient(400)
        let yearOfCycle = yearFromMarch.flooredRemainder(400)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * daysPerCycle + dayOfCycle - daysBeforeEpoch
    }

    static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
