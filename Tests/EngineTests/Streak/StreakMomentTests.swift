import CivilTime
import Testing

@testable import Engine

/// When what befalls a streak is told, where its user travels, and what a pause keeps still.
@Suite struct StreakMomentTests {
    private static let first = StreakDefinitionID(1)

    private static func world(
        zone: String,
        now: String,
        _ change: (inout StreakRule) -> Void = { _ in }
    ) throws -> StreakWorld {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        change(&rule)
        var world = StreakWorld(.tested(1, rule), now: try Instant(iso8601: now))
        world.run(world.leaving(for: zone))
        return world
    }

    // MARK: - Travels

    /// A user whose days begin at 23:00 moves at 13:00 UTC of 2 June, while it is still 1 June.
    private struct Trip: Sendable {
        let from: String
        let to: String
    }

    @Test(arguments: [
        Row("who stays", Trip(from: "UTC", to: "UTC"), "2025-06-02T23:00:00.000Z"),
        Row("to the west", Trip(from: "Asia/Tokyo", to: "UTC"), "2025-06-02T23:00:00.000Z"),
        Row("to the east", Trip(from: "UTC", to: "Asia/Tokyo"), "2025-06-02T14:00:00.000Z"),
    ]) private func `a freeze comes when its day begins where its user is then`(
        row: Row<Trip, String>
    ) throws {
        var world = try Self.world(zone: row.input.from, now: "2025-06-02T11:00:00Z") { rule in
            let reset = WallTime(hour: 23, minute: 0) ?? .midnight
            rule.window = .calendar(CalendarWindow(unit: .day, resetTime: reset), zone: nil)
            rule.freezes.earning = .init(count: 1, days: 1)
        }
        world.run(world.recording())
        world.now = try Instant(iso8601: "2025-06-02T13:00:00Z")
        world.run(world.leaving(for: row.input.to))
        #expect(world.dueAt(Self.first)?.iso8601 == row.expected)
        world.now = try Instant(iso8601: row.expected)
        world.run(world.settling(Self.first))
        let earned = world.facts.filter { $0.kind == .freezeEarned }
        #expect(earned.map(\.at.iso8601) == [row.expected])
        #expect(try #require(world.dueAt(Self.first)) > world.now)
    }

