import CivilTime
import Testing

@Suite struct CalendarWindowTests {
    private let zones = ZoneDatabase()

    @Test(arguments: [
        "UTC", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana",
        "America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Kwajalein",
        "America/Asuncion", "Africa/Casablanca", "Antarctica/Troll",
    ])
    func `periods follow each other without gap or overlap`(name: String) throws {
        let zone = try zones.zone(named: name)
        let units: [CalendarUnit] = [.day, .week(start: 0), .week(start: 6), .month]
        for start in ["1993-08-01T00:00:00Z", "1994-12-15T00:00:00Z", "2010-10-20T00:00:00Z"] {
            for unit in units {
                for reset in ["00:00", "00:30", "02:30", "23:59:59"] {
                    let window = CalendarWindow(unit: unit, resetTime: try WallTime(reset))
                    try follow(window, from: try Instant(iso8601: start), in: zone)
                }
            }
        }
    }

    private func follow(_ window: CalendarWindow, from start: Instant, in zone: Zone) throws {
        var period = window.period(containing: start, in: zone)
        try #require(period.contains(start))
        let count = window.unit == .day ? 450 : 16
        for _ in 0..<count {
            let next = window.next(after: period, in: zone)
            try #require(period.start < period.end)
            try #require(next.start == period.end)
            try #require(next.firstDate > period.lastDate)
            try #require(window.previous(before: next, in: zone) == period)
            try #require(window.period(containing: next.start, in: zone) == next)
            try #require(
                window.period(containing: next.start.adding(microseconds: -1), in: zone) == period
            )
            try #require(window.period(holding: next.firstDate, in: zone) == next)
            period = next
        }
    }

    @Test(arguments: [
        (CalendarUnit.day, "2011-12-29", "2011-12-29", 24),
        (.day, "2011-12-30", "2011-12-31", 24),
        (.week(start: 0), "2011-12-25", "2011-12-31", 6 * 24),
        (.week(start: 5), "2011-12-30", "2012-01-05", 6 * 24),
        (.month, "2011-12-01", "2011-12-31", 30 * 24),
    ])
    func `a missing date makes no period and shortens the longer ones`(
        unit: CalendarUnit,
        date: String,
        last: String,
        hours: Int64
    ) throws {
        let apia = try zones.zone(named: "Pacific/Apia")
        for reset in ["00:00", "04:00"] {
            let window = CalendarWindow(unit: unit, resetTime: try WallTime(reset))
            let period = window.period(holding: try CivilDate(iso8601: date), in: apia)
            #expect(period.lastDate.iso8601 == last)
            #expect(period.end - period.start == .seconds(hours * 3600))
        }
    }

    @Test func `a month is as long as the calendar says`() throws {
        let zone = try zones.zone(named: "America/New_York")
        let window = CalendarWindow(unit: .month, resetTime: try WallTime("04:00"))
        let period = window.period(
            containing: try Instant(iso8601: "2025-04-01T07:59:59Z"),
            in: zone
        )
        #expect(period.firstDate.iso8601 == "2025-03-01")
        #expect(period.lastDate.iso8601 == "2025-03-31")
        #expect(period.start.iso8601 == "2025-03-01T09:00:00.000Z")
        #expect(period.end.iso8601 == "2025-04-01T08:00:00.000Z")
    }

    @Test func `the ends of time are periods too`() throws {
        let zone = try zones.zone(named: "America/New_York")
        for unit in [.day, .week(start: 3), .month] as [CalendarUnit] {
            let window = CalendarWindow(unit: unit)
            for instant in [Instant.distantPast, .distantFuture] {
                let period = window.period(containing: instant, in: zone)
                #expect(period.start <= instant && instant <= period.end)
                #expect(window.next(after: period, in: zone).start >= period.start)
                #expect(window.previous(before: period, in: zone).start <= period.start)
            }
        }
    }
}
