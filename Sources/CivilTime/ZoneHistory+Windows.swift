extension CalendarWindow {
    /// The window as somebody lives by it: whose days begin when the user has said so, where the user
    /// has.
    public func lived(by entry: ZoneHistory.Entry) -> CalendarWindow {
        guard let dayStartsAt = entry.dayStartsAt else { return self }
        return CalendarWindow(unit: unit, resetTime: dayStartsAt)
    }
}

extension ZoneHistory {
    /// Whether days have ever begun at a time of the user's own.
    public var hasOwnDayStarts: Bool {
        entries.count > 1 && entries.contains { $0.dayStartsAt != nil }
    }

    /// The period of a window that holds an instant, where the user was then.
    public func period(containing instant: Instant, of window: CalendarWindow) -> Period {
        let entry = entry(at: instant)
        return window.lived(by: entry).period(containing: instant, in: entry.zone)
    }

    /// The date whose day holds an instant, where the user was then, as a window cuts days.
    public func day(containing instant: Instant, of window: CalendarWindow) -> CivilDate {
        let entry = entry(at: instant)
        let resetTime = entry.dayStartsAt ?? window.resetTime
        return entry.zone.day(containing: instant, resetTime: resetTime)
    }
}
