import CivilTime
import Testing

@testable import Engine

/// Rules of streaks that are about more than lengths: risk, dates, freezes that come, marks.
@Suite struct StreakRuleTests {
    private static let first = StreakDefinitionID(1)

    /// A rule of days, weeks or months.
    private static func rule(
        _ unit: CalendarUnit = .day,
        _ change: (inout StreakRule) -> Void = { _ in }
    ) -> StreakRule {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: unit), zone: nil))
        change(&rule)
        return rule
    }

    /// A streak at a moment, of somebody in UTC who did something at noon of some dates.
    private func state(
        _ rule: StreakRule,
        on dates: [String],
        at now: String,
        _ change: (inout StreakCircumstances) throws -> Void = { _ in }
    ) throws -> StreakState {
        var circumstances = StreakCircumstances(zones: ZoneHistory(.utc))
        circumstances.firstSeenAt = try dates.first.map { try instant("\($0)T00:00:00Z") }
        try change(&circumstances)
        let activities = try dates.map { StreakActivity(at: try instant("\($0)T12:00:00Z")) }
        return rule.state(
            of: StreakRecord(activities: activities, circumstances: circumstances),
            at: try instant(now)
        )
    }

    // MARK: - At risk (R12)

    @Test(arguments: [
        Row("the day after, nothing done yet", rule(), true),
        Row("a day off", rule { $0.daysOff = [1] }, false),
        Row("grace is left", rule { $0.gracePeriods = 1 }, false),
        Row("a freeze is held", rule { $0.freezes.startCount = 1 }, false),
        Row(
            "a freeze comes in time",
            rule { $0.freezes.earning = .init(count: 1, days: 1) },
            false
        ),
        Row(
            "a freeze comes too late",
            rule { $0.freezes.earning = .init(count: 1, days: 2) },
            true
        ),
        Row("not yet the last hours", rule { $0.atRiskSeconds = 6 * 3_600 - 1 }, false),
        Row("the last hours", rule { $0.atRiskSeconds = 6 * 3_600 }, true),
        Row("a week has been done", rule(.week(start: 1)), true),
        Row("a month has been done", rule(.month), false),
    ]) func `a streak is at risk when nothing would cover its open period`(
        row: Row<StreakRule, Bool>
    ) throws {
        // 1 June 2025 is a Sunday.
        let state = try state(row.input, on: ["2025-06-01"], at: "2025-06-02T18:00:00Z")
        #expect(state.isAtRisk == row.expected)
        #expect((state.deadline != nil) == (row.expected || row.input.atRiskSeconds != nil))
    }

    @Test(arguments: [
        Row("apart", ["2025-06-02/2025-06-03", "2025-06-05/2025-06-06"], "2025-06-04"),
        Row("in any order", ["2025-06-05/2025-06-06", "2025-06-02/2025-06-03"], "2025-06-04"),
        Row(
            "one within another",
            ["2025-06-02/2025-06-05", "2025-06-03/2025-06-03"],
            "2025-06-06"
        ),
        Row("overlapping", ["2025-06-02/2025-06-04", "2025-06-03/2025-06-05"], "2025-06-06"),
        Row(
            "next to each other",
            ["2025-06-02/2025-06-03", "2025-06-04/2025-06-04"],
            "2025-06-05"
        ),
        Row("a day too late", ["2025-06-03/2025-06-09"], "2025-06-02"),
    ]) func `pauses cover their dates and no other, however they lie`(
        row: Row<[String], String>
    ) throws {
        let state = try state(Self.rule(), on: ["2025-06-01"], at: "2025-06-20T18:00:00Z") {
            $0.pauses = try row.input.map { text in
                let dates = try text.split(separator: "/").map {
                    try CivilDate(iso8601: String($0))
                }
                return StreakPause(dates[0]...dates[1])
            }
        }
        #expect(state.brokenPeriod?.iso8601 == row.expected)
    }

    @Test func `a pause, or no run at all, is no risk`() throws {
        let paused = try state(Self.rule(), on: ["2025-06-01"], at: "2025-06-02T18:00:00Z") {
            let day = try CivilDate(iso8601: "2025-06-02")
            $0.pauses = [StreakPause(day...day)]
        }
        #expect(!paused.isAtRisk)
        #expect(try !state(Self.rule(), on: ["2025-06-01"], at: "2025-06-05T18:00:00Z").isAtRisk)
        #expect(try !state(Self.rule(), on: ["2025-06-01"], at: "2025-06-01T18:00:00Z").isAtRisk)
    }

    @Test(arguments: [
        Row("the window is open", "2025-06-02T11:59:59Z", false),
        Row("it has closed", "2025-06-02T12:00:00Z", true),
        Row("the run has broken", "2025-06-03T12:00:00Z", false),
    ]) func `a rolling streak is at risk between the close of its window and the deadline`(
        row: Row<String, Bool>
    ) throws {
        let rule = StreakRule(window: .rolling(.seconds(86_400)))
        #expect(try state(rule, on: ["2025-06-01"], at: row.input).isAtRisk == row.expected)
    }

    // MARK: - The last date to act

    @Test(arguments: [
        Row("a day", rule(), "2025-06-05"),
        Row("a week", rule(.week(start: 1)), "2025-06-15"),
        Row("a month", rule(.month), "2025-07-31"),
        Row("days off are passed over", rule { $0.daysOff = [4, 5] }, "2025-06-07"),
        Row("a weekend off, from its Friday", rule { $0.daysOff = [0, 3, 4, 5, 6] }, "2025-06-09"),
        Row("grace does not push it out", rule { $0.gracePeriods = 3 }, "2025-06-05"),
        Row("nothing is ever needed", rule { $0.daysOff = [0, 1, 2, 3, 4, 5, 6] }, nil),
    ]) func `a run expires on the last date of the period after the last one held`(
        row: Row<StreakRule, String?>
    ) throws {
        // 4 June 2025 is a Wednesday.
        let state = try state(row.input, on: ["2025-06-04"], at: "2025-06-04T18:00:00Z")
        #expect(state.expiresOn?.iso8601 == row.expected)
    }

    @Test func `a covered day moves the date on; a broken run has none`() throws {
        let rule = Self.rule { $0.gracePeriods = 1 }
        let covered = try state(rule, on: ["2025-06-04"], at: "2025-06-06T18:00:00Z")
        #expect(covered.expiresOn?.iso8601 == "2025-06-06")
        #expect(try state(rule, on: ["2025-06-04"], at: "2025-06-07T18:00:00Z").expiresOn == nil)
    }

    @Test func `a neutral day that is a day off is a day off`() throws {
        // From Honolulu to Kiritimati on 3 June, a Tuesday: most of the 4th is left out.
        let zones = ZoneDatabase()
        let told = ZoneHistory(
            first: try zones.zone(named: "Pacific/Honolulu"),
            changes: [
                ZoneHistory.Entry(
                    from: try instant("2025-06-04T08:00:00Z"),
                    zone: try zones.zone(named: "Pacific/Kiritimati")
                )
            ]
        )
        let judge = StreakJudge(
            timeline: StreakTimeline(Self.rule { $0.daysOff = [3] }),
            circumstances: StreakCircumstances(zones: told)
        )
        let activity = StreakActivity(at: try instant("2025-06-04T01:00:00Z"))
        let state = judge.state(
            of: judge.periods(of: [activity]),
            at: try instant("2025-06-05T01:00:00Z")
        )
        #expect(state.journal.map(\.verdict) == [.satisfied, .dayOff])
        #expect(told.isNeutral(state.journal[1].opens.date))
    }

    // MARK: - Freezes that come (R7)

    @Test(arguments: [
        Row("the first day", "2025-06-01T18:00:00Z", 2),
        Row("the last of the days", "2025-06-03T23:59:59Z", 2),
        Row("after three days", "2025-06-04T00:00:00Z", 3),
        Row("after six, the maximum", "2025-06-07T00:00:00Z", 4),
        Row("what does not fit is lost", "2025-06-10T00:00:00Z", 4),
    ]) func `time brings freezes every few days, up to the maximum`(row: Row<String, Int>) throws {
        let rule = Self.rule {
            $0.daysOff = [0, 1, 2, 3, 4, 5, 6]
            $0.freezes = FreezeRule(
                startCount: 2,
                maximum: 4,
                earning: FreezeRule.Earning(count: 1, days: 3)
            )
        }
        let state = try state(rule, on: ["2025-06-01"], at: row.input)
        #expect(state.freezeBalance == row.expected)
    }

    // MARK: - Rules that change (R13)

    private func judged(
        _ before: StreakRule,
        _ after: StreakRule,
        from change: String,
        on dates: [String],
        at now: String
    ) throws -> StreakState {
        let judge = StreakJudge(
            timeline: StreakTimeline([
                StreakVersion(rule: before),
                StreakVersion(from: try instant(change), rule: after),
            ]),
            circumstances: StreakCircumstances(zones: ZoneHistory(.utc))
        )
        let activities = try dates.map { StreakActivity(at: try instant("\($0)T12:00:00Z")) }
        return judge.state(of: judge.periods(of: activities), at: try instant(now))
    }

    private static let hard = rule { $0.condition = .count(minimum: 2) }

    @Test(arguments: [
        Row("harder from midnight", ("2025-06-02T00:00:00Z", "2025-06-03T00:00:00Z"), 0),
        Row("harder within the day", ("2025-06-02T00:00:01Z", "2025-06-03T00:00:00Z"), 2),
        Row("harder after what was done", ("2025-06-02T13:00:00Z", "2025-06-03T00:00:00Z"), 2),
        Row("harder from the next day", ("2025-06-03T00:00:00Z", "2025-06-03T00:00:00Z"), 2),
    ]) func `the period in which a rule changes is judged by the easier of the two`(
        row: Row<(String, String), Int>
    ) throws {
        let state = try judged(
            Self.rule(),
            Self.hard,
            from: row.input.0,
            on: ["2025-06-01", "2025-06-02"],
            at: row.input.1
        )
        #expect(state.length == row.expected)
    }

    @Test func `an easier rule does not reach back`() throws {
        let dates = ["2025-06-01", "2025-06-02", "2025-06-03"]
        let state = try judged(
            Self.hard,
            Self.rule(),
            from: "2025-06-02T18:00:00Z",
            on: dates,
            at: "2025-06-03T18:00:00Z"
        )
        #expect(state.length == 2)
    }

    @Test func `forgiveness that ends covers the day in which it ended`() throws {
        for (day, length) in [("2025-06-02", 1), ("2025-06-03", 1), ("2025-06-04", 0)] {
            let state = try judged(
                Self.rule { $0.daysOff = [0, 1, 2, 3, 4, 5, 6] },
                Self.rule(),
                from: "2025-06-02T10:00:00Z",
                on: ["2025-06-01"],
                at: "\(day)T18:00:00Z"
            )
            #expect(state.length == length, "on \(day)")
        }
    }

    // MARK: - Restoring and resetting

    @Test func `a reset voids what was done in the period, and what follows it counts`() throws {
        var world = StreakWorld(.tested(1, Self.rule()), now: try instant("2025-06-01T10:00:00Z"))
        world.run(world.recording())
        world.now = try instant("2025-06-02T10:00:00Z")
        world.run(world.recording())
        world.now = try instant("2025-06-02T11:00:00Z")
        world.run(world.adjusting(.reset))
        #expect(world.replayedState(Self.first, at: world.now).length == 0)
        #expect(world.replayedState(Self.first, at: world.now).status == .broken)
        world.now = try instant("2025-06-02T12:00:00Z")
        world.run(world.recording())
        let state = world.replayedState(Self.first, at: world.now)
        #expect(state.length == 1)
        #expect(state.longest == 2)
        #expect(state.startedOn?.iso8601 == "2025-06-02")
    }

    @Test(arguments: [
        Row("90 days after the last of the run", (CalendarUnit.day, "2025-05-30T12:00:00Z"), 2),
        Row("91 days after its last but one", (.day, "2025-05-31T12:00:00Z"), 2),
        Row("91 days after it was lost", (.day, "2025-06-02T12:00:00Z"), 0),
        Row("a week of the same year", (.week(start: 1), "2025-12-28T12:00:00Z"), 1),
        Row("a month of the year before", (.month, "2026-12-31T12:00:00Z"), 1),
        Row("a month of two years before", (.month, "2027-01-01T12:00:00Z"), 0),
    ]) func `a length can be restored for a while`(
        row: Row<(CalendarUnit, String), Int>
    ) throws {
        var world = StreakWorld(
            .tested(1, Self.rule(row.input.0)),
            now: try instant("2025-03-01T12:00:00Z")
        )
        world.run(world.recording())
        world.now = try instant("2025-03-02T12:00:00Z")
        world.run(world.recording())
        world.now = try instant(row.input.1)
        world.run(world.adjusting(.restore))
        #expect(world.replayedState(Self.first, at: world.now).length == row.expected)
    }

    // MARK: - Filters

    @Test(arguments: [
        Row("both", ["device": "a", "plan": "x"], true),
        Row("both, and another", ["device": "a", "plan": "x", "shop": "1"], true),
        Row("the first alone", ["device": "a"], false),
        Row("the second alone", ["plan": "x"], false),
        Row("one is another", ["device": "a", "plan": "y"], false),
        Row("the values exchanged", ["device": "x", "plan": "a"], false),
        Row("none", [:], false),
    ]) func `a filter with two attributes asks for both`(
        row: Row<[String: String], Bool>
    ) throws {
        var rule = Self.rule()
        var source = StreakSource(
            metric: StreakWorld.steps.id,
            filter: AttributeFilter([AttributeID(1): "a", AttributeID(2): "x"])
        )
        source.compile(with: [AttributeID(1): "device", AttributeID(2): "plan"])
        rule.sources = [source]
        let activity = StreakActivity(
            at: try instant("2025-06-01T12:00:00Z"),
            metric: StreakWorld.steps.id,
            attributes: row.input
        )
        let record = StreakRecord(
            activities: [activity],
            circumstances: StreakCircumstances(zones: ZoneHistory(.utc))
        )
        let state = rule.state(of: record, at: try instant("2025-06-01T13:00:00Z"))
        #expect((state.length == 1) == row.expected)
    }

    // MARK: - Several sources

    private static let both = [
        StreakSource(metric: StreakWorld.steps.id, threshold: Amount(2)),
        StreakSource(metric: StreakWorld.money.id),
    ]

    @Test(arguments: [
        Row("any: too few of one", (false, ["steps"]), false),
        Row("any: enough of one", (false, ["steps", "steps"]), true),
        Row("any: the other, by the condition", (false, ["money"]), true),
        Row("all: one alone", (true, ["steps", "steps"]), false),
        Row("all: both, too few of one", (true, ["steps", "money"]), false),
        Row("all: enough of both", (true, ["money", "steps", "steps"]), true),
    ]) func `each source has its threshold, and any or all of them have to be met`(
        row: Row<(Bool, [String]), Bool>
    ) throws {
        let rule = Self.rule {
            $0.sources = Self.both
            $0.requiresEverySource = row.input.0
        }
        var world = StreakWorld(.tested(1, rule), now: try instant("2025-06-01T10:00:00Z"))
        for metric in row.input.1 { world.run(world.recording(metric: metric)) }
        let state = world.replayedState(Self.first, at: world.now)
        #expect((state.status == .extended) == row.expected)
    }
}
