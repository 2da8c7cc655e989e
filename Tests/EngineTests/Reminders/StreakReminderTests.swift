import CivilTime
import TestBasics
import Testing

@testable import Engine

/// When users are reminded of streaks, by the clocks on their own walls.
@Suite struct StreakReminderTests {
    /// A life, and when its next reminder comes as seen at a moment; nothing where none does.
    private static let moments: [Row<(at: String, world: ReminderWorld), String?>] = [
        Row(
            "four hours before midnight",
            life("2026-11-09 12:00", now: "2026-11-10 09:00"),
            "2026-11-10 20:00"
        ),
        Row(
            "today is done, so tomorrow",
            life("2026-11-10 09:00", now: "2026-11-10 09:00"),
            "2026-11-11 20:00"
        ),
        Row(
            "one second before the end",
            life("2026-11-09 23:59:59", now: "2026-11-10 00:00"),
            "2026-11-10 20:00"
        ),
        Row(
            "nothing once its moment has gone by",
            life("2026-11-09 12:00", now: "2026-11-10 20:00"),
            nil
        ),
        Row(
            "nothing for a streak that broke",
            life("2026-11-08 12:00", now: "2026-11-10 09:00"),
            nil
        ),
        Row("nothing before anything was done", life(nil, now: "2026-11-10 09:00"), nil),
        Row(
            "a day of 23 hours",
            life("2026-03-07 12:00", now: "2026-03-08 00:30"),
            "2026-03-08 20:00"
        ),
        Row(
            "a day of 25 hours",
            life("2026-10-31 12:00", now: "2026-11-01 00:30"),
            "2026-11-01 20:00"
        ),
        Row(
            "hours that go by, not hours of the clock",
            life("2026-03-07 12:00", now: "2026-03-08 00:00") { $0.hours(15) },
            "2026-03-08 09:00"
        ),
        Row(
            "half an hour on Lord Howe",
            life("2026-10-03 12:00", now: "2026-10-04 00:30") {
                $0.zone = "Australia/Lord_Howe"
            },
            "2026-10-04 20:00"
        ),
        Row(
            "half an hour on Lord Howe, counted from the end",
            life("2026-10-03 12:00", now: "2026-10-04 00:00") {
                $0.zone = "Australia/Lord_Howe"
                $0.hours(22)
                $0.settings.quietHours = nil
            },
            "2026-10-04 01:30"
        ),
        Row(
            "the first midnight of all",
            life("2026-11-09 12:00", now: "2026-11-10 00:30") {
                $0.zone = "Pacific/Kiritimati"
            },
            "2026-11-10 20:00"
        ),
        Row(
            "the last one",
            life("2026-11-09 12:00", now: "2026-11-10 00:30") {
                $0.zone = "Pacific/Honolulu"
            },
            "2026-11-10 20:00"
        ),
        Row(
            "earlier where it would be quiet",
            life("2026-11-09 12:00", now: "2026-11-10 00:30") {
                $0.hours(1)
            },
            "2026-11-10 21:45"
        ),
        Row(
            "in time for a day that ends at four",
            life("2026-11-09 12:00", now: "2026-11-10 05:00") {
                $0.resetTime = WallTime(hour: 4, minute: 0) ?? .midnight
            },
            "2026-11-10 21:45"
        ),
        Row(
            "after quiet hours in which the day began",
            life("2026-03-07 12:00", now: "2026-03-08 00:00") { $0.hours(23) },
            "2026-03-08 08:00"
        ),
        Row(
            "at night where nothing is quiet",
            life("2026-11-09 12:00", now: "2026-11-10 00:30") {
                $0.hours(1)
                $0.settings.quietHours = nil
            },
            "2026-11-10 23:00"
        ),
        Row(
            "a week on Friday morning",
            life("2026-11-04 12:00", now: "2026-11-09 12:00") {
                $0.unit = .week(start: 1)
            },
            "2026-11-13 09:00"
        ),
        Row(
            "a month on the 25th",
            life("2026-10-20 12:00", now: "2026-11-09 12:00") {
                $0.unit = .month
            },
            "2026-11-25 09:00"
        ),
        Row(
            "the month after this one",
            life("2026-11-08 12:00", now: "2026-11-09 12:00") {
                $0.unit = .month
            },
            "2026-12-25 09:00"
        ),
        Row(
            "not on a day that a freeze covers",
            life("2026-11-09 12:00", now: "2026-11-10 09:00") {
                $0.grants = [grant("2026-11-01")]
            },
            "2026-11-11 20:00"
        ),
        Row(
            "not on holiday",
            life("2026-11-09 12:00", now: "2026-11-10 09:00") {
                $0.pauses = [pause("2026-11-10", "2026-11-13")]
            },
            "2026-11-14 20:00"
        ),
        Row(
            "before a rolling window closes",
            life("2026-11-09 12:00", now: "2026-11-10 12:30") {
                $0.rule = StreakRule(window: .rolling(.seconds(86_400)))
                $0.settings.quietHours = nil
            },
            "2026-11-11 08:00"
        ),
    ]

    private static func life(
        _ activity: String?,
        now: String,
        _ change: (inout ReminderWorld) -> Void = { _ in }
    ) -> (at: String, world: ReminderWorld) {
        var world = ReminderWorld()
        world.activities = activity.map { [$0] } ?? []
        change(&world)
        return (now, world)
    }

