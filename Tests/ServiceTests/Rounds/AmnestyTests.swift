import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Rounds
import Storage
import Testing

@testable import Service

/// Amnesties through the real store: previewed, set up, seen at once, told, and revoked.
@Suite struct AmnestyTests {
    /// Three users with streaks of 3, 2 and 1, who all missed the day after, and one who had left long
    /// before.
    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        try await world.createStreak()
        for day in 0..<5 as Range<Int64> {
            world.setClock(hours: day * 24)
            if day == 0 { try await world.record(world.draft(user: "old")) }
            for number in 1...3 as ClosedRange<Int64> where (5 - number...4).contains(day) {
                try await world.record(world.draft(user: "user-\(number)"))
            }
            try await world.finishRounds()
        }
        world.setClock(hours: 6 * 24)
        try await world.finishRounds()
        return world
    }

    /// An hour of the day that everybody missed.
    private static var draft: AmnestyDraft {
        let start = ServiceWorld.noon.adding(seconds: 5 * 86_400)
        return AmnestyDraft(start..<start.adding(seconds: 3_600), reason: "The outage")
    }

    private static func lengths(in world: ServiceWorld) async throws -> [Int] {
        let view = try await world.service.catalogue.view(of: world.live)
        let ids = ["old", "user-1", "user-2", "user-3"]
        return try await world.service.reading.streaks(view.rulebook.streaks[0], of: ids, in: view)
            .map { $0?.state.length ?? -1 }
    }

    private static func shown(_ id: String, in world: ServiceWorld) async throws -> ShownAmnesty {
        try #require(try await world.service.streakAmnesties.find(id, in: world.live))
    }

    @Test func `a preview counts whom it would touch, and changes nothing`() async throws {
        let world = try await Self.world()
        #expect(try await Self.lengths(in: world) == [0, 0, 0, 0])
        let begun = try await world.service.streakAmnesties.preview(Self.draft, in: world.live)
        try await world.finishRounds()
        let shown = try await Self.shown(begun.stored.amnesty.publicID, in: world)
        #expect(shown.stored.walkedAt != nil)
        #expect((shown.stored.total, shown.stored.scanned) == (4, 4))
        #expect((shown.changes.longer, shown.changes.begun, shown.changes.unchanged) == (3, 3, 0))
        #expect(shown.changes.largest.map(\.after) == [3, 2, 1])
        #expect(try await Self.lengths(in: world) == [0, 0, 0, 0])
        #expect(
            try await world.service.streakAmnesties.list(in: world.live, skip: 0, limit: 9).isEmpty
        )
    }

    @Test
    func `it is seen at once, told to those who had lost, and as if it never was once revoked`()
        async throws
    {
        let world = try await Self.world()
        let made = try #require(
            try await world.service.streakAmnesties.create(Self.draft, in: world.live)
        )
        let id = made.stored.amnesty.publicID
        #expect(try await Self.lengths(in: world) == [0, 1, 2, 3])
        #expect(try world.told(.corrected).isEmpty)
        try await world.finishRounds()
        #expect(try await Self.lengths(in: world) == [0, 1, 2, 3])
        let corrected = try world.told(.corrected)
        #expect(corrected.map(\.length).sorted() == [1, 2, 3])
        #expect(corrected.allSatisfy { $0.previousLength == 0 })
        let shown = try await Self.shown(id, in: world)
        #expect((shown.changes.longer, shown.stored.scanned) == (3, 4))
        try await Self.expectAtRisk(["user-1", "user-2", "user-3"], in: world)

        #expect(try await world.service.streakAmnesties.revoke(id, in: world.live))
        #expect(try await !world.service.streakAmnesties.revoke(id, in: world.live))
        #expect(try await Self.lengths(in: world) == [0, 0, 0, 0])
        try await world.finishRounds()
        #expect(try await Self.lengths(in: world) == [0, 0, 0, 0])
        #expect(try world.told(.corrected).count == 6)
        #expect(try await Self.shown(id, in: world).changes.lost == 3)
        try await Self.expectAtRisk([], in: world)
    }

    private static func expectAtRisk(_ ids: [String], in world: ServiceWorld) async throws {
        let page = try await world.service.reading.streaksAtRisk(
            nil,
            in: try await world.service.catalogue.view(of: world.live),
            minimumLength: 1,
            after: nil,
            limit: 100
        )
        #expect(page.streaks.map(\.userID).sorted() == ids)
    }

    @Test func `what is repaired breaks again when its time comes`() async throws {
        let world = try await Self.world()
        _ = try await world.service.streakAmnesties.create(Self.draft, in: world.live)
        try await world.finishRounds()
        let lost = try world.told(.lost).count
        world.setClock(hours: 7 * 24)
        try await world.finishRounds()
        #expect(try world.told(.lost).count == lost + 3)
        #expect(try await Self.lengths(in: world) == [0, 0, 0, 0])
    }

    @Test func `it is for those who have its attributes, also who get them later`() async throws {
        let world = try await Self.world()
        let view = try await world.service.catalogue.view(of: world.live)
        let plan = try #require(view.rulebook.attribute(.user, key: "plan"))
        func give(_ value: String, to user: String) async throws {
            var change = UserChange()
            change.attributes = ["plan": value]
            _ = try await world.service.intake.submit(
                IdentifyUser(
                    user: world.service.intake.userKey(of: user, in: world.live),
                    userID: user,
                    change: change,
                    createsUser: true
                ),
                in: world.live
            )
        }
        try await give("pro", to: "user-2")
        try await give("free", to: "user-3")
        var draft = Self.draft
        draft.filter = AttributeFilter([plan.id: "pro"])
        _ = try await world.service.streakAmnesties.create(draft, in: world.live)
        try await world.finishRounds()
        #expect(try await Self.lengths(in: world) == [0, 0, 2, 0])
        try await give("pro", to: "user-3")
        #expect(try await Self.lengths(in: world) == [0, 0, 2, 3])
        try await give("free", to: "user-2")
        #expect(try await Self.lengths(in: world) == [0, 0, 0, 3])
        #expect(try world.told(.corrected).map(\.length) == [2, 3, 0])
    }
}
