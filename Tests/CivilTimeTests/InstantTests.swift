import CivilTime
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("2025-10-15T11:20:32.812Z", "2025-10-15T11:20:32.812Z"),
        ("2025-10-15T11:20:32Z", "2025-10-15T11:20:32.000Z"),
        ("2025-10-15t11:20:32.8z", "2025-10-15T11:20:32.800Z"),
        ("2025-10-15T11:20:32.812999999Z", "2025-10-15T11:20:32.812Z"),
        ("2025-10-15T13:20:32+02:00", "2025-10-15T11:20:32.000Z"),
        ("2025-10-15T00:20:32-11:30", "2025-10-15T11:50:32.000Z"),
        ("2025-12-31T23:59:59-00:01", "2026-01-01T00:00:59.000Z"),
        ("2025-10-15T11:20:32-00:00", "2025-10-15T11:20:32.000Z"),
        ("2024-02-29T00:00:00+23:59", "2024-02-28T00:01:00.000Z"),
        ("2000-02-29T23:59:59Z", "2000-02-29T23:59:59.000Z"),
        ("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999Z"),
        ("1969-12-31T23:59:59.001Z", "1969-12-31T23:59:59.001Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999Z"),
    ])
    func `a real instant is read and written in UTC`(text: String, expected: String) throws {
        #expect(try Instant(iso8601: text).iso8601 == expected)
    }

    @Test(
        arguments: [
            ("", .invalidInstant), ("yesterday", .invalidInstant), ("1760527232", .invalidInstant),
            ("2025-10-15", .invalidInstant), ("2025-10-15T11:20Z", .invalidInstant),
            ("2025-10-15 11:20:32Z", .invalidInstant), ("2025-10-15T11:20:32ZZ", .invalidInstant),
            ("2025-10-15T11:20:32,8Z", .invalidInstant), ("2025-10-15T11:20:32.Z", .invalidInstant),
            ("2025-10-15T11:20:32.1234567890Z", .invalidInstant),
            ("2025-10-15T11:20:32+0200", .invalidInstant),
            ("2025-10-15T11:20:32+2", .invalidInstant),
            ("2025-10-15T11:20:32+24:00", .invalidInstant),
            ("2025-10-15T11:20:32+02:60", .invalidInstant),
            ("2025-10-15T11:20:32Europe/Berlin", .invalidInstant),
            (" 2025-10-15T11:20:32Z", .invalidInstant), ("2025-10-15T11:20:32Z\n", .invalidInstant),
            ("20251015T112032Z", .invalidInstant), ("+2025-10-15T11:20:32Z", .invalidInstant),
            ("-001-10-15T11:20:32Z", .invalidInstant), ("２０２５-10-15T11:20:32Z", .invalidInstant),
            ("0001-01-01T00:00:00+00:01", .invalidInstant),
            ("9999-12-31T23:59:59-00:01", .invalidInstant),
            ("2025-10-15T11:20:32", .missingOffset), ("2025-10-15T11:20:32.812", .missingOffset),
            ("2016-12-31T23:59:60Z", .leapSecond),
            ("2025-02-29T00:00:00Z", .invalidDate), ("1900-02-29T00:00:00Z", .invalidDate),
            ("2025-04-31T00:00:00Z", .invalidDate), ("2025-00-10T00:00:00Z", .invalidDate),
            ("2025-13-10T00:00:00Z", .invalidDate), ("2025-10-00T00:00:00Z", .invalidDate),
            ("0000-01-01T00:00:00Z", .invalidDate),
            ("2025-10-15T24:00:00Z", .invalidTime), ("2025-10-15T23:60:00Z", .invalidTime),
            ("2025-10-15T23:59:61Z", .invalidTime),
        ] as [(String, CivilTimeError.Code)]
    )
    func `anything else is refused with its reason`(text: String, code: CivilTimeError.Code) {
        let error = #expect(throws: CivilTimeError.self) { try Instant(iso8601: text) }
        #expect(error?.code == code)
        #expect(error?.message.contains("\"") == true, "The message quotes what was wrong.")
    }

    @Test func `a missing offset is explained`() {
        let error = #expect(throws: CivilTimeError.self) {
            try Instant(iso8601: "2025-10-15T11:20:32")
        }
        #expect(
            error?.message == "\"2025-10-15T11:20:32\" has no offset from UTC. "
                + "End it with \"Z\" or with an offset such as \"+02:00\"."
        )
    }

    @Test func `a message quotes no more than a little of hostile input`() {
        let error = #expect(throws: CivilTimeError.self) {
            try Instant(iso8601: "\u{1B}[31m\u{202E}\n" + String(repeating: "x", count: 100_000))
        }
        #expect((error?.message.utf8.count ?? .max) < 250)
        #expect(error?.message.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
    }

    @Test func `finer fractions than the microsecond are dropped towards the past`() throws {
        #expect(try Instant(iso8601: "1970-01-01T00:00:00.0000019Z").microseconds == 1)
        #expect(try Instant(iso8601: "1969-12-31T23:59:59.9999999Z").microseconds == -1)
        #expect(Instant(microseconds: -1).milliseconds == -1)
        #expect(Instant(microseconds: -1).seconds == -1)
        #expect(Instant(microseconds: -1).flooredToSecond == Instant(seconds: -1))
    }

    @Test func `arithmetic stops at the ends of time instead of trapping`() {
        #expect(Instant(seconds: .max) == .distantFuture)
        #expect(Instant(milliseconds: .min) == .distantPast)
        #expect(Instant.distantFuture.adding(seconds: .max) == .distantFuture)
        #expect(Instant.distantPast - .seconds(1) == .distantPast)
        #expect(Instant.distantPast + .seconds(Int64.max) > .distantPast)
        #expect((Instant.distantFuture - .distantPast) > .seconds(1))
        #expect(Instant.distantPast.iso8601 == "-0290308-12-21T19:59:05.224Z")
        #expect(Instant.distantFuture.iso8601 == "+0294247-01-10T04:00:54.775Z")
    }

    @Test func `lengths of time add up`() {
        let start = Instant(seconds: 100)
        #expect(start + .milliseconds(1500) == Instant(milliseconds: 101_500))
        #expect(start - .microseconds(1) == Instant(microseconds: 99_999_999))
        #expect(start.adding(milliseconds: -1) - start == .milliseconds(-1))
        #expect(start.adding(microseconds: 7) - start == .microseconds(7))
    }
}
