import CivilTime
import Engine
import Testing

/// Histories and accounts of streaks, from nothing but what a user did.
@Suite struct StreakAuditTests {
    private struct Life {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        var circumstances: StreakCircumstances
        var activities: [StreakActivity] = []
        let zones = ZoneDatabase()

        init(_ stays: (from: String, zone: String)...) throws {
            let zones = ZoneDatabase()
            let first = try zones.zone(named: stays[0].zone)
            circumstances = StreakCircumstances(
                zones: ZoneHistory(
                    first: first,
                    changes: try stays.dropFirst().map {
                        ZoneHistory.Entry(
                            from: try instant($0.from),
                            zone: try zones.zone(named: $0.zone)
                        )
                    }
                )
            )
        }

        mutating func act(_ moments: String...) throws {
            for moment in moments { activities.append(StreakActivity(at: try instant(moment))) }
        }

        private var judge: StreakJudge {
            StreakJudge(timeline: StreakTimeline(rule), circumstances: circumstances)
        }

        func history(_ count: Int, at now: String) throws -> [StreakHistoryPeriod] {
            let now = try instant(now)
            let state = judge.state(of: judge.periods(of: activities), at: now)
            return judge.history(of: state, count: count, at: now)
        }

        func account(at now: String, limit: Int = 100) throws -> StreakAudit {
            let periods = judge.periods(of: activities)
            return judge.account(of: periods, isWhole: true, limit: limit, at: try instant(now))
        }

        func sentences(at now: String) throws -> [String] {
            let definition = StreakDefinition(
                id: StreakDefinitionID(1),
                publicID: "",
                key: "walk",
                name: "Walk",
                createdAt: .epoch,
                versions: [StreakVersion(rule: rule)]
            )
            let sentences = StreakSentences(definition) { _ in "Steps" }
            return try account(at: now).periods.map(sentences.sentence)
        }
    }

    @Test func `a date that a zone left out is in no history, and holds the run`() throws {
        var life = try Life(("", "Pacific/Apia"))
        try life.act("2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00")
        let history = try life.history(3, at: "2012-01-01T01:00:00+14:00")
        #expect(
            history.map(\.dates.lowerBound.iso8601) == ["2011-12-29", "2011-12-31", "2012-01-01"]
        )
        #expect(history.map(\.length) == [1, 2, 2])
        #expect(
            try life.sentences(at: "2012-01-01T01:00:00+14:00")[1]
                == "On 2011-12-30 (Pacific/Apia, 00:00–24:00) nothing counted; this date does not "
                + "exist in that zone, so it is no day at all."
        )
    }

    @Test func `a day that a flight shortened is neutral, and says how much of it there was`()
        throws
    {
        var life = try Life(
            ("", "Pacific/Honolulu"),
            ("2026-03-09T18:00:00Z", "Pacific/Auckland")
        )
        try life.act("2026-03-08T21:00:00-10:00", "2026-03-10T21:00:00+13:00")
        let account = try life.account(at: "2026-03-11T12:00:00+13:00")
        #expect(account.state.length == 2)
        #expect(
            account.periods.map(\.verdict) == [
                .ended(.satisfied), .ended(.neutral), .ended(.satisfied), .open(cover: .broken),
            ]
        )
        #expect(account.periods[1].lived == .seconds(8 * 3_600))
        #expect(
            try life.sentences(at: "2026-03-11T12:00:00+13:00")[1].contains(
                "a change of time zone left the user only 8 hours of this date"
            )
        )
    }

    @Test(arguments: [
        Row("weeks begin on Sunday", CalendarUnit.week(start: 0), ["2026-02-22", "2026-03-01"]),
        Row("or on Monday", CalendarUnit.week(start: 1), ["2026-02-23", "2026-03-02"]),
        Row("months on the first", CalendarUnit.month, ["2026-02-01", "2026-03-01"]),
    ]) func `a history walks weeks and months`(row: Row<CalendarUnit, [String]>) throws {
        var life = try Life(("", "UTC"))
        life.rule.window = .calendar(CalendarWindow(unit: row.input), zone: nil)
        try life.act("2026-02-25T12:00:00Z", "2026-03-03T12:00:00Z")
        let history = try life.history(2, at: "2026-03-04T12:00:00Z")
        #expect(history.map(\.dates.lowerBound.iso8601) == row.expected)
        #expect(history.map(\.length) == [1, 2])
    }

    @Test func `a run that lapsed is told as one with what came after it`() throws {
        var life = try Life(("", "UTC"))
        life.rule.resetsOnMiss = false
        try life.act("2026-03-01T12:00:00Z", "2026-03-03T12:00:00Z")
        let account = try life.account(at: "2026-03-03T13:00:00Z")
        #expect(account.state.length == 2)
        #expect(
            account.periods.map(\.verdict) == [
                .ended(.satisfied), .ended(.broken), .satisfiedSoFar,
            ]
        )
        #expect(account.periods.map(\.lengthAfter) == [1, 1, 2])
    }

    @Test
    func `an account ends with the period that broke the run, and begins after the one before`()
        throws
    {
        var life = try Life(("", "UTC"))
        life.rule.gracePeriods = 1
        try life.act("2026-03-01T12:00:00Z", "2026-03-10T12:00:00Z", "2026-03-12T12:00:00Z")
        let account = try life.account(at: "2026-03-20T00:00:00Z")
        #expect(
            account.periods.map(\.dates.lowerBound.iso8601) == [
                "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13",
            ]
        )
        #expect(
            account.periods.map(\.verdict) == [
                .ended(.satisfied), .ended(.grace), .ended(.satisfied), .ended(.broken),
            ]
        )
        #expect(account.periods.last?.brokenAt == (try instant("2026-03-14T00:00:00Z")))
        #expect(try life.account(at: "2026-03-20T00:00:00Z", limit: 2).isCut)
    }

    @Test func `somebody who never did anything has an open period alone`() throws {
        let life = try Life(("", "UTC"))
        let account = try life.account(at: "2026-03-20T00:00:00Z")
        #expect(account.periods.map(\.verdict) == [.open(cover: nil)])
        #expect(try life.history(2, at: "2026-03-20T00:00:00Z").map(\.length) == [0, 0])
    }

    @Test func `a rolling run tells its windows, and when it broke`() throws {
        var life = try Life(("", "UTC"))
        life.rule.window = .rolling(.seconds(3_600))
        try life.act(
            "2026-03-01T12:00:00Z",
            "2026-03-01T12:30:00Z",
            "2026-03-01T13:10:00Z"
        )
        let going = try life.account(at: "2026-03-01T13:30:00Z")
        #expect(going.periods.map(\.verdict) == [.ended(.satisfied), .satisfiedSoFar])
        #expect(going.periods.map(\.progress?.count) == [2, 1])
        let over = try life.account(at: "2026-03-01T15:10:00Z")
        #expect(over.periods.last?.brokenAt == (try instant("2026-03-01T15:10:00Z")))
        let history = try life.history(5, at: "2026-03-01T13:30:00Z")
        #expect(history.map(\.length) == [1, 2])
    }
}
