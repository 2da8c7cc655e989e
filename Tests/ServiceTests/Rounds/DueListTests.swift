import Catalogue
import CivilTime
import Engine
import Intake
import Service
import Storage
import Testing

@testable import Rounds

/// The list of what is due: one live entry for each streak that something can befall, at its moment
/// and with its length; the dead ones go with time.
@Suite struct DueListTests {
    private static func entries(
        _ world: ServiceWorld,
        _ streak: StreakDefinition
    ) throws -> [DueEntry] {
        try world.database.read { (connection) throws(StorageError) in
            try connection.due.page(
                of: .streak,
                streak.id.number,
                in: world.live,
                through: .distantFuture,
                limit: 1_000
            )
        }
    }

    /// The entries that newest periods name.
    private static func live(
        _ world: ServiceWorld,
        _ streak: StreakDefinition
    ) throws -> [DueEntry] {
        try entries(world, streak).filter { due in
            let newest = try world.database.read { (connection) throws(StorageError) in
                try connection.streakPeriods.newest(of: [(due.user, streak.id)])
            }
            return newest[due.user]?.first?.storedDue == due.streakEntry
        }
    }

    private static func told(_ entries: [DueEntry]) -> [String] {
        entries.map { "\($0.at.iso8601) of \($0.detail)" }
    }

    @Test func `a late event pulls forward what is due, and a deletion puts it back`() async throws
    {
        let world = try await ServiceWorld()
        // A freeze comes on the third day; until then a missed day breaks the run.
        let streak = try await world.createStreak { draft in
            draft.rule.freezes = FreezeRule(maximum: 1)
            draft.rule.atRiskSeconds = 3_600
            draft.rule.condition = .count(minimum: 2)
        }
        try await world.record(hours: 0)
        #expect(try Self.live(world, streak).isEmpty)
        let second = try await world.record(hours: -1)
        #expect(try Self.told(Self.live(world, streak)) == ["2025-03-16T23:00:00.000Z of 1"])
        let id = try #require(second.first?.id)
        try await world.service.intake.submit(DeleteEvent(id), in: world.live)
        #expect(try Self.live(world, streak).isEmpty)
    }

    @Test func `what a late event changes is due at its new moment, with its new length`()
        async throws
    {
        let world = try await ServiceWorld()
        let streak = try await world.createStreak()
        try await world.record(hours: 0)
        #expect(try Self.told(Self.live(world, streak)) == ["2025-03-17T00:00:00.000Z of 1"])
        // The moment stays, the length does not.
        try await world.record(hours: -24)
        #expect(try Self.told(Self.live(world, streak)) == ["2025-03-17T00:00:00.000Z of 2"])
        try await world.record(hours: -72)
        #expect(try Self.told(Self.live(world, streak)) == ["2025-03-17T00:00:00.000Z of 2"])
        try await world.record(hours: -48)
        #expect(try Self.told(Self.live(world, streak)) == ["2025-03-17T00:00:00.000Z of 4"])
    }

    @Test func `rounds take the dead entries away, and leave the live ones`() async throws {
        let world = try await ServiceWorld()
        let streak = try await world.createStreak()
        for day: Int64 in 0..<5 {
            world.setClock(hours: day * 24)
            try await world.record(hours: day * 24)
        }
        let live = try Self.live(world, streak)
        #expect(Self.told(live) == ["2025-03-21T00:00:00.000Z of 5"])
        #expect(try Self.entries(world, streak).count > 1)
        world.clock.advance(seconds: Int64(RoundLimits.retiredInterval.components.seconds) + 1)
        try await world.finishRounds()
        #expect(try Self.entries(world, streak) == live)
    }

    @Test func `an event that changes nothing leaves the live entry where it is`() async throws {
        let world = try await ServiceWorld()
        let streak = try await world.createStreak()
        try await world.record(hours: 0)
        let before = try Self.live(world, streak)
        try await world.record(hours: 0)
        world.clock.advance(seconds: Int64(RoundLimits.retiredInterval.components.seconds) + 1)
        try await world.finishRounds()
        #expect(try Self.live(world, streak) == before)
        #expect(try Self.entries(world, streak) == before)
    }
}
