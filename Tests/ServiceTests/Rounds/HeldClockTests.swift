import Catalogue
import CivilTime
import Engine
import Intake
import Storage
import Testing

@testable import Service

/// On a clock that is held, calls count in the order in which they come.
@Suite struct HeldClockTests {
    private static func adjust(
        _ kind: MarkStreak.Kind,
        in world: ServiceWorld
    ) async throws -> Int? {
        let command = MarkStreak(
            user: world.service.intake.userKey(of: "ada", in: world.live),
            userID: "ada",
            kind: kind
        )
        return try await world.service.intake.submit(command, in: world.live).streak?.state.length
    }

    private static func act(in world: ServiceWorld) async throws -> Int? {
        try await world.record(world.draft()).first?.streak?.state.length
    }

    @Test func `resets, restores and events of one instant count one after the other`()
        async throws
    {
        let world = try await ServiceWorld()
        let window = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var draft = StreakDraft(key: "steps", name: "Steps", window: window)
        draft.isPrimary = true
        draft.rule.sources = [StreakSource(metric: try await world.metric())]
        _ = try await world.service.catalogue.createStreaks([draft], in: world.live)
        for _ in 0..<3 {
            world.clock.advance(seconds: 86_400)
            _ = try await Self.act(in: world)
        }
        world.clock.advance(seconds: 3 * 86_400)
        #expect(try await Self.adjust(.restore, in: world) == 3)
        #expect(try await Self.act(in: world) == 4)
        #expect(try await Self.adjust(.reset, in: world) == 0)
        #expect(try await Self.act(in: world) == 1)
        #expect(try await Self.adjust(.reset, in: world) == 0)
        // Both resets are taken back, so what was done today counts again.
        #expect(try await Self.adjust(.restore, in: world) == 4)
        #expect(try await Self.act(in: world) == 4)
    }
}