    private static func grant(_ date: String) -> FreezeGrant {
        FreezeGrant(on: (try? CivilDate(iso8601: date)) ?? Zone.utc.civilDate(at: .epoch), count: 1)
    }

    private static func pause(_ from: String, _ to: String) -> StreakPause {
        let dates = [from, to].compactMap { try? CivilDate(iso8601: $0) }
        return StreakPause(dates[0]...dates[1])
    }

    @Test(arguments: moments)
    func `a streak is reminded of by the user's own clock`(
        row: Row<(at: String, world: ReminderWorld), String?>
    ) throws {
        let (at, world) = row.input
        let found = try world.search().next(after: try world.instant(at))
        let moment = found.occasion?.moment(
            in: try world.home(),
            avoiding: world.settings.quietHours
        )
        #expect(try world.wall(moment) == row.expected)
    }

    /// A life, and what becomes of its reminder at the moment of sending.
    private static let decisions: [Row<(at: String, world: ReminderWorld), String>] = [
        Row("in time", life("2026-11-09 12:00", now: "2026-11-10 20:00"), "send email"),
        Row(
            "too early",
            life("2026-11-09 12:00", now: "2026-11-10 19:59:59"),
            "move 2026-11-10 20:00 not_yet"
        ),
        Row(
            "extended one second before",
            life("2026-11-10 19:59:59", now: "2026-11-10 20:00"),
            "drop extended"
        ),
        Row("broken since", life("2026-11-08 12:00", now: "2026-11-10 20:00"), "drop broken"),
        Row(
            "frozen",
            life("2026-11-09 12:00", now: "2026-11-10 20:00") {
                $0.grants = [grant("2026-11-01")]
            },
            "drop frozen"
        ),
        Row(
            "paused",
            life("2026-11-09 12:00", now: "2026-11-10 20:00") {
                $0.pauses = [pause("2026-11-10", "2026-11-13")]
            },
            "drop paused"
        ),
        Row(
            "late, and quiet by now",
            life("2026-11-09 12:00", now: "2026-11-10 23:00"),
            "drop quiet_hours"
        ),
        Row(
            "late, and not quiet yet",
            life("2026-11-09 12:00", now: "2026-11-10 21:59"),
            "send email"
        ),
        Row(
            "the kind is off",
            life("2026-11-09 12:00", now: "2026-11-10 20:00") {
                $0.settings.kinds[.streakReminder]?.isEnabled = false
            },
            "drop switched_off"
        ),
        Row(
            "of the control group",
            life("2026-11-09 12:00", now: "2026-11-10 20:00") {
                $0.user.isControl = true
            },
            "drop control"
        ),
        Row(
            "without an address",
            life("2026-11-09 12:00", now: "2026-11-10 20:00") {
                $0.user.email = nil
            },
            "drop no_address"
        ),
        Row(
            "who takes no mail",
            life("2026-11-09 12:00", now: "2026-11-10 20:00") {
                $0.user.subscribesToEmails = false
            },
            "drop no_consent"
        ),
        Row(
            "who does not want it",
            life("2026-11-09 12:00", now: "2026-11-10 20:00") {
                $0.user.preferences.notifications[.streakReminder] = []
            },
            "drop preference"
        ),
        Row(
            "who wants another kind alone",
            life("2026-11-09 12:00", now: "2026-11-10 20:00") {
                $0.user.preferences.notifications[.recap] = []
            },
            "send email"
        ),
        Row(
            "moved west, so that the day goes on",
            life("2026-11-08T22:00:00Z", now: "2026-11-10T20:00:00+14:00") {
                $0.zone = "Pacific/Honolulu"
                $0.before = ("Pacific/Kiritimati", "2026-11-10T01:00:00Z")
            },
            "drop extended"
        ),
        Row(
            "moved east, so that it is later than it was",
            life("2026-11-08 22:00", now: "2026-11-10 20:30") {
                $0.zone = "Pacific/Kiritimati"
                $0.before = ("Asia/Tokyo", "2026-11-10 12:00")
                $0.activities = ["2026-11-09 12:00"]
            },
            "send email"
        ),
    ]

    @Test(arguments: decisions)
    func `what is due is judged again when it is sent`(
        row: Row<(at: String, world: ReminderWorld), String>
    ) throws {
        let (at, world) = row.input
        #expect(try world.decide(at: at) == row.expected)
    }

    @Test func `nobody who switched the streak off is reminded of it`() throws {
        var world = ReminderWorld()
        world.activities = ["2026-11-09 12:00"]
        #expect(
            try world.decide(at: "2026-11-10 20:00", isSwitchedOff: true) == "drop streak_off"
        )
    }

    @Test func `a campaign is for streaks worth saving`() throws {
        var world = ReminderWorld()
        world.activities = (4...9).map { "2026-11-0\($0) 12:00" }
        #expect(try world.decide(.streakAtRisk, at: "2026-11-10 21:45") == "drop too_short")
        world.activities.append("2026-11-03 12:00")
        #expect(try world.decide(.streakAtRisk, at: "2026-11-10 21:45") == "send email")
    }
}

extension ReminderWorld {
    fileprivate mutating func hours(_ count: Int) {
        settings.kinds[.streakReminder]?.hoursBefore = count
    }
}