    @Test func `a freeze of a date that was skipped comes as the next day begins`() throws {
        // Apia had no 30 December in 2011; its clocks went from the 29th to the 31st at midnight.
        var world = try Self.world(zone: "Pacific/Apia", now: "2011-12-29T20:00:00Z") { rule in
            let reset = WallTime(hour: 4, minute: 1) ?? .midnight
            rule.window = .calendar(CalendarWindow(unit: .day, resetTime: reset), zone: nil)
            rule.freezes = FreezeRule(maximum: 9, earning: .init(count: 1, days: 1))
        }
        world.run(world.recording())
        world.settleEverythingDue(through: try Instant(iso8601: "2012-01-01T00:00:00Z"))
        let earned = world.facts.filter { $0.kind == .freezeEarned }
        #expect(
            earned.map(\.at.iso8601) == [
                "2011-12-30T14:01:00.000Z", "2011-12-30T14:01:00.000Z", "2011-12-31T14:01:00.000Z",
            ]
        )
    }

    @Test func `a day that a traveller comes back to begins with the run that its reset left`()
        throws
    {
        var world = try Self.world(zone: "Pacific/Apia", now: "2025-11-15T20:00:00Z")
        // The 16th there; then the 17th, with a reset, and with an event before and after it.
        world.run(world.recording())
        world.now = try Instant(iso8601: "2025-11-16T14:00:00Z")
        world.run(world.recording())
        world.now = try Instant(iso8601: "2025-11-16T15:00:00Z")
        world.run(world.adjusting(.reset))
        world.now = try Instant(iso8601: "2025-11-16T16:00:00Z")
        world.run(world.recording())
        world.now = try Instant(iso8601: "2025-11-16T22:00:00Z")
        world.run(world.leaving(for: "Europe/London"))
        world.now = try Instant(iso8601: "2025-11-17T01:00:00Z")
        let told = world.facts.count
        world.run(world.settling(Self.first))
        let facts = world.facts.dropFirst(told)
        #expect(facts.map(\.at.iso8601) == ["2025-11-17T00:00:00.000Z"])
        #expect(facts.map(\.kind) == [.started])
        #expect(facts.map(\.length) == [1])
        #expect(facts.map(\.previousLength) == [0])
    }

    // MARK: - Pauses of the definition

    @Test func `a reset while the definition is paused is seen when that goes on`() throws {
        var world = try Self.world(zone: "UTC", now: "2025-06-01T12:00:00Z")
        world.run(world.recording())
        world.now = try Instant(iso8601: "2025-06-01T13:00:00Z")
        world.definitions[0].change(from: world.now) { $0.isPaused = true }
        world.now = try Instant(iso8601: "2025-06-01T14:00:00Z")
        world.run(world.adjusting(.reset))
        #expect(world.differences(Self.first, at: world.now) == [])
        #expect(world.replayedState(Self.first, at: world.now).length == 1)
        world.now = try Instant(iso8601: "2025-06-01T15:00:00Z")
        world.definitions[0].change(from: world.now) { $0.isPaused = false }
        world.run(world.settling(Self.first))
        #expect(world.differences(Self.first, at: world.now) == [])
        #expect(world.replayedState(Self.first, at: world.now).length == 0)
    }

    @Test func `a restore while the definition is paused is refused, and leaves no mark`() throws {
        var world = try Self.world(zone: "UTC", now: "2025-06-01T12:00:00Z")
        world.run(world.recording(), world.adjusting(.reset))
        world.now = try Instant(iso8601: "2025-06-01T13:00:00Z")
        world.definitions[0].change(from: world.now) { $0.isPaused = true }
        let marks = world.marks
        let outcomes = world.run(world.adjusting(.restore))
        #expect(throws: Refusal(.streakIsPaused)) { try outcomes[0].get() }
        #expect(world.marks == marks)
    }

    @Test func `a rule that makes today satisfied did not do so as the day began`() throws {
        var world = try Self.world(zone: "UTC", now: "2025-06-01T12:00:00Z")
        world.run(world.recording())
        world.now = try Instant(iso8601: "2025-06-02T12:00:00Z")
        world.run(world.recording(metric: "money"))
        world.definitions[0].change(from: world.now) {
            $0.rule.sources = [StreakSource(metric: StreakWorld.money.id)]
        }
        world.run(world.settling(Self.first))
        #expect(world.facts.map(\.kind) == [.started])
        #expect(world.replayedState(Self.first, at: world.now).length == 2)
    }

    // MARK: - One instant

    @Test func `two streaks that are reset in one instant both end`() throws {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        let primary = StreakDefinition.tested(1, rule)
        rule.window = .rolling(.seconds(86_400))
        let rolling = StreakDefinition.tested(2, rule, isPrimary: false)
        var world = StreakWorld(primary, rolling, now: try Instant(iso8601: "2025-06-01T12:00:00Z"))
        world.run(world.recording())
        world.now = try Instant(iso8601: "2025-06-01T13:00:00Z")
        world.run(world.adjusting(.reset), world.adjusting(.reset, rolling.id))
        for id in [primary.id, rolling.id] {
            #expect(world.replayedState(id, at: world.now).length == 0)
            #expect(world.differences(id, at: world.now) == [])
        }
    }

    @Test func `a reset is shown in its period, also when something was done later`() throws {
        var world = try Self.world(zone: "UTC", now: "2025-06-01T12:00:00Z")
        world.run(world.adjusting(.reset))
        let reset = world.now
        world.now = try Instant(iso8601: "2025-06-03T12:00:00Z")
        world.run(world.recording())
        let judge = try #require(world.judge(Self.first))
        let state = world.replayedState(Self.first, at: world.now)
        let history = judge.history(of: state, count: 4, at: world.now)
        #expect(history.map(\.resetAt) == [nil, reset, nil, nil])
    }
}
