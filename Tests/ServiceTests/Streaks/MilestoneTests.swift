import Catalogue
import CivilTime
import Engine
import Intake
import Storage
import Testing

@testable import Service

/// Lengths at which something is earned: once, or once in every run, and for good (R8).
@Suite struct MilestoneTests {
    private static func world(
        _ milestones: StreakMilestone...
    ) async throws -> (ServiceWorld, StreakDefinition) {
        let world = try await ServiceWorld()
        return (world, try await world.createStreak { $0.milestones = milestones })
    }

    /// An event at noon of some days, each sent on its day.
    private static func live(_ world: ServiceWorld, days: [Int64]) async throws {
        for day in days {
            world.setClock(hours: day * 24)
            try await world.record(hours: day * 24)
        }
    }

    private static func earned(
        _ world: ServiceWorld,
        _ streak: StreakDefinition
    ) throws -> [EarnedMilestone] {
        try world.database.read { (connection) throws(StorageError) in
            try connection.streakMilestones.milestones(
                of: world.service.intake.userKey(of: "ada", in: world.live),
                streak.id
            )
        }
    }

    @Test func `a length is reached once, dated, and told with its reward`() async throws {
        let (world, streak) = try await Self.world(
            StreakMilestone(threshold: 2, rewardItemID: "hat"),
            StreakMilestone(threshold: 3)
        )
        try await Self.live(world, days: [0, 1, 2, 3])
        let told = try world.told(.milestoneReached)
        #expect(told.map(\.count) == [2, 3])
        #expect(told.map(\.rewardItemID) == ["hat", nil])
        #expect(told.map(\.at) == [24, 48].map { ServiceWorld.noon.adding(seconds: $0 * 3_600) })
        #expect(try Self.earned(world, streak).map(\.earnedAt) == told.map(\.at))
    }

    @Test func `only a repeatable one is earned again in another run`() async throws {
        let (world, streak) = try await Self.world(
            StreakMilestone(threshold: 2),
            StreakMilestone(threshold: 3, isRepeatable: true)
        )
        try await Self.live(world, days: [0, 1, 2, 5, 6, 7, 8])
        #expect(try Self.earned(world, streak).map(\.threshold) == [2, 3, 3])
        #expect(try world.told(.milestoneReached).map(\.count) == [2, 3, 3])
    }

    @Test func `what was given stays, and is not given twice when runs are corrected`()
        async throws
    {
        let (world, streak) = try await Self.world(
            StreakMilestone(threshold: 3, isRepeatable: true)
        )
        try await Self.live(world, days: [0, 1])
        world.setClock(hours: 48)
        let third = try await world.record(hours: 48)
        let id = try #require(third.first).id
        try await world.service.intake.submit(DeleteEvent(id), in: world.live)
        #expect(try Self.earned(world, streak).count == 1)
        try await world.record(hours: 48)
        #expect(try Self.earned(world, streak).count == 1)
        #expect(try world.told(.milestoneReached).count == 1)
    }

    @Test func `a late event that joins two runs gives what the joined one has reached`()
        async throws
    {
        let (world, streak) = try await Self.world(StreakMilestone(threshold: 5))
        try await Self.live(world, days: [0, 1, 3, 4])
        #expect(try Self.earned(world, streak).isEmpty)
        try await world.record(hours: 48)
        #expect(try Self.earned(world, streak).map(\.threshold) == [5])
    }

    @Test func `a repeatable one is earned once in a run, however runs split and join`()
        async throws
    {
        let (world, streak) = try await Self.world(
            StreakMilestone(threshold: 2, isRepeatable: true)
        )
        // Two runs, each of which reaches it.
        try await Self.live(world, days: [0, 1, 3, 4])
        #expect(try Self.earned(world, streak).count == 2)
        // Joined they are one run, which has had it.
        let joint = try await world.record(hours: 48).first
        #expect(try Self.earned(world, streak).count == 2)
        // Split again, neither earns it anew, nor does the second by growing.
        let id = try #require(joint).id
        try await world.service.intake.submit(DeleteEvent(id), in: world.live)
        try await Self.live(world, days: [5])
        #expect(try Self.earned(world, streak).count == 2)
        // A third run is another one.
        try await Self.live(world, days: [8, 9])
        #expect(try Self.earned(world, streak).count == 3)
        #expect(try world.told(.milestoneReached).count == 3)
    }

