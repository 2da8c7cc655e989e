import CivilTime
import Engine
import Testing

/// How the versions of a streak's rule follow each other (R13).
@Suite struct StreakVersionTests {
    /// Versions in short: since which hour, how much grace, `p` while paused, `c` while users'
    /// choices count.
    struct Case: Sendable {
        var versions: String
        var judged: Int
        var to: String
        var scope = StreakChangeScope.future
    }

    @Test(arguments: [
        Row("nobody judged", Case(versions: "0:1", judged: 0, to: "5:2"), "0:2 (0)"),
        Row("somebody judged", Case(versions: "0:1", judged: 1, to: "5:2"), "0:1 5:2 (1)"),
        Row(
            "the second has judged nobody",
            Case(versions: "0:1 5:2", judged: 1, to: "6:3"),
            "0:1 5:3 (1)"
        ),
        Row(
            "back to what judged",
            Case(versions: "0:1 5:2", judged: 1, to: "6:1"),
            "0:1 (1)"
        ),
        Row(
            "both have judged",
            Case(versions: "0:1 5:2", judged: 2, to: "6:1"),
            "0:1 5:2 6:1 (2)"
        ),
        Row(
            "at the same moment",
            Case(versions: "0:1 5:2", judged: 2, to: "5:3"),
            "0:1 5:3 (1)"
        ),
        Row(
            "a clock that was set back",
            Case(versions: "0:1 5:2 9:3", judged: 3, to: "7:4"),
            "0:1 5:2 7:4 (2)"
        ),
        Row("nothing", Case(versions: "0:1", judged: 1, to: "5:1"), "0:1 (1)"),
        Row("a pause is kept", Case(versions: "0:1", judged: 0, to: "5:1p"), "0:1 5:1p (0)"),
        Row(
            "a rule changed in a pause",
            Case(versions: "0:1 5:1p", judged: 0, to: "6:2p"),
            "0:2 5:2p (0)"
        ),
        Row(
            "a pause that nobody noticed was one all the same",
            Case(versions: "0:1 5:1p", judged: 1, to: "9:1"),
            "0:1 5:1p 9:1 (1)"
        ),
        Row(
            "customization that nobody noticed",
            Case(versions: "0:1", judged: 0, to: "5:1c"),
            "0:1c (0)"
        ),
        Row(
            "customization goes on from now",
            Case(versions: "0:1c", judged: 1, to: "5:1"),
            "0:1c 5:1 (1)"
        ),
        Row(
            "for all time",
            Case(versions: "0:1 5:2 7:3", judged: 3, to: "9:4", scope: .all),
            "0:4 (1)"
        ),
        Row(
            "for all time, but the pauses",
            Case(versions: "0:1 5:1p 7:2", judged: 3, to: "9:3", scope: .all),
            "0:3 5:3p 7:3 (3)"
        ),
        Row(
            "what holds already, for all time",
            Case(versions: "0:1 5:2", judged: 2, to: "9:2", scope: .all),
            "0:2 (1)"
        ),
        Row(
            "for all time, with customization as it was",
            Case(versions: "0:1c 5:1", judged: 2, to: "9:2", scope: .all),
            "0:2c 5:2 (2)"
        ),
        Row(
            "for all time, of a streak that nobody has",
            Case(versions: "0:1", judged: 0, to: "9:2", scope: .all),
            "0:2 (0)"
        ),
        Row(
            "nothing, for all time",
            Case(versions: "0:2", judged: 1, to: "9:2", scope: .all),
            "0:2 (1)"
        ),
    ]) func `a version that has judged nobody is replaced, others are kept`(
        row: Row<Case, String>
    ) throws {
        var definition = try Self.definition(row.input)
        let before = definition
        let next = try Self.version(row.input.to)
        let place = definition.change(
            to: next.rule,
            isPaused: next.isPaused,
            isCustomizable: next.isCustomizable,
            at: next.from,
            for: row.input.scope
        )
        #expect(Self.text(of: definition) == row.expected)
        #expect(definition.versions.prefix(place) == before.versions.prefix(place))
        let isChanged = definition.versions != before.versions
        #expect(definition.revision == before.revision + (isChanged ? 1 : 0))
        #expect(definition.changedAt == (isChanged ? next.from : before.changedAt))
    }

    private static func definition(_ input: Case) throws -> StreakDefinition {
        StreakDefinition(
            id: StreakDefinitionID(1),
            publicID: "d",
            key: "k",
            name: "n",
            createdAt: try version("0:0").from,
            versions: try input.versions.split(separator: " ").map { try version(String($0)) },
            judgedCount: input.judged,
            changedAt: .distantPast
        )
    }

