import CivilTime
import Testing

/// What is left of a date after a trip.
struct Trip: Sendable, CustomTestStringConvertible {
    var from: String
    var to: String
    var at: String
    var date: String
    var reset = "00:00"
    var lived: Int64
    var isNeutral: Bool

    var testDescription: String { "\(from) to \(to) at \(at): \(date)" }

    private static let east = ("Pacific/Honolulu", "Pacific/Auckland")
    private static let line = ("Pacific/Honolulu", "Pacific/Kiritimati")

    private init(
        _ way: (String, String),
        at: String,
        date: String,
        reset: String = "00:00",
        lived: Int64,
        isNeutral: Bool
    ) {
        (from, to) = way
        self.at = at
        self.date = date
        self.reset = reset
        self.lived = lived
        self.isNeutral = isNeutral
    }

    static let all = [
        // Over the date line westwards: the calendar jumps, 21:00 stands on the clock at once.
        Self(
            east,
            at: "2025-01-10T08:00:00Z",
            date: "2025-01-09",
            lived: 22 * 3600,
            isNeutral: false
        ),
        Self(
            east,
            at: "2025-01-10T08:00:00Z",
            date: "2025-01-10",
            lived: 3 * 3600,
            isNeutral: true
        ),
        Self(
            east,
            at: "2025-01-10T08:00:00Z",
            date: "2025-01-11",
            lived: 24 * 3600,
            isNeutral: false
        ),
        Self(
            east,
            at: "2025-01-10T08:00:00Z",
            date: "2025-01-10",
            reset: "20:00",
            lived: 23 * 3600,
            isNeutral: false
        ),
        Self(
            east,
            at: "2025-01-10T08:00:00Z",
            date: "2025-01-09",
            reset: "20:00",
            lived: 2 * 3600,
            isNeutral: true
        ),
        // A whole date skipped, and the two sides of twelve hours.
        Self(line, at: "2025-01-10T10:00:00Z", date: "2025-01-10", lived: 0, isNeutral: true),
        Self(
            line,
            at: "2025-01-10T10:00:00Z",
            date: "2025-01-09",
            lived: 24 * 3600,
            isNeutral: false
        ),
        Self(
            line,
            at: "2025-01-10T22:00:00Z",
            date: "2025-01-10",
            lived: 12 * 3600,
            isNeutral: false
        ),
        Self(
            line,
            at: "2025-01-10T22:00:00Z",
            date: "2025-01-11",
            lived: 12 * 3600,
            isNeutral: false
        ),
        Self(line, at: "2025-01-10T21:59:59Z", date: "2025-01-10", lived: 43_199, isNeutral: true),
        Self(line, at: "2025-01-10T22:00:01Z", date: "2025-01-11", lived: 43_199, isNeutral: true),
        // Eastwards a date is lived twice.
        Self(
            ("Pacific/Auckland", "Pacific/Honolulu"),
            at: "2025-01-10T07:00:00Z",
            date: "2025-01-10",
            lived: 44 * 3600,
            isNeutral: false
        ),
        Self(
            ("Pacific/Auckland", "Pacific/Honolulu"),
            at: "2025-01-10T07:00:00Z",
            date: "2025-01-09",
            lived: 27 * 3600,
            isNeutral: false
        ),
        Self(
            ("Pacific/Kiritimati", "Pacific/Honolulu"),
            at: "2025-01-11T10:00:00Z",
            date: "2025-01-11",
            lived: 48 * 3600,
            isNeutral: false
        ),
        // Ordinary flights cost or give hours, never the day.
        Self(
            ("Europe/Berlin", "America/New_York"),
            at: "2025-01-10T12:00:00Z",
            date: "2025-01-10",
            lived: 30 * 3600,
            isNeutral: false
        ),
        Self(
            ("America/New_York", "Europe/Berlin"),
            at: "2025-01-10T22:00:00Z",
            date: "2025-01-10",
            lived: 18 * 3600,
            isNeutral: false
        ),
        // The zone itself skips the date, and the trip is to where it exists.
        Self(
            ("Pacific/Pago_Pago", "Pacific/Apia"),
            at: "2011-12-30T12:00:00Z",
            date: "2011-12-30",
            lived: 3600,
            isNeutral: true
        ),
    ]
}

@Suite struct ZoneHistoryTests {
    private let zones = ZoneDatabase()

    private func history(_ first: String, _ changes: (String, String)...) throws -> ZoneHistory {
        ZoneHistory(
            first: try zones.zone(named: first),
            changes: try changes.map { at, name in
                ZoneHistory.Entry(
                    from: try Instant(iso8601: at),
                    zone: try zones.zone(named: name)
                )
            }
        )
    }

