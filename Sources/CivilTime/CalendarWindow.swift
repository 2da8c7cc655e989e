/// How long the periods of a calendar window are.
public enum CalendarUnit: Hashable, Sendable {
    case day
    /// A week that begins on that weekday: 0 is Sunday, 6 is Saturday.
    case week(start: Int)
    case month

    /// The first date of the period that holds a date.
    public func firstDate(of date: CivilDate) -> CivilDate {
        switch self {
        case .day: date
        case .week(let start): date.startOfWeek(weekStart: start)
        case .month: date.firstOfMonth
        }
    }

    /// The first date of the following period, found on the calendar (rule R3).
    public func firstDate(after firstDate: CivilDate) -> CivilDate {
        switch self {
        case .day: firstDate.adding(days: 1)
        case .week: firstDate.adding(days: 7)
        case .month: firstDate.adding(months: 1)
        }
    }
}

/// A slot of a calendar window: the dates it is made of, and the instants that belong to it.
public struct Period: Hashable, Sendable {
    /// The first date on the calendar.
    public let firstDate: CivilDate
    /// The last date on the calendar.
    public let lastDate: CivilDate
    /// The first instant of the period.
    public let start: Instant
    /// The first instant after the period.
    public let end: Instant

    /// Whether an instant belongs to the period.
    public func contains(_ instant: Instant) -> Bool {
        start <= instant && instant < end
    }
}

/// Cuts time into days, weeks or months, each beginning at the reset time of its first day.
public struct CalendarWindow: Hashable, Sendable {
    /// How long the periods are.
    public var unit: CalendarUnit
    /// The wall time at which one day ends and the next begins.
    public var resetTime: WallTime

    /// Makes a window; days begin at midnight unless said otherwise.
    public init(unit: CalendarUnit, resetTime: WallTime = .midnight) {
        self.unit = unit
        self.resetTime = resetTime
    }

    /// The period that holds an instant.
    public func period(containing instant: Instant, in zone: Zone) -> Period {
        period(holding: zone.day(containing: instant, resetTime: resetTime), in: zone)
    }

    /// The period that holds a date.
    ///
    /// A date that does not exist in the zone is no day of its own (rule R4), so a daily window
    /// answers with the next day that is one.
    public func period(holding date: CivilDate, in zone: Zone) -> Period {
        let date = unit == .day ? zone.firstDay(onOrAfter: date) : date
        let first = unit.firstDate(of: date)
        let next = unit.firstDate(after: first)
        return Period(
            firstDate: first,
            lastDate: next.adding(days: -1),
            start: boundary(first, in: zone),
            end: boundary(next, in: zone)
        )
    }

    /// The period after one, skipping dates that do not exist in the zone.
    public func next(after period: Period, in zone: Zone) -> Period {
        self.period(holding: period.lastDate.adding(days: 1), in: zone)
    }

    /// The period before one, skipping dates that do not exist in the zone.
    public func previous(before period: Period, in zone: Zone) -> Period {
        let date =
            unit == .day
            ? zone.day(before: period.firstDate) : period.firstDate.adding(days: -1)
        return self.period(holding: date, in: zone)
    }

    /// Where a period that begins with a date begins.
    ///
    /// When that date is missing from the zone, the first one that is not begins the period, so
    /// that a week begins exactly when its first day does.
    private func boundary(_ date: CivilDate, in zone: Zone) -> Instant {
        zone.startOfDay(zone.firstDay(onOrAfter: date), resetTime: resetTime)
    }
}
