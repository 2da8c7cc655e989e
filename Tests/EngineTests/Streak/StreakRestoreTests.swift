import CivilTime
import Testing

@testable import Engine

/// What a reset ends, and what a restore takes up again (R15).
@Suite struct StreakRestoreTests {
    private static let first = StreakDefinitionID(1)

    /// A history in a few words, of 2025: `+06-01T12:00` is an event, `-` a reset, `^` a restore and
    /// `*` a freeze; `+06-07T12:00<06-04T12:00` is an event that comes late.
    private struct Step {
        let at: Instant
        let kind: Character
        let past: Instant?

        static func read(_ text: String) throws -> [Step] {
            try text.split(separator: " ").map { word in
                let moments = try word.dropFirst().split(separator: "<").map {
                    try Instant(iso8601: "2025-\($0):00Z")
                }
                return Step(
                    at: moments[0],
                    kind: word.first ?? "+",
                    past: moments.count > 1 ? moments[1] : nil
                )
            }
        }

        func command(in world: StreakWorld) -> AnyCommand {
            switch kind {
            case "-": world.adjusting(.reset)
            case "^": world.adjusting(.restore)
            case "*": world.adjusting(.grant(count: 1))
            default: world.recording(at: past)
            }
        }
    }

    private static func rule(
        _ unit: CalendarUnit = .day,
        _ change: (inout StreakRule) -> Void = { _ in }
    ) -> StreakRule {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: unit), zone: nil))
        change(&rule)
        return rule
    }

    private static func world(_ rule: StreakRule, _ history: String) throws -> StreakWorld {
        let steps = try Step.read(history)
        var world = StreakWorld(.tested(1, rule), now: steps[0].at)
        for step in steps {
            world.now = step.at
            world.run(step.command(in: world))
            #expect(world.rows[first]?.map(\.period) == world.replayed(first), "\(step.at)")
        }
        return world
    }

    private struct Case: Sendable {
        var rule: StreakRule = StreakRestoreTests.rule()
        let history: String
        let at: String
    }

    private struct Expected: Sendable {
        var length: Int
        var status: StreakState.Status
        var started: String?
        var expires: String?
        var freezes = 0
    }

    private static func row(
        _ name: String,
        _ history: String,
        rule: StreakRule = rule(),
        at: String,
        _ expected: Expected
    ) -> Row<Case, Expected> {
        Row(name, Case(rule: rule, history: history, at: at), expected)
    }

    private static let three = "+06-01T12:00 +06-02T12:00 +06-03T12:00 "
    private static let broken = Expected(length: 0, status: .broken)

    private static let rows: [Row<Case, Expected>] = [
        row(
            "a reset and a restore in one day give back exactly what was there",
            three + "+06-04T12:00 -06-04T13:00 ^06-04T14:00",
            at: "06-04T15:00",
            Expected(length: 4, status: .extended, started: "06-01", expires: "06-05")
        ),
        row(
            "a lost run goes on from its start, and can be kept today",
            three + "^06-06T10:00",
            at: "06-06T11:00",
            Expected(length: 3, status: .alive, started: "06-01", expires: "06-06")
        ),
        row(
            "what is done on the day of the restore adds",
            three + "^06-06T10:00 +06-06T12:00 +06-07T12:00",
            at: "06-07T13:00",
            Expected(length: 5, status: .extended, started: "06-01", expires: "06-08")
        ),
        row(
            "late events of the days between add",
            three + "^06-06T10:00 +06-06T12:00 +06-07T12:00 +06-07T12:01<06-04T12:00 "
                + "+06-07T12:02<06-05T12:00",
            at: "06-07T13:00",
            Expected(length: 7, status: .extended, started: "06-01", expires: "06-08")
        ),
        row(
            "late events may make another run the longest that was there",
            "+06-01T12:00 +06-03T12:00 +06-04T12:00 ^06-08T10:00 +06-08T11:00<05-31T12:00 "
                + "+06-08T11:01<05-30T12:00",
            at: "06-08T12:00",
            Expected(length: 5, status: .alive, started: "05-30", expires: "06-08")
        ),
        row(
            "freezes and grace that were spent after the run's last day come back",
            "+06-01T12:00 *06-01T13:00 ^06-06T10:00",
            rule: rule { $0.gracePeriods = 1 },
            at: "06-06T11:00",
            Expected(length: 1, status: .alive, started: "06-01", expires: "06-06", freezes: 1)
        ),
        row(
            "a restored run that is missed breaks",
            three + "^06-06T10:00",
            at: "06-07T11:00",
            broken
        ),
        row(
            "a run of one day",
            "+06-01T12:00 -06-01T13:00 ^06-01T14:00",
            at: "06-01T15:00",
            Expected(length: 1, status: .extended, started: "06-01", expires: "06-02")
        ),
        row(
            "a lost run of one day",
            "+06-01T12:00 ^06-05T10:00",
            at: "06-05T11:00",
            Expected(length: 1, status: .alive, started: "06-01", expires: "06-05")
        ),
        row(
            "a reset days ago, and a new run after it, are one run again",
            three + "-06-04T10:00 +06-04T12:00 +06-05T12:00 ^06-05T14:00",
            at: "06-05T15:00",
            Expected(length: 5, status: .extended, started: "06-01", expires: "06-06")
        ),
        row(
            "a reset after a restore ends the run",
            three + "^06-06T10:00 -06-06T11:00",
            at: "06-06T12:00",
            broken
        ),
        row(
            "and another restore takes that back",
            three + "^06-06T10:00 -06-06T11:00 ^06-06T12:00",
            at: "06-06T13:00",
            Expected(length: 3, status: .alive, started: "06-01", expires: "06-06")
        ),
        row(
            "what a later reset voids had been done when the run was restored",
            three + "+06-06T09:00 -06-06T09:30 ^06-06T10:00 -06-06T11:00 "
                + "+06-06T12:00<06-05T12:00",
            at: "06-06T13:00",
            broken
        ),
        row(
            "what happened at the very moment of a restore comes after it",
            three + "^06-06T10:00 +06-06T12:00<06-06T10:00",
            at: "06-06T13:00",
            Expected(length: 4, status: .extended, started: "06-01", expires: "06-07")
        ),
        row(
            "a reset on the first day that a restore looks back to",
            "+03-30T12:00 +03-31T12:00 +04-01T12:00 -04-01T13:00 ^06-30T10:00",
            at: "06-30T11:00",
            Expected(length: 3, status: .alive, started: "03-30", expires: "06-30")
        ),
        row(
            "a kept count is alive again",
            three + "^06-06T10:00",
            rule: rule { $0.resetsOnMiss = false },
            at: "06-06T11:00",
            Expected(length: 3, status: .alive, started: "06-01", expires: "06-06")
        ),
        row(
            "a weekly run, lost",
            "+06-03T12:00 +06-10T12:00 ^07-01T10:00",
            rule: rule(.week(start: 1)),
            at: "07-01T11:00",
            Expected(length: 2, status: .alive, started: "06-02", expires: "07-06")
        ),
        row(
            "a weekly run, reset",
            "+06-03T12:00 +06-10T12:00 -06-11T10:00 ^06-12T10:00",
            rule: rule(.week(start: 1)),
            at: "06-12T11:00",
            Expected(length: 2, status: .extended, started: "06-02", expires: "06-22")
        ),
        row(
            "a monthly run",
            "+01-03T12:00 +02-03T12:00 ^06-12T10:00",
            rule: rule(.month),
            at: "06-12T11:00",
            Expected(length: 2, status: .alive, started: "01-01", expires: "06-30")
        ),
    ]

    @Test(arguments: rows) private func `a restore takes up again what was there`(
        row: Row<Case, Expected>
    ) throws {
        let world = try Self.world(row.input.rule, row.input.history)
        let now = try Instant(iso8601: "2025-\(row.input.at):00Z")
        let state = world.replayedState(Self.first, at: now)
        #expect(state.length == row.expected.length)
        #expect(state.status == row.expected.status)
        #expect(state.startedOn?.iso8601 == row.expected.started.map { "2025-\($0)" })
        #expect(state.expiresOn?.iso8601 == row.expected.expires.map { "2025-\($0)" })
        #expect(state.freezeBalance == row.expected.freezes)
        // The newest period alone tells the same.
        let newest = try #require(world.rows[Self.first]?.last?.period)
        let judge = try #require(world.judge(Self.first))
        let brief = judge.state(of: [newest], at: now)
        #expect(brief.length == state.length)
        #expect(brief.status == state.status)
        #expect(brief.expiresOn == state.expiresOn)
    }

    @Test(arguments: [
        Row("nothing was done lately", "+01-01T12:00 ^06-05T10:00", false),
        Row("a run is going", three + "^06-04T10:00", false),
        Row("a shorter run is going", three + "+06-05T12:00 ^06-05T13:00", false),
        Row("what was restored is going", three + "^06-06T10:00 ^06-06T11:00", false),
        Row(
            "a run is going, and a reset can be taken back",
            "+06-01T12:00 -06-01T13:00 +06-02T12:00 ^06-02T13:00",
            true
        ),
    ]) func `a run that is going is not restored`(row: Row<String, Bool>) throws {
        let steps = try Step.read(row.input)
        var world = StreakWorld(.tested(1, Self.rule()), now: steps[0].at)
        for step in steps.dropLast() {
            world.now = step.at
            world.run(step.command(in: world))
        }
        let last = try #require(steps.last)
        world.now = last.at
        let marks = world.marks
        switch world.run(last.command(in: world))[0] {
        case .success: #expect(row.expected)
        case .failure(let refusal):
            #expect(!row.expected)
            #expect(refusal == Refusal(.nothingToRestore))
            #expect(world.marks == marks)
        }
    }

    @Test func `a restored run that breaks is told with its length`() throws {
        var world = try Self.world(
            Self.rule(),
            Self.three + "^06-06T10:00"
        )
        world.now = try Instant(iso8601: "2025-06-08T12:00:00Z")
        world.run(world.settling(Self.first))
        let broken = world.facts.filter { $0.kind == .lost }
        #expect(broken.map(\.previousLength).last == 3)
        let judge = try #require(world.judge(Self.first))
        let account = judge.account(
            of: world.replayed(Self.first),
            isWhole: true,
            limit: 100,
            at: world.now
        )
        let sentences = StreakSentences(world.definitions[0]) { _ in nil }
        let told = account.periods.map { sentences.sentence(about: $0) }
        #expect(
            account.periods.map(\.verdict) == [
                .ended(.satisfied), .ended(.satisfied), .ended(.satisfied), .ended(.restored),
                .ended(.restored), .ended(.broken),
            ]
        )
        #expect(
            told[3]
                == "On 2025-06-04 (UTC, 00:00–24:00) nothing counted; the streak was restored at "
                + "2025-06-06 10:00 (UTC), so it was not held against it."
        )
        #expect(
            told[5]
                == "On 2025-06-06 (UTC, 00:00–24:00) nothing counted; nothing covered it, so the "
                + "streak of 3 ended at 2025-06-07 00:00 (UTC). The streak was restored at "
                + "2025-06-06 10:00 (UTC), with length 3."
        )
        let summary = sentences.summary(of: account, isSwitchedOff: false)
        #expect(summary.contains("a run of 3 ended"), "\(summary)")
    }

    @Test(arguments: [0, 1]) func `a reset after a restore is told, and no length that was not`(
        daysLater: Int
    ) throws {
        let world = try Self.world(
            Self.rule(),
            Self.three + "-06-03T13:00 ^06-03T14:00 -06-03T15:00"
        )
        let now = try Instant(iso8601: "2025-06-03T16:00:00Z")
            .adding(microseconds: Int64(daysLater) * 86_400_000_000)
        let judge = try #require(world.judge(Self.first))
        let account = judge.account(
            of: world.replayed(Self.first),
            isWhole: true,
            limit: 100,
            at: now
        )
        let sentences = StreakSentences(world.definitions[0]) { _ in nil }
        let told = try #require(account.periods.last.map(sentences.sentence(about:)))
        #expect(told.contains("The streak was restored at 2025-06-03 14:00 (UTC). "), "\(told)")
        #expect(told.contains("The streak was reset to 0 at 2025-06-03 15:00 (UTC)."), "\(told)")
        let summary = sentences.summary(of: account, isSwitchedOff: false)
        #expect(summary.contains("is broken: it was reset at 2025-06-03 15:00 (UTC)."))
    }

    @Test func `an event on time after a restore needs the newest period alone`() throws {
        var world = try Self.world(
            Self.rule(),
            Self.three + "+06-04T12:00 ^06-15T10:00"
        )
        world.now = try Instant(iso8601: "2025-06-15T12:00:00Z")
        world.run(world.recording())
        #expect(world.gaps == [])
        world.now = try Instant(iso8601: "2025-06-16T12:00:00Z")
        world.run(world.recording())
        #expect(world.gaps == [])
        #expect(world.replayedState(Self.first, at: world.now).length == 6)
    }
}
