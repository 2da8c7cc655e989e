import Catalogue
import CivilTime
import Engine
import Intake
import Rounds
import Storage
import Testing

@testable import Service

/// What time brings to streaks is told by rounds, and is the same however seldom they come.
@Suite struct RoundTests {
    private static let hour: Int64 = 3_600
    private static let day: Int64 = 24 * hour

    /// A daily streak of steps, with freezes that a new user begins with.
    private static func streak(
        in world: ServiceWorld,
        startFreezes: Int = 0,
        earning: FreezeRule.Earning? = nil
    ) async throws -> StreakDefinition {
        let window = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var draft = StreakDraft(key: "steps", name: "Steps", window: window)
        draft.isPrimary = true
        draft.rule.sources = [StreakSource(metric: try await world.metric())]
        draft.rule.freezes = FreezeRule(startCount: startFreezes, maximum: 3, earning: earning)
        return try #require(
            try await world.service.catalogue.createStreaks([draft], in: world.live).first
        )
        .get()
    }

    /// What has been told, in words.
    private static func told(_ world: ServiceWorld) throws -> [String] {
        let facts = try world.database.read { (connection) throws(StorageError) in
            try connection.facts.placed(after: .start, in: world.live, limit: 1_000)
        }
        return facts.compactMap { placed in
            guard let fact = StreakFact(placed.stored.fact) else { return nil }
            return "\(fact.at) \(fact.kind.rawValue) \(fact.length) \(fact.freezes) \(fact.count)"
        }
    }

    private static func finishRounds(_ world: ServiceWorld) async throws {
        var count = 0
        while try await world.rounds.step() {
            count += 1
            try #require(count < 1_000, "rounds come to an end")
        }
    }

    @Test func `old facts are forgotten, also where there is no streak`() async throws {
        let world = try await ServiceWorld()
        let metric = try await world.metricID()
        try await world.create(
            active("one step", .metric) {
                $0.metric = metric
                $0.amount = Amount(1)
            }
        )
        try await world.record(world.draft())
        try await Self.finishRounds(world)
        #expect(try world.completionFacts().count == 1)
        world.clock.advance(seconds: 8 * 86_400)
        try await Self.finishRounds(world)
        #expect(try world.completionFacts().isEmpty)
    }

    @Test func `a missed day is told at its end, once`() async throws {
        let world = try await ServiceWorld()
        _ = try await Self.streak(in: world)
        try await world.record(world.draft())
        try await Self.finishRounds(world)
        #expect(try Self.told(world).count == 1)
        world.clock.advance(seconds: 36 * Self.hour)
        try await Self.finishRounds(world)
        try await Self.finishRounds(world)
        #expect(
            try Self.told(world) == [
                "2025-03-15T12:00:00.000Z streak.started 1 0 0",
                "2025-03-17T00:00:00.000Z streak.lost 1 0 0",
            ]
        )
    }

    @Test(arguments: [1, 7, 24, 100])
    func `what is told does not depend on how often rounds come`(hours: Int64) async throws {
        let world = try await ServiceWorld()
        _ = try await Self.streak(
            in: world,
            startFreezes: 1,
            earning: FreezeRule.Earning(count: 1, days: 3)
        )
        try await world.record(world.draft(), world.draft(user: "grace"))
        var passed: Int64 = 0
        while passed < 150 {
            let step = min(hours, 150 - passed)
            world.clock.advance(seconds: step * Self.hour)
            passed += step
            try await Self.finishRounds(world)
        }
        let told = try Self.told(world)
        #expect(told.count == Set(told).count * 2)
        #expect(
            Set(told) == [
                "2025-03-15T12:00:00.000Z streak.started 1 1 0",
                "2025-03-17T00:00:00.000Z streak.freeze_consumed 1 0 1",
                "2025-03-18T00:00:00.000Z streak.lost 1 0 0",
                "2025-03-18T00:00:00.000Z streak.freeze_earned 0 1 1",
                "2025-03-21T00:00:00.000Z streak.freeze_earned 0 2 1",
            ]
        )
    }

    @Test func `an event that could not be stored leaves what is due in its place`() async throws {
        let world = try await ServiceWorld()
        _ = try await Self.streak(in: world)
        try await world.record(world.draft())
        world.clock.advance(seconds: Self.day)
        world.database.failNext(.atCommit(.full))
        _ = await result { try await world.record(world.draft()) }
        try await Self.finishRounds(world)
        world.clock.advance(seconds: Self.day)
        try await Self.finishRounds(world)
        #expect(try Self.told(world).last == "2025-03-17T00:00:00.000Z streak.lost 1 0 0")
    }

    @Test func `a streak set up later counts what had happened before`() async throws {
        let world = try await ServiceWorld()
        for _ in 0..<3 {
            try await world.record(world.draft())
            world.clock.advance(seconds: Self.day)
        }
        let streak = try await Self.streak(in: world)
        try await Self.finishRounds(world)
        let loaded = try world.database.read { (connection) throws(StorageError) in
            try connection.streakPeriods.loaded(
                of: world.service.intake.userKey(of: "ada", in: world.live),
                streak.id,
                limit: 10
            )
        }
        #expect(loaded?.periods.count == 3)
        #expect(loaded?.length == 3)
        #expect(loaded?.dueAt?.description == "2025-03-19T00:00:00.000Z")
        #expect(try Self.told(world) == [])
        let open = try world.database.read { (connection) throws(StorageError) in
            try connection.streakDefinitions.recounts(limit: 10)
        }
        #expect(open.isEmpty)
    }
}
