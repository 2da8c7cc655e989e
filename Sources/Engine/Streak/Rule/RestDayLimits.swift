import CivilTime

/// How many days users may take off by themselves, of daily streaks only (R19).
public struct RestDayLimits: Hashable, Sendable {
    /// How many weekdays, in each week from Sunday on.
    public var perWeek: Int
    /// How many days of vacation, in each year.
    public var vacationDaysPerYear: Int

    /// Limits; without any, nobody takes a day off.
    public init(perWeek: Int = 0, vacationDaysPerYear: Int = 0) {
        self.perWeek = perWeek
        self.vacationDaysPerYear = vacationDaysPerYear
    }

    /// No days at all.
    public static let none = RestDayLimits()

    /// The larger of both, part by part.
    func easier(_ other: RestDayLimits) -> RestDayLimits {
        RestDayLimits(
            perWeek: max(perWeek, other.perWeek),
            vacationDaysPerYear: max(vacationDaysPerYear, other.vacationDaysPerYear)
        )
    }
}
