import CivilTime
import Testing

@testable import Engine

/// Days that users take off by themselves (R19).
@Suite struct StreakRestTests {
    private static let id = StreakDefinitionID(1)

    /// A world in which somebody who lives in Berlin was there on Monday, 3 March.
    private static func world(
        _ limits: RestDayLimits = RestDayLimits(perWeek: 1, vacationDaysPerYear: 5),
        with change: (inout StreakRule) -> Void = { _ in }
    ) throws -> StreakWorld {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        rule.freezes = FreezeRule(maximum: 0)
        rule.restDays = limits
        change(&rule)
        var world = StreakWorld(.tested(1, rule), now: try instant("2025-03-03T12:00:00Z"))
        world.run(world.recording(zone: "Europe/Berlin"))
        return world
    }

    private static func choosing(
        _ weekdays: Set<Int>? = nil,
        vacations: [(String, String)]? = nil
    ) throws -> AnyCommand {
        var command = ChoosePreferences(user: StreakWorld.user, userID: "u1")
        if let weekdays { command.restDays = .set(weekdays) }
        if let vacations {
            command.vacations = .set(
                try vacations.map { try CivilDate(iso8601: $0.0)...CivilDate(iso8601: $0.1) }
            )
        }
        return .prefer(command)
    }

    private static func refusal(
        _ outcomes: [Result<any Sendable, Refusal>]
    ) -> Refusal.Reason? {
        if case .failure(let refusal) = outcomes.last { refusal.reason } else { nil }
    }

    @Test func `a weekday that is taken off costs nothing, from the next midnight on`() throws {
        var world = try Self.world()
        // It is Monday: the first Monday that is off is the next.
        world.run(try Self.choosing([1]))
        world.run(try Self.choosing([2]))
        world.now = try instant("2025-03-05T12:00:00Z")
        world.run(world.recording())
        #expect(world.facts.last?.length == 2)
        let state = world.replayedState(Self.id, at: world.now)
        #expect(state.journal.map(\.verdict) == [.satisfied, .restDay])
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `a weekday chosen on that weekday does not cover the day that goes on`() throws {
        var world = try Self.world()
        world.now = try instant("2025-03-04T12:00:00Z")
        world.run(try Self.choosing([2]))
        world.now = try instant("2025-03-05T12:00:00Z")
        world.run(world.settling(Self.id))
        #expect(world.facts.last?.kind == .lost)
    }

    @Test func `who moves the day through the week has no more of them`() throws {
        var world = try Self.world()
        for day in 4...6 {
            world.run(try Self.choosing([day - 2]))
            world.now = try instant("2025-03-0\(day)T00:30:00Z")
        }
        world.run(world.settling(Self.id))
        let state = world.replayedState(Self.id, at: world.now)
        #expect(state.journal.map(\.verdict) == [.satisfied, .restDay, .broken])
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `a vacation covers its dates, and the last day to act is after it`() throws {
        var world = try Self.world()
        world.run(try Self.choosing(vacations: [("2025-03-04", "2025-03-08")]))
        let state = world.replayedState(Self.id, at: world.now)
        #expect(state.expiresOn?.iso8601 == "2025-03-09")
        world.now = try instant("2025-03-09T12:00:00Z")
        world.run(world.recording())
        #expect(world.facts.last?.length == 2)
        let later = world.replayedState(Self.id, at: world.now)
        #expect(
            later.journal.map(\.verdict) == [.satisfied] + Array(repeating: .vacation, count: 5)
        )
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `a vacation ends early, and what has passed of it stays`() throws {
        var world = try Self.world()
        world.run(try Self.choosing(vacations: [("2025-03-04", "2025-03-08")]))
        world.now = try instant("2025-03-05T12:00:00Z")
        world.run(try Self.choosing(vacations: []))
        let kept = world.user?.preferences.rest.vacations.map {
            "\($0.lowerBound.iso8601) \($0.upperBound.iso8601)"
        }
        #expect(kept == ["2025-03-04 2025-03-05"])
        #expect(world.replayedState(Self.id, at: world.now).expiresOn?.iso8601 == "2025-03-06")
    }

    @Test func `what is past the limits is refused, and names the limit`() throws {
        var world = try Self.world()
        #expect(
            Self.refusal(world.run(try Self.choosing([1, 2]))) == .tooManyRestDays(perWeek: 1)
        )
        #expect(
            Self.refusal(
                world.run(try Self.choosing(vacations: [("2025-03-10", "2025-03-15")]))
            ) == .tooMuchVacation(6, of: 2025, limit: 5)
        )
        #expect(
            Self.refusal(
                world.run(try Self.choosing(vacations: [("2025-03-03", "2025-03-04")]))
            ) == .vacationTooEarly(first: try CivilDate(iso8601: "2025-03-04"))
        )
        #expect(world.user?.preferences.rest == RestDays())
        var strict = try Self.world(.none)
        #expect(
            Self.refusal(strict.run(try Self.choosing([1]))) == .tooManyRestDays(perWeek: 0)
        )
    }

    @Test func `each year has its own days of vacation`() throws {
        var world = try Self.world()
        let outcomes = world.run(
            try Self.choosing(vacations: [("2025-12-27", "2026-01-05")])
        )
        #expect(Self.refusal(outcomes) == nil)
        let both = world.run(
            try Self.choosing(vacations: [
                ("2025-12-27", "2026-01-05"), ("2026-05-01", "2026-05-01"),
            ])
        )
        #expect(Self.refusal(both) == .tooMuchVacation(6, of: 2026, limit: 5))
    }

    @Test func `limits that are lowered hold from then on, for the first days`() throws {
        var world = try Self.world()
        world.run(try Self.choosing(vacations: [("2025-03-04", "2025-03-08")]))
        world.now = try instant("2025-03-05T12:00:00Z")
        world.definitions[0].change(from: world.now) { $0.rule.restDays.vacationDaysPerYear = 3 }
        world.now = try instant("2025-03-09T12:00:00Z")
        world.run(world.settling(Self.id))
        let state = world.replayedState(Self.id, at: world.now)
        #expect(
            state.journal.map(\.verdict)
                == [.satisfied, .vacation, .vacation, .vacation, .broken]
        )
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `what is done on a day off counts all the same`() throws {
        var world = try Self.world()
        world.run(try Self.choosing([2]))
        world.now = try instant("2025-03-04T12:00:00Z")
        world.run(world.recording())
        #expect(world.facts.last?.length == 2)
    }

    @Test func `explanations say that the user chose it`() throws {
        var world = try Self.world()
        world.run(try Self.choosing([2], vacations: [("2025-03-05", "2025-03-05")]))
        world.now = try instant("2025-03-05T12:00:00Z")
        let judge = try #require(world.judge(Self.id))
        let account = judge.account(
            of: world.replayed(Self.id),
            isWhole: true,
            limit: 10,
            at: world.now
        )
        let sentences = StreakSentences(world.definitions[0]) { _ in "Steps" }
        #expect(
            account.periods.map(sentences.sentence).dropFirst().map {
                $0.suffix(from: $0.firstIndex(of: ";") ?? $0.startIndex)
            }
                == [
                    "; it was a rest day that the user chose, so nothing was needed.",
                    "; it is in a vacation of the user's, so nothing is needed.",
                ]
        )
    }
}
