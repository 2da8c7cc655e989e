import Catalogue
import CivilTime
import Engine
import Reading
import Rounds
import Storage
import Testing

@testable import Service

/// What a change of a rule would change, before it is made, and what it changes once it is.
@Suite struct StreakPreviewTests {
    private static let day: Int64 = 24

    /// Users with five days behind them: of the first, so many steps each day; of the others, one.
    private static func world(users: Int = 1) async throws -> (ServiceWorld, StreakDefinition) {
        let world = try await ServiceWorld()
        let streak = try await world.createStreak { $0.rule.condition = .sum(minimum: Amount(1)) }
        world.setClock(hours: 5 * day)
        for number in 0..<users {
            for back in 1...5 as ClosedRange<Int64> {
                var draft = world.draft(number == 0 ? 10 : 1, user: "user-\(number)")
                draft.occurredAt = ServiceWorld.noon.adding(seconds: (5 - back) * day * 3_600)
                try await world.record(draft)
            }
        }
        try await world.finishRounds()
        return (world, streak)
    }

    private static func harder(
        _ streak: StreakDefinition,
        _ scope: StreakChangeScope = .all
    ) -> StreakUpdate {
        var change = StreakChange()
        change.condition = .sum(minimum: Amount(5))
        return StreakUpdate(publicID: streak.publicID, change: change, scope: scope)
    }

    private static func start(
        _ update: StreakUpdate,
        in world: ServiceWorld
    ) async throws -> StreakPreview {
        try await world.service.streakPreviews.start(
            update,
            in: world.live
        ).get()
    }

    private static func lengths(
        in world: ServiceWorld,
        _ users: Int
    ) async throws -> [Int] {
        let view = try await world.service.catalogue.view(of: world.live)
        let ids = (0..<users).map { "user-\($0)" }
        return try await world.service.reading.streaks(view.rulebook.streaks[0], of: ids, in: view)
            .map { $0?.state.length ?? -1 }
    }

    @Test func `a preview says what then happens, and changes nothing itself`() async throws {
        let (world, streak) = try await Self.world(users: 3)
        #expect(try await Self.lengths(in: world, 3) == [5, 5, 5])
        let begun = try await Self.start(Self.harder(streak), in: world)
        #expect(begun.stored.status == .running)
        #expect(begun.stored.total == 3)
        try await world.finishRounds()
        let id = begun.stored.publicID
        let preview = try #require(try await world.service.streakPreviews.find(id, in: world.live))
        #expect(preview.stored.status == .finished)
        #expect(preview.stored.scanned == 3)
        let changes = preview.changes
        #expect(
            [changes.unchanged, changes.longer, changes.shorter, changes.lost] == [1, 0, 2, 2]
        )
        #expect(changes.differences.map(\.shorter) == [0, 0, 2, 0, 0, 0])
        #expect(
            changes.largest.map { "\(preview.userIDs[$0.user] ?? "?") \($0.before)>\($0.after)" }
                .sorted() == ["user-1 5>0", "user-2 5>0"]
        )
        #expect(try await Self.lengths(in: world, 3) == [5, 5, 5])
        _ = try await world.service.catalogue.updateStreaks([Self.harder(streak)], in: world.live)
        #expect(try await Self.lengths(in: world, 3) == [5, 0, 0])
        try await world.finishRounds()
        #expect(try await Self.lengths(in: world, 3) == [5, 0, 0])
    }

    @Test func `a rule for the future leaves what was`() async throws {
        let (world, streak) = try await Self.world(users: 2)
        let begun = try await Self.start(Self.harder(streak, .future), in: world)
        try await world.finishRounds()
        let preview = try await world.service.streakPreviews.find(
            begun.stored.publicID,
            in: world.live
        )
        #expect(preview?.changes.changed == 0)
        _ = try await world.service.catalogue.updateStreaks(
            [Self.harder(streak, .future)],
            in: world.live
        )
        #expect(try await Self.lengths(in: world, 2) == [5, 5])
    }

    @Test func `it goes on where it was, in another process too, a hundred at a time`()
        async throws
    {
        let (world, streak) = try await Self.world(users: 120)
        let begun = try await Self.start(Self.harder(streak), in: world)
        let id = begun.stored.publicID
        try await world.rounds.step()
        let half = try #require(try await world.service.streakPreviews.find(id, in: world.live))
        #expect(half.stored.status == .running)
        #expect(half.stored.scanned == 100)
        #expect(half.changes.unchanged + half.changes.changed == 100)
        let other = try world.secondService()
        defer { other.stop() }
        let rounds = other.rounds
        while try await rounds.step() {}
        let whole = try #require(try await other.streakPreviews.find(id, in: world.live))
        #expect(whole.stored.status == .finished)
        #expect(whole.stored.scanned == 120)
        #expect([whole.changes.unchanged, whole.changes.shorter] == [1, 119])
        #expect(whole.changes.largest.count == 20)
    }

    @Test func `a step that could not be stored is taken again`() async throws {
        let (world, streak) = try await Self.world(users: 2)
        let id = try await Self.start(Self.harder(streak), in: world).stored.publicID
        world.database.failNext(.atCommit(.full))
        _ = await result { try await world.rounds.step() }
        try await world.finishRounds()
        let preview = try #require(try await world.service.streakPreviews.find(id, in: world.live))
        #expect(preview.stored.scanned == 2)
        #expect(preview.changes.shorter == 1)
    }

    @Test func `a newer one takes its place, a change outdates it, and it can be given up`()
        async throws
    {
        let (world, streak) = try await Self.world()
        let first = try await Self.start(Self.harder(streak), in: world).stored.publicID
        let second = try await Self.start(Self.harder(streak), in: world).stored.publicID
        #expect(try await world.service.streakPreviews.find(first, in: world.live) == nil)
        world.clock.advance(seconds: 60)
        _ = try await world.service.catalogue.updateStreaks([Self.harder(streak)], in: world.live)
        try await world.finishRounds()
        let outdated = try await world.service.streakPreviews.find(second, in: world.live)
        #expect(outdated?.stored.status == .outdated)
        #expect(try await world.service.streakPreviews.find(second, in: world.sandbox) == nil)
        try await world.service.streakPreviews.remove(second, in: world.live)
        #expect(try await world.service.streakPreviews.find(second, in: world.live) == nil)
    }

    @Test func `what is finished is forgotten after a day`() async throws {
        let (world, streak) = try await Self.world()
        let id = try await Self.start(Self.harder(streak), in: world).stored.publicID
        try await world.finishRounds()
        world.clock.advance(seconds: 86_400)
        #expect(try await world.service.streakPreviews.find(id, in: world.live) != nil)
        world.clock.advance(seconds: 1)
        #expect(try await world.service.streakPreviews.find(id, in: world.live) == nil)
        try await world.finishRounds()
        let isThere = try world.database.read { (connection) throws(StorageError) in
            try connection.streakPreviews.find(id, in: world.live) != nil
        }
        #expect(!isThere)
    }

    @Test func `an unsound change has no preview`() async throws {
        let (world, streak) = try await Self.world()
        var change = StreakChange()
        change.window = .rolling(.seconds(3_600))
        change.gracePeriods = 1
        let update = StreakUpdate(publicID: streak.publicID, change: change)
        let result = try await world.service.streakPreviews.start(
            update,
            in: world.live
        )
        #expect(throws: ItemIssue.self) { try result.get() }
    }
}