    private static func version(_ text: String) throws -> StreakVersion {
        let parts = text.split(separator: ":")
        let hour = try #require(Int64(parts[0]))
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        rule.gracePeriods = try #require(Int(parts[1].filter(\.isNumber)))
        return StreakVersion(
            from: Instant(seconds: hour * 3_600),
            rule: rule,
            isPaused: parts[1].contains("p"),
            isCustomizable: parts[1].contains("c")
        )
    }

    private static func text(of definition: StreakDefinition) -> String {
        let versions = definition.versions.map { version in
            let hour = version.from.microseconds / 3_600_000_000
            let flags = (version.isPaused ? "p" : "") + (version.isCustomizable ? "c" : "")
            return "\(hour):\(version.rule.gracePeriods)\(flags)"
        }
        return versions.joined(separator: " ") + " (\(definition.judgedCount))"
    }

    // MARK: - What users have chosen

    @Test(arguments: [
        Row("it counts while customization is on", [true], "0"),
        Row("it rests while that is off", [true, false], "none"),
        Row("it comes back with it", [true, false, true], "0"),
        Row("what was never on never counted", [false], "none"),
    ]) func `a choice rests while customization is off`(
        row: Row<[Bool], String>
    ) throws {
        let day: Int64 = 86_400
        let rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        let definition = StreakDefinition(
            id: StreakDefinitionID(1),
            publicID: "d",
            key: "k",
            name: "n",
            isPrimary: true,
            createdAt: .epoch,
            versions: row.input.enumerated().map { index, isOn in
                StreakVersion(
                    from: Instant(seconds: Int64(index) * 10 * day),
                    rule: rule,
                    isCustomizable: isOn
                )
            }
        )
        let choice = StreakPreference(from: Instant(seconds: 5 * day), daysOff: [0])
        let preferences = UserPreferences(streak: [choice])
        let timeline = StreakTimeline(definition, preferences: preferences)
        #expect((timeline.rule.daysOff.first.map { "\($0)" } ?? "none") == row.expected)
        // What was judged while the choice counted was judged by it, also later.
        let held = timeline.versions.contains { $0.rule.daysOff == [0] }
        #expect(held == row.input.contains(true))
        #expect(StreakTimeline(definition).versions.count == 1)
    }

    /// One event at noon of the first day, and grace for one day: the run is over on the fourth.
    @Test(arguments: [
        Row("in the period of the change", ["01T18:00", "01T19:00"], true),
        Row("on the next day, which has not ended", ["02T06:00", "02T23:59"], false),
        Row("once that day has ended, and is covered", ["02T06:00", "03T00:00"], true),
        Row("as the run breaks", ["03T06:00", "04T00:00"], true),
        Row("when it has broken", ["04T06:00", "06T00:00"], false),
    ]) func `rules since a moment have judged a period that has ended with a run going`(
        row: Row<[String], Bool>
    ) throws {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        rule.gracePeriods = 1
        let noon = try Instant(iso8601: "2025-06-01T12:00:00Z")
        var world = StreakWorld(.tested(1, rule), now: noon)
        world.run(world.recording())
        let moments = try row.input.map { try Instant(iso8601: "2025-06-\($0):00Z") }
        let id = StreakDefinitionID(1)
        let periods = try #require(world.rows[id]).map(\.period)
        let judge = try #require(world.judge(id))
        #expect(judge.hasJudged(periods, since: moments[0], at: moments[1]) == row.expected)
        #expect(judge.hasJudged(periods, since: .distantPast, at: moments[1]))
        #expect(!judge.hasJudged([], since: moments[0], at: moments[1]))
    }

    @Test func `a choice that was cleared is as if the rule had it again`() {
        let rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        let definition = StreakDefinition(
            id: StreakDefinitionID(1),
            publicID: "d",
            key: "k",
            name: "n",
            isPrimary: true,
            createdAt: .epoch,
            versions: [StreakVersion(rule: rule)]
        )
        let preferences = UserPreferences(streak: [
            StreakPreference(from: Instant(seconds: 100), daysOff: [0]),
            StreakPreference(from: Instant(seconds: 200)),
        ])
        let timeline = StreakTimeline(definition, preferences: preferences)
        #expect(timeline.versions.map(\.rule.daysOff) == [[], [0], []])
    }
}
