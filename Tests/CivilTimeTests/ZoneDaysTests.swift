import CivilTime
import Testing

/// A day somewhere: when it begins, and how long it is.
struct LocalDay: Sendable, CustomTestStringConvertible {
    var zone: String
    var date: String
    var reset = "00:00"
    var start: String
    var hours: Double
    var why: String

    var testDescription: String { "\(zone) \(date) \(reset): \(why)" }

    static let all = [
        Self(
            zone: "America/New_York",
            date: "2025-03-09",
            start: "2025-03-09T05:00:00.000Z",
            hours: 23,
            why: "clocks forward at 02:00"
        ),
        Self(
            zone: "America/New_York",
            date: "2025-03-09",
            reset: "02:30",
            start: "2025-03-09T07:00:00.000Z",
            hours: 23.5,
            why: "the reset time is jumped over"
        ),
        Self(
            zone: "America/New_York",
            date: "2025-11-02",
            start: "2025-11-02T04:00:00.000Z",
            hours: 25,
            why: "clocks back at 02:00"
        ),
        Self(
            zone: "America/New_York",
            date: "2025-11-02",
            reset: "01:30",
            start: "2025-11-02T05:30:00.000Z",
            hours: 25,
            why: "the reset time comes twice"
        ),
        Self(
            zone: "America/New_York",
            date: "2150-03-08",
            start: "2150-03-08T05:00:00.000Z",
            hours: 23,
            why: "long after the table"
        ),
        Self(
            zone: "Europe/London",
            date: "2025-03-30",
            start: "2025-03-30T00:00:00.000Z",
            hours: 23,
            why: "clocks forward at 01:00"
        ),
        Self(
            zone: "Europe/London",
            date: "2025-10-26",
            start: "2025-10-25T23:00:00.000Z",
            hours: 25,
            why: "clocks back at 02:00"
        ),
        Self(
            zone: "Australia/Lord_Howe",
            date: "2025-04-06",
            start: "2025-04-05T13:00:00.000Z",
            hours: 24.5,
            why: "half an hour back"
        ),
        Self(
            zone: "Australia/Lord_Howe",
            date: "2025-10-05",
            start: "2025-10-04T13:30:00.000Z",
            hours: 23.5,
            why: "half an hour forward"
        ),
        Self(
            zone: "Africa/Cairo",
            date: "2024-04-26",
            start: "2024-04-25T22:00:00.000Z",
            hours: 23,
            why: "midnight is jumped over"
        ),
        Self(
            zone: "Africa/Cairo",
            date: "2024-10-31",
            start: "2024-10-30T21:00:00.000Z",
            hours: 25,
            why: "back at midnight, before it strikes"
        ),
        Self(
            zone: "Asia/Beirut",
            date: "2024-03-31",
            start: "2024-03-30T22:00:00.000Z",
            hours: 23,
            why: "midnight is jumped over"
        ),
        Self(
            zone: "Asia/Beirut",
            date: "2024-10-26",
            start: "2024-10-25T21:00:00.000Z",
            hours: 25,
            why: "back at midnight, before it strikes"
        ),
        Self(
            zone: "America/Asuncion",
            date: "2023-10-01",
            start: "2023-10-01T04:00:00.000Z",
            hours: 23,
            why: "midnight is jumped over"
        ),
        Self(
            zone: "America/Asuncion",
            date: "2024-03-23",
            start: "2024-03-23T03:00:00.000Z",
            hours: 25,
            why: "back at midnight, before it strikes"
        ),
        Self(
            zone: "America/Havana",
            date: "2024-03-10",
            start: "2024-03-10T05:00:00.000Z",
            hours: 23,
            why: "midnight is jumped over"
        ),
        Self(
            zone: "America/Havana",
            date: "2024-11-03",
            start: "2024-11-03T04:00:00.000Z",
            hours: 25,
            why: "midnight comes twice"
        ),
        Self(
            zone: "America/St_Johns",
            date: "2010-11-07",
            start: "2010-11-07T02:30:00.000Z",
            hours: 25,
            why: "back over midnight a minute after it struck"
        ),
        Self(
            zone: "America/St_Johns",
            date: "2010-11-06",
            start: "2010-11-06T02:30:00.000Z",
            hours: 24,
            why: "the day before goes on no longer"
        ),
        Self(
            zone: "Pacific/Apia",
            date: "2011-12-29",
            start: "2011-12-29T10:00:00.000Z",
            hours: 24,
            why: "the day before a missing one"
        ),
        Self(
            zone: "Pacific/Apia",
            date: "2011-12-29",
            reset: "04:00",
            start: "2011-12-29T14:00:00.000Z",
            hours: 24,
            why: "a missing date is no day whatever the reset time"
        ),
        Self(
            zone: "Pacific/Apia",
            date: "2011-12-31",
            start: "2011-12-30T10:00:00.000Z",
            hours: 24,
            why: "the day after a missing one"
        ),
        Self(
            zone: "Pacific/Kwajalein",
            date: "1993-08-20",
            start: "1993-08-20T12:00:00.000Z",
            hours: 24,
            why: "the day before a missing one"
        ),
        Self(
            zone: "Pacific/Kiritimati",
            date: "1995-01-01",
            start: "1994-12-31T10:00:00.000Z",
            hours: 24,
            why: "the day after a missing one"
        ),
    ]
}

