import CivilTime
import Testing

@Suite struct CivilDateTests {
    @Test func `every day of eight centuries follows the one before`() throws {
        var date = try CivilDate(iso8601: "1600-01-01")
        let last = try CivilDate(iso8601: "2400-12-31")
        var weekday = date.weekday
        #expect(weekday == 6)
        while date < last {
            let next = date.adding(days: 1)
            weekday = (weekday + 1) % 7
            let isNewMonth = next.day == 1
            try #require(next.weekday == weekday)
            try #require(CivilDate(year: next.year, month: next.month, day: next.day) == next)
            try #require(isNewMonth || (next.month == date.month && next.day == date.day + 1))
            try #require(!isNewMonth || next.month == date.month % 12 + 1)
            try #require(next.month != 1 || !isNewMonth || next.year == date.year + 1)
            date = next
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2),
        ("2025-10-15", 20_376, 3), ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5),
    ])
    func `a date has a number and a weekday`(text: String, number: Int32, weekday: Int) throws {
        let date = try CivilDate(iso8601: text)
        #expect(date.dayNumber == number)
        #expect(date.weekday == weekday)
        #expect(date.iso8601 == text)
    }

    @Test(arguments: [
        "", "2025", "2025-1-1", "2025-02-29", "1900-02-29", "2025-13-01", "2025-00-01",
        "2025-01-00", "2025-01-32", "0000-01-01", "-025-01-01", "2025-01-01T", "2025/01/01",
        "20250101", "2025-01-01 ", "２０２５-01-01",
    ])
    func `anything but a real date is refused`(text: String) {
        let error = #expect(throws: CivilTimeError.self) { try CivilDate(iso8601: text) }
        #expect(error?.code == .invalidDate)
    }

    @Test(arguments: [
        (0, "2025-10-12"), (1, "2025-10-13"), (2, "2025-10-14"), (3, "2025-10-15"),
        (4, "2025-10-09"), (5, "2025-10-10"), (6, "2025-10-11"), (7, "2025-10-12"),
        (-1, "2025-10-11"), (Int.max, "2025-10-12"), (Int.min, "2025-10-11"),
    ])
    func `a week begins on the day that was chosen`(weekStart: Int, expected: String) throws {
        let date = try CivilDate(iso8601: "2025-10-15")
        let remainder = ((weekStart % 7) + 7) % 7
        let start = date.startOfWeek(weekStart: weekStart)
        #expect(start.weekday == remainder)
        #expect((0..<7).contains(start.days(until: date)))
        if (0...7).contains(weekStart) || weekStart == -1 {
            #expect(start.iso8601 == expected)
        }
    }

    @Test(arguments: [
        ("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-01", 1, "2026-01-01"), ("2025-01-01", -1, "2024-12-01"),
        ("2025-03-01", -27, "2022-12-01"), ("2025-10-15", 0, "2025-10-15"),
    ])
    func `months are added on the calendar`(from: String, months: Int, expected: String) throws {
        #expect(try CivilDate(iso8601: from).adding(months: months).iso8601 == expected)
    }

    @Test func `a month has a first and a last date`() throws {
        let date = try CivilDate(iso8601: "2024-02-10")
        #expect(date.firstOfMonth.iso8601 == "2024-02-01")
        #expect(date.lastOfMonth.iso8601 == "2024-02-29")
    }

    @Test func `arithmetic stops at the ends of the calendar instead of trapping`() {
        let last = CivilDate(dayNumber: .max)
        let first = CivilDate(dayNumber: .min)
        #expect(last.adding(days: .max) == last)
        #expect(first.adding(days: .min) == first)
        #expect(last.adding(months: .max) == last)
        #expect(first.adding(months: .min) == first)
        #expect(first.iso8601.hasPrefix("-5877641-"))
        #expect(Zone.utc.startOfDay(last) == .distantFuture)
        #expect(Zone.utc.day(containing: .distantFuture).year == 294_247)
        #expect(Zone.utc.day(containing: .distantPast).year == -290_308)
    }
}

@Suite struct WallTimeTests {
    @Test(arguments: [
        ("00:00", 0, "00:00"), ("04:30", 16_200, "04:30"), ("23:59:59", 86_399, "23:59:59"),
        ("12:00:00", 43_200, "12:00"),
    ])
    func `a time of day is read and written`(text: String, second: Int, written: String) throws {
        let time = try WallTime(text)
        #expect(time.secondOfDay == second)
        #expect(time.description == written)
    }

    @Test(arguments: ["", "4:30", "24:00", "12:60", "12:00:60", "12", "12:00:", "-1:00", "12:00 "])
    func `anything that no clock shows is refused`(text: String) {
        let error = #expect(throws: CivilTimeError.self) { try WallTime(text) }
        #expect(error?.code == .invalidTime)
    }
}