    @Test func `every run of the past that was sent late counts, dated by its days`() async throws {
        let (world, streak) = try await Self.world(
            StreakMilestone(threshold: 3, isRepeatable: true)
        )
        world.setClock(hours: 24 * 30)
        for day: Int64 in [0, 1, 2, 3, 10, 11, 12] { try await world.record(hours: day * 24) }
        let late = try Self.earned(world, streak)
        #expect(late.map(\.threshold) == [3, 3])
        let ends = [2, 12].map { ServiceWorld.noon.adding(seconds: 43_200 + $0 * 86_400) }
        #expect(late.map(\.earnedAt) == ends)
        #expect(try world.told(.milestoneReached).map(\.at) == ends)
        try await Self.live(world, days: [30, 31, 32])
        #expect(try Self.earned(world, streak).map(\.threshold) == [3, 3, 3])
    }

    @Test func `whoever did enough before the streak was set up has reached it`() async throws {
        let world = try await ServiceWorld()
        try await Self.live(world, days: [0, 1, 2])
        let streak = try await world.createStreak { draft in
            draft.milestones = [StreakMilestone(threshold: 2), StreakMilestone(threshold: 9)]
        }
        try await world.finishRounds()
        #expect(try Self.earned(world, streak).map(\.threshold) == [2])
        #expect(try world.told(.milestoneReached).map(\.count) == [2])
    }

    @Test func `whoever had the run before the milestone was set up has reached it, in every run`()
        async throws
    {
        let (world, streak) = try await Self.world(StreakMilestone(threshold: 9))
        try await Self.live(world, days: [0, 1, 2, 3, 6, 7, 20])
        var change = StreakChange()
        change.milestones = [
            StreakMilestone(threshold: 3), StreakMilestone(threshold: 2, isRepeatable: true),
        ]
        for _ in 0..<2 {
            let update = StreakUpdate(publicID: streak.publicID, change: change)
            _ = try await world.service.catalogue.updateStreaks([update], in: world.live)
            try await world.finishRounds()
            let earned = try Self.earned(world, streak)
            #expect(earned.map(\.threshold) == [2, 2, 3])
            let ends = [1, 7, 2].map { ServiceWorld.noon.adding(seconds: 43_200 + $0 * 86_400) }
            #expect(earned.map(\.earnedAt) == ends)
        }
    }

    @Test func `an event a few minutes ahead reaches it when its day begins`() async throws {
        let (world, streak) = try await Self.world(StreakMilestone(threshold: 2))
        try await Self.live(world, days: [0])
        let midnight = ServiceWorld.noon.adding(seconds: 12 * 3_600)
        world.clock.set(to: midnight.adding(seconds: -60))
        var draft = world.draft()
        draft.occurredAt = midnight.adding(seconds: 60)
        try await world.record(draft)
        #expect(try Self.earned(world, streak).isEmpty)
        world.clock.set(to: midnight.adding(seconds: 120))
        try await world.finishRounds()
        #expect(try Self.earned(world, streak).map(\.earnedAt) == [midnight])
    }

    @Test func `nothing is left of a user who was erased`() async throws {
        let (world, streak) = try await Self.world(StreakMilestone(threshold: 1))
        try await Self.live(world, days: [0])
        #expect(try Self.earned(world, streak).count == 1)
        try await world.service.erasure.erase("ada", in: world.live, home: world.live)
        #expect(try Self.earned(world, streak).isEmpty)
    }
}
