import CivilTime
import TestBasics
import Testing

@testable import Engine

/// What becomes of reminders that are not about streaks, and of all of them when there are many.
@Suite struct ReminderJudgeTests {
    private static let achievements: [Row<(reached: String, now: String), String>] = [
        Row(
            "in the morning",
            ("2026-11-10 09:00", "2026-11-10 09:00"),
            "move 2026-11-10 17:00 not_yet"
        ),
        Row("in the evening", ("2026-11-10 18:30", "2026-11-10 18:30"), "send email"),
        Row(
            "at nine",
            ("2026-11-10 21:00", "2026-11-10 21:00"),
            "move 2026-11-11 17:00 not_yet"
        ),
        Row(
            "after a night without a server",
            ("2026-11-10 18:30", "2026-11-11 03:00"),
            "move 2026-11-11 17:00 quiet_hours"
        ),
        Row(
            "after a week without one",
            ("2026-11-10 18:30", "2026-11-17 18:00"),
            "drop too_late"
        ),
        Row(
            "on a day of 23 hours",
            ("2026-03-08 01:30", "2026-03-08 12:00"),
            "move 2026-03-08 17:00 not_yet"
        ),
    ]

    @Test(arguments: achievements)
    func `an achievement is told in the evening`(
        row: Row<(reached: String, now: String), String>
    ) throws {
        let world = ReminderWorld()
        let occasion = ReminderOccasion.achievement(
            "a",
            reachedAt: try world.instant(row.input.reached)
        )
        let decision = try world.judge().decide(occasion, at: try world.instant(row.input.now))
        #expect(try world.words(decision) == row.expected)
    }

    @Test func `a week is summed up when the quiet hours after it are over`() throws {
        let world = ReminderWorld()
        let zone = try world.home()
        let end = ReminderOccasion.nextRecap(
            after: try world.instant("2026-11-12 12:00"),
            of: .week(start: 1),
            in: zone
        )
        #expect(try world.wall(end) == "2026-11-16 00:00")
        let occasion = ReminderOccasion.recap(before: end, of: .week(start: 1), in: zone)
        #expect(occasion.period == "2026-11-09")
        let judge = try world.judge()
        #expect(
            try world.words(judge.decide(occasion, at: end))
                == "move 2026-11-16 08:00 quiet_hours"
        )
        let morning = try world.instant("2026-11-16 08:00")
        #expect(try world.words(judge.decide(occasion, at: morning)) == "send email")
        let late = try world.instant("2026-11-18 00:00")
        #expect(try world.words(judge.decide(occasion, at: late)) == "drop too_late")
    }

    private static let silences: [Row<String, String?>] = [
        Row("the day itself", "2026-11-01 12:00", nil),
        Row("a moment before the third day's morning", "2026-11-04 09:59", nil),
        Row("three days", "2026-11-04 10:00", "2026-11-01/1"),
        Row("five days", "2026-11-06 10:00", "2026-11-01/2"),
        Row("a week", "2026-11-08 10:00", "2026-11-01/3"),
        Row("thirty days", "2026-12-01 10:00", "2026-11-01/5"),
    ]

    @Test(arguments: silences)
    func `whoever is silent is written to after some days`(row: Row<String, String?>) throws {
        let world = ReminderWorld()
        let occasion = ReminderOccasion.reactivation(
            silentSince: try CivilDate(iso8601: "2026-11-01"),
            after: ReminderLimits.afterDays,
            at: try world.instant(row.input),
            in: try world.home()
        )
        #expect(occasion?.period == row.expected)
    }

    @Test func `whoever was given up is looked at every few days`() throws {
        let world = ReminderWorld()
        let at = ReminderOccasion.nextReactivation(
            silentSince: try CivilDate(iso8601: "2026-01-01"),
            after: ReminderLimits.afterDays,
            at: try world.instant("2026-11-10 12:00"),
            in: try world.home()
        )
        #expect(try world.wall(at) == "2026-11-13 10:00")
    }

    @Test func `what has come that day and that week is enough at some point`() throws {
        let world = ReminderWorld()
        let now = try world.instant("2026-11-10 18:00")
        let occasion = ReminderOccasion.achievement("a", reachedAt: now)
        let decide = { (today: Int, week: Int) in
            try world.words(
                try world.judge(sentToday: today, sentThisWeek: week).decide(occasion, at: now)
            )
        }
        #expect(try decide(1, 4) == "send email")
        #expect(try decide(2, 4) == "drop daily_cap")
        #expect(try decide(0, 5) == "drop weekly_cap")
    }

    @Test func `an address that refused mail gets none`() throws {
        let world = ReminderWorld()
        let now = try world.instant("2026-11-10 18:00")
        let occasion = ReminderOccasion.achievement("a", reachedAt: now)
        let decision = try world.judge(isSuppressed: true).decide(occasion, at: now)
        #expect(decision == .drop(.suppressed))
    }

    @Test func `nothing is on, and the most urgent comes first`() {
        #expect(ReminderSettings().enabledKinds.isEmpty)
        #expect(
            ReminderKind.allCases.shuffled().sorted()
                == [.streakAtRisk, .streakReminder, .achievement, .reactivation, .recap]
        )
    }

    /// Whatever the hour, nothing is decided to be sent in quiet hours.
    @Test func `nobody is woken`() throws {
        var generator = SplitMix64(state: 20)
        for _ in 0..<2_000 {
            var world = ReminderWorld()
            world.zone =
                ["America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati"]
                .randomElement(using: &generator) ?? "UTC"
            let start = try world.instant("2026-03-01 00:00")
            let did = start.adding(seconds: Int64.random(in: 0...21_600_000, using: &generator))
            let now = did.adding(seconds: Int64.random(in: 0...500_000, using: &generator))
            world.activities = [did.iso8601]
            var hours = ReminderSettings.KindSettings(of: .streakReminder)
            hours.isEnabled = true
            hours.hoursBefore = Int.random(in: 1...30, using: &generator)
            world.settings.kinds[.streakReminder] = hours
            let occasions = [
                try world.search().current(at: now, isSwitchedOff: false),
                ReminderOccasion.achievement("a", reachedAt: did),
                ReminderOccasion.recap(before: now, of: .week(start: 1), in: try world.home()),
            ]
            for occasion in occasions {
                guard case .send = try world.judge().decide(occasion, at: now) else { continue }
                let hour = try world.home().localDateTime(at: now).time.hour
                #expect((8..<22).contains(hour), "\(occasion.kind) at \(now) in \(world.zone)")
            }
        }
    }
}