@Suite struct ZoneDaysTests {
    private let zones = ZoneDatabase()

    @Test(arguments: LocalDay.all)
    func `a day begins when the wall clock first reaches it`(day: LocalDay) throws {
        let zone = try zones.zone(named: day.zone)
        let date = try CivilDate(iso8601: day.date)
        let reset = try WallTime(day.reset)
        let start = zone.startOfDay(date, resetTime: reset)
        let end = zone.startOfDay(zone.day(after: date), resetTime: reset)
        #expect(start.iso8601 == day.start)
        #expect(end - start == .seconds(Int64(day.hours * 3600)))
        #expect(zone.day(containing: start, resetTime: reset) == date)
        #expect(zone.day(containing: end.adding(microseconds: -1), resetTime: reset) == date)
        #expect(zone.day(containing: start.adding(microseconds: -1), resetTime: reset) < date)
        #expect(zone.day(containing: end, resetTime: reset) == zone.day(after: date))
    }

    @Test(arguments: [
        ("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21"),
        ("Pacific/Kiritimati", "1994-12-31"), ("Pacific/Fakaofo", "2011-12-30"),
    ])
    func `a date that was jumped over does not exist`(name: String, missing: String) throws {
        let zone = try zones.zone(named: name)
        let date = try CivilDate(iso8601: missing)
        #expect(!zone.dayExists(date))
        #expect(zone.dayExists(date.adding(days: -1)))
        #expect(zone.dayExists(date.adding(days: 1)))
        #expect(zone.day(after: date.adding(days: -1)) == date.adding(days: 1))
        #expect(zone.day(before: date.adding(days: 1)) == date.adding(days: -1))
        #expect(zone.startOfDay(date) == zone.startOfDay(date.adding(days: 1)))
    }

    @Test func `exactly the known dates are missing from the calendars of the world`() throws {
        let first = try CivilDate(iso8601: "1970-01-01")
        for name in zones.names() {
            let zone = try zones.zone(named: name)
            let span = zone.startOfDay(first)..<Instant(seconds: 2_240_524_800)
            let jumps = zone.transitions(in: span).filter { transition in
                let before = zone.civilDate(at: transition.instant.adding(seconds: -1))
                return before.days(until: zone.civilDate(at: transition.instant)) > 1
            }
            for jump in jumps {
                let after = zone.civilDate(at: jump.instant)
                #expect(!zone.dayExists(after.adding(days: -1)), "\(name)")
                #expect(name.hasPrefix("Pacific/") || name == "Kwajalein", "\(name)")
            }
        }
    }

    @Test func `a day that has begun goes on when the clock shows yesterday again`() throws {
        let zone = try zones.zone(named: "America/St_Johns")
        let instant = try Instant(iso8601: "2010-11-07T02:45:00Z")
        #expect(zone.localDateTime(at: instant).time == (try WallTime("23:15")))
        #expect(zone.civilDate(at: instant).iso8601 == "2010-11-06")
        #expect(zone.day(containing: instant).iso8601 == "2010-11-07")
    }

    @Test func `before the reset time it is still the day before`() throws {
        let zone = try zones.zone(named: "Europe/Berlin")
        let reset = try WallTime("04:00")
        let early = try Instant(iso8601: "2025-10-15T03:59:59.999+02:00")
        let late = try Instant(iso8601: "2025-10-15T04:00:00+02:00")
        #expect(zone.day(containing: early, resetTime: reset).iso8601 == "2025-10-14")
        #expect(zone.day(containing: late, resetTime: reset).iso8601 == "2025-10-15")
    }

    @Test func `a wall clock shows date time and offset`() throws {
        let zone = try zones.zone(named: "Asia/Kathmandu")
        let local = zone.localDateTime(at: try Instant(iso8601: "1969-12-31T23:59:59.5Z"))
        #expect(local.date.iso8601 == "1970-01-01")
        #expect(local.time.description == "05:29:59")
        #expect(local.offset == 19_800)
    }

    @Test func `transitions are those of the half open range`() throws {
        let zone = try zones.zone(named: "Europe/London")
        let change = try Instant(iso8601: "2025-03-30T01:00:00Z")
        let after = change.adding(microseconds: 1)
        #expect(zone.transitions(in: change..<after).map(\.offsetAfter) == [3600])
        #expect(zone.transitions(in: change..<after).map(\.offsetBefore) == [0])
        #expect(zone.transitions(in: change.adding(seconds: -9)..<change).isEmpty)
        #expect(zone.transitions(in: after..<after.adding(seconds: 9)).isEmpty)
    }
}