    @Test(arguments: Trip.all)
    func `a trip leaves this much of a date`(trip: Trip) throws {
        let history = try history(trip.from, (trip.at, trip.to))
        let date = try CivilDate(iso8601: trip.date)
        let reset = try WallTime(trip.reset)
        #expect(history.livedDuration(of: date, resetTime: reset) == .seconds(trip.lived))
        #expect(history.isNeutral(date, resetTime: reset) == trip.isNeutral)
    }

    @Test func `all dates of a traveller together are all of the time`() throws {
        let history = try history(
            "Pacific/Honolulu",
            ("2025-01-10T08:00:00Z", "Pacific/Auckland"),
            ("2025-01-12T01:00:00Z", "Pacific/Honolulu"),
            ("2025-03-09T08:00:00Z", "Europe/Berlin"),
            ("2025-03-09T11:30:00Z", "America/New_York"),
            ("2025-03-11T00:00:00Z", "Pacific/Kiritimati")
        )
        let first = try CivilDate(iso8601: "2025-01-01")
        let last = try CivilDate(iso8601: "2025-03-31")
        let lived = (0...first.days(until: last)).reduce(Duration.zero) { sum, days in
            sum + history.livedDuration(of: first.adding(days: days))
        }
        let start = try zones.zone(named: "Pacific/Honolulu").startOfDay(first)
        let end = history.latestZone.startOfDay(last.adding(days: 1))
        #expect(lived == end - start)
    }

    @Test func `a zone holds from its instant on`() throws {
        let history = try history(
            "Europe/Berlin",
            ("2025-01-10T12:00:00Z", "Asia/Tokyo"),
            ("2025-01-20T12:00:00Z", "UTC")
        )
        let rows = [
            ("0001-01-01T00:00:00Z", "Europe/Berlin"),
            ("2025-01-10T11:59:59.999999Z", "Europe/Berlin"),
            ("2025-01-10T12:00:00Z", "Asia/Tokyo"), ("2025-01-20T11:59:59Z", "Asia/Tokyo"),
            ("2025-01-20T12:00:00Z", "UTC"), ("9999-01-01T00:00:00Z", "UTC"),
        ]
        for (at, name) in rows {
            #expect(history.zone(at: try Instant(iso8601: at)).identifier == name)
        }
    }

    @Test func `moving to the same zone is no change and the later note wins`() throws {
        let history = try history(
            "UTC",
            ("2025-01-10T12:00:00Z", "UTC"),
            ("2025-01-20T12:00:00Z", "Asia/Tokyo"),
            ("2025-01-20T12:00:00Z", "Europe/Berlin"),
            ("2025-01-15T12:00:00Z", "Asia/Tokyo")
        )
        #expect(history.entries.map(\.zone.identifier) == ["UTC", "Asia/Tokyo", "Europe/Berlin"])
        #expect(ZoneHistory([]) == nil)
    }

    @Test func `a note taken back leaves nothing behind`() throws {
        let history = try history(
            "UTC",
            ("2025-01-10T12:00:00Z", "Asia/Tokyo"),
            ("2025-01-10T12:00:00Z", "UTC")
        )
        #expect(history == ZoneHistory(try zones.zone(named: "UTC")))
    }

    @Test func `a date that is missing in the only zone is not neutral but no date at all`() throws
    {
        let missing = try CivilDate(iso8601: "2011-12-30")
        let stay = try history("Pacific/Apia")
        #expect(stay.livedDuration(of: missing) == .zero)
        #expect(!stay.isNeutral(missing))
        let neighbours = try history("Pacific/Apia", ("2011-12-29T12:00:00Z", "Pacific/Fakaofo"))
        #expect(!neighbours.isNeutral(missing))
    }

    @Test func `a day that its own zone made short is not neutral`() throws {
        // At 2001-09-09T01:46:40Z this zone jumps 20 hours ahead, over most of the day.
        let short = try Zone(
            identifier: "Test/Short",
            tzif: TZifBytes(
                changes: [(1_000_000_000, 1)],
                types: [(0, 0, 0), (72_000, 0, 0)],
                footer: "\n\n"
            ).bytes
        )
        let date = try CivilDate(iso8601: "2001-09-09")
        let moved = ZoneHistory(
            first: .utc,
            changes: [ZoneHistory.Entry(from: Instant(seconds: 900_000_000), zone: short)]
        )
        for history in [ZoneHistory(short), moved] {
            #expect(history.livedDuration(of: date) == .seconds(4 * 3600))
            #expect(!history.isNeutral(date))
        }
    }
}
