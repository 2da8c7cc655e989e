import CivilTime
import StreakReference
import Testing

@testable import Engine

/// Moments at which one rule ends and another begins, each held to the judge of the tests too.
@Suite struct StreakEdgeTests {
    private static let first = StreakDefinitionID(1)

    private static func world(
        now: String,
        _ change: (inout StreakRule) -> Void = { _ in }
    ) throws -> StreakWorld {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        change(&rule)
        var world = StreakWorld(.tested(1, rule), now: try Instant(iso8601: now))
        world.run(world.leaving(for: "UTC"))
        return world
    }

    private static func state(of world: StreakWorld) -> StreakState {
        #expect(world.differences(first, at: world.now) == [])
        return world.replayedState(first, at: world.now)
    }

    @Test func `what happened at the very moment of a reset was before it`() throws {
        var world = try Self.world(now: "2025-06-01T12:00:00Z")
        world.run(world.recording(), world.adjusting(.reset))
        let state = Self.state(of: world)
        #expect(state.status == .broken)
        #expect([state.length, state.longest] == [0, 1])
    }

    @Test(arguments: [
        Row("grace that was taken away", [1, 0], 1), Row("grace that was given", [0, 1], 1),
        Row("none at any time", [0, 0], 0),
    ]) func `the day of a change has the grace of the easier rule`(
        row: Row<[Int], Int>
    ) throws {
        var world = try Self.world(now: "2025-06-01T12:00:00Z") { $0.gracePeriods = row.input[0] }
        world.run(world.recording())
        let change = try Instant(iso8601: "2025-06-02T12:00:00Z")
        world.definitions[0].change(from: change) { $0.rule.gracePeriods = row.input[1] }
        world.now = try Instant(iso8601: "2025-06-03T12:00:00Z")
        world.run(world.settling(Self.first))
        let state = Self.state(of: world)
        #expect(state.length == row.expected)
        #expect(state.graceUsed.count == row.expected)
    }

    @Test func `a maximum that is lowered as a day begins leaves what came before it`() throws {
        var world = try Self.world(now: "2025-06-01T12:00:00Z") {
            $0.freezes = FreezeRule(maximum: 3, earning: .init(count: 1, days: 1))
        }
        let change = try Instant(iso8601: "2025-06-06T00:00:00Z")
        world.definitions[0].change(from: change) { $0.rule.freezes.maximum = 1 }
        world.now = try Instant(iso8601: "2025-06-07T12:00:00Z")
        world.run(world.recording())
        #expect(Self.state(of: world).freezeBalance == 3)
    }

    @Test func `a pause of the user's today reaches a day that is over elsewhere`() throws {
        let auckland = try ZoneDatabase().zone(named: "Pacific/Auckland")
        var world = try Self.world(now: "2018-10-30T23:00:00Z") {
            $0.window = .calendar(CalendarWindow(unit: .day), zone: auckland)
        }
        world.run(world.leaving(for: "America/Sao_Paulo"), world.recording())
        world.now = try Instant(iso8601: "2018-11-01T11:30:00Z")
        world.run(world.adjusting(.restore))
        // In Auckland it is the 2nd. The 1st was paused, so that there was nothing to restore.
        let today = try CivilDate(iso8601: "2018-11-01")
        world.run(world.adjusting(.pause(today...today)))
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
        #expect(Self.state(of: world).length == 1)
    }

    // MARK: - Windows (R11)

    @Test(
        arguments: [
            Row("in the window's last moment", 86_400_000_000 - 1, [1, 1]),
            Row("at its close, which opens the next", 86_400_000_000, [2, 2]),
            Row("in the last moment before the deadline", 2 * 86_400_000_000 - 1, [2, 2]),
            Row("at the very deadline, at which the run has broken", 2 * 86_400_000_000, [1, 1]),
        ] as [Row<Int64, [Int]>]
    ) func `a window takes what happens before its close, and waits for one length more`(
        row: Row<Int64, [Int]>
    ) throws {
        var world = try Self.world(now: "2025-06-01T12:00:00Z") {
            $0.window = .rolling(.seconds(86_400))
        }
        world.run(world.recording())
        world.now = world.now.adding(microseconds: row.input)
        world.run(world.recording())
        let state = Self.state(of: world)
        #expect([state.length, state.longest] == row.expected)
        #expect(world.facts.contains { $0.kind == .lost } == (row.input == 2 * 86_400_000_000))
    }

    @Test func `a late deduction counts where it happened, not at the end`() throws {
        var world = try Self.world(now: "2025-06-01T10:00:00Z") { rule in
            rule.condition = .sum(minimum: Amount(3))
            let filter = AttributeFilter([StreakWorld.device.id: "a"])
            rule.sources = [StreakSource(metric: StreakWorld.steps.id, filter: filter)]
        }
        let start = world.now
        world.run(world.recording(3, device: "a"))
        world.now = start.adding(seconds: 7_200)
        world.run(world.recording(2, device: "a"))
        world.now = start.adding(seconds: 10_800)
        world.run(world.recording(-2, at: start.adding(seconds: 3_600), device: "a"))
        let stored = world.rows[Self.first]?.map(\.period.tally.satisfiedAt)
        #expect(stored == [start.adding(seconds: 7_200)])
        #expect(Self.state(of: world).extendedAt == start.adding(seconds: 7_200))
    }
}
