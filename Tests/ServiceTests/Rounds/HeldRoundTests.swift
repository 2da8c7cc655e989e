import Catalogue
import CivilTime
import Engine
import Storage
import Testing

@testable import Service

/// A sandbox whose clock is held is told what time brings by that clock, and keeps nobody waiting.
@Suite struct HeldRoundTests {
    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        for workspace in [world.live, world.sandbox] {
            let window = StreakWindow.calendar(CalendarWindow(unit: .day), zone: .utc)
            var draft = StreakDraft(key: "steps", name: "Steps", window: window)
            draft.rule.sources = [StreakSource(metric: try await world.metric(in: workspace))]
            let created = try await world.service.catalogue.createStreaks([draft], in: workspace)
                .first
            _ = try #require(created).get()
        }
        return world
    }

    private static func lost(_ world: ServiceWorld, in workspace: WorkspaceID) throws -> [String] {
        let facts = try world.database.read { (connection) throws(StorageError) in
            try connection.facts.placed(after: .start, in: workspace, limit: 1_000)
        }
        return facts.compactMap { StreakFact($0.stored.fact) }.filter { $0.kind == .lost }
            .map(\.at.description)
    }

    private static func hold(_ world: ServiceWorld, hours: Int64?) async throws {
        let moment = hours.map { ServiceWorld.noon.adding(seconds: $0 * 3_600) }
        try await world.service.catalogue.setClock(of: world.sandbox, to: moment)
        try await world.finishRounds()
    }

    @Test func `moving a held clock makes what it passes due`() async throws {
        let world = try await Self.world()
        try await world.record(world.draft(in: world.sandbox), in: world.sandbox)
        try await Self.hold(world, hours: 35)
        #expect(try Self.lost(world, in: world.sandbox).isEmpty)
        try await Self.hold(world, hours: 36)
        #expect(try Self.lost(world, in: world.sandbox) == ["2025-03-17T00:00:00.000Z"])
        // What happens while the clock is held is due by it, too.
        try await world.record(world.draft(in: world.sandbox), in: world.sandbox)
        try await Self.hold(world, hours: 100)
        #expect(
            try Self.lost(world, in: world.sandbox)
                == ["2025-03-17T00:00:00.000Z", "2025-03-19T00:00:00.000Z"]
        )
    }

    @Test func `a clock that stands still keeps its own workspace waiting, and no other`()
        async throws
    {
        let world = try await Self.world()
        try await Self.hold(world, hours: 1)
        try await world.record(world.draft(in: world.sandbox), in: world.sandbox)
        try await world.record(world.draft())
        world.setClock(hours: 100)
        try await world.finishRounds()
        #expect(try Self.lost(world, in: world.live) == ["2025-03-17T00:00:00.000Z"])
        #expect(try Self.lost(world, in: world.sandbox).isEmpty)
        // Let go, it is as late as everybody else.
        try await Self.hold(world, hours: nil)
        #expect(try Self.lost(world, in: world.sandbox) == ["2025-03-17T00:00:00.000Z"])
    }
}
