import CivilTime
import Testing

@testable import Engine

/// Days that begin when a user says so (R18).
@Suite struct StreakDayStartTests {
    private static let id = StreakDefinitionID(1)

    private static func choosing(_ hour: Int?) -> AnyCommand {
        var command = ChoosePreferences(user: StreakWorld.user, userID: "u1")
        command.dayStartsAt =
            hour.flatMap { WallTime(hour: $0, minute: 0) }.map { .set($0) } ?? .clear
        return .prefer(command)
    }

    /// A world in which somebody who lives in Berlin was there on 3 March.
    private static func world() throws -> StreakWorld {
        let rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        var world = StreakWorld(.tested(1, rule), now: try instant("2025-03-03T12:00:00Z"))
        world.run(world.recording(zone: "Europe/Berlin"))
        return world
    }

    @Test func `a night owl's day goes on after midnight, from the next midnight on`() throws {
        var world = try Self.world()
        world.run(Self.choosing(4))
        world.now = try instant("2025-03-05T02:30:00Z")
        world.run(world.settling(Self.id))
        #expect(!world.facts.contains { $0.kind == .lost })
        #expect(world.dueAt(Self.id) == (try instant("2025-03-05T03:00:00Z")))
        world.run(world.recording())
        #expect(world.facts.last?.length == 2)
        world.now = try instant("2025-03-05T12:00:00Z")
        world.run(world.recording())
        #expect(world.facts.last?.length == 3)
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `a day that was missed stays missed`() throws {
        var world = try Self.world()
        world.now = try instant("2025-03-05T06:00:00Z")
        world.run(world.settling(Self.id))
        #expect(world.facts.last?.kind == .lost)
        world.run(Self.choosing(12))
        world.run(world.recording())
        #expect(world.replayedState(Self.id, at: world.now).length == 1)
        #expect(world.facts.last?.kind == .started)
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `a choice that does not hold yet is replaced, and one is taken back`() throws {
        var world = try Self.world()
        world.run(Self.choosing(4))
        world.run(Self.choosing(6))
        let from = try instant("2025-03-03T23:00:00Z")
        let six = WallTime(hour: 6, minute: 0)
        #expect(world.user?.preferences.dayStarts == [.init(from: from, at: six)])
        world.run(Self.choosing(nil))
        #expect(world.user?.preferences.dayStarts == [])
        world.run(Self.choosing(6))
        world.now = try instant("2025-03-04T12:00:00Z")
        world.run(Self.choosing(nil))
        let back = try instant("2025-03-04T23:00:00Z")
        #expect(
            world.user?.preferences.dayStarts == [
                .init(from: from, at: six), .init(from: back, at: nil),
            ]
        )
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `a streak that lives in a zone of its own does not heed it`() throws {
        let rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: .utc))
        var world = StreakWorld(.tested(1, rule), now: try instant("2025-03-03T12:00:00Z"))
        world.run(world.recording())
        let revision = world.judge(Self.id)?.timeline.revision
        world.run(Self.choosing(4))
        #expect(world.judge(Self.id)?.timeline.revision == revision)
        world.now = try instant("2025-03-04T12:00:00Z")
        #expect(world.replayedState(Self.id, at: world.now).secondsUntilClose == 43_200)
    }
}
