import CivilTime
import Testing

@testable import Engine

/// Every completion is told once, as a fact, whatever led to it.
@Suite struct AchievementFactTests {
    private static func told(_ world: AchievementWorld) -> [Fact] {
        (world.snapshots[UserKey(1)]?.facts.told ?? []).filter { UserFact($0) == nil }
    }

    private static func names(_ world: AchievementWorld) -> [String?] {
        told(world).map { $0.payload["name"]?.text }
    }

    @Test func `an event, a call, an attribute, a day and composites tell what they reach`() throws
    {
        var world = AchievementWorld([
            achievement(1, steps(10)), achievement(2, .api(key: "tour")),
            achievement(3, steps(5), plan: "pro"), achievement(4, .anniversary(years: 1)),
            achievement(5, all(1, 2)), achievement(6, all(5, 3)),
        ])
        try world.record(event(10))
        #expect(Self.names(world) == ["1"])
        _ = try world.complete("tour")
        #expect(Self.names(world) == ["1", "2", "5"])
        try world.identify { $0.attributes = ["plan": "pro"] }
        #expect(Self.names(world) == ["1", "2", "5", "3", "6"])
        try world.identify { $0.signUpOn = .set(CivilDate(dayNumber: 19_000)) }
        #expect(Self.names(world) == ["1", "2", "5", "3", "6", "4"])
        #expect(Self.told(world).allSatisfy { $0.kind == .achievementCompleted })
        #expect(world.reached.count == Self.told(world).count)
        // What is reached is not told again.
        try world.record(event(10))
        _ = try world.complete("tour")
        #expect(Self.told(world).count == 6)
    }

    @Test func `a fact names the achievement, what reached it, when, and by which event`() throws {
        var world = AchievementWorld([
            achievement(1, steps(10), name: "Walker"), achievement(2, .api(key: "tour")),
        ])
        try world.record(event(10))
        _ = try world.complete("tour")
        let facts = Self.told(world)
        #expect(facts.map(\.subject) == ["p1", "p2"])
        #expect(facts.map(\.at) == [world.now, world.now])
        let id = EventID(number: 1, user: UserKey(1)).description
        let texts = facts.map { fact in
            fact.payload.fields.map { "\($0.name): \($0.value.text ?? "\($0.value)")" }
        }
        #expect(
            texts == [
                [
                    "achievementId: p1", "name: Walker", "trigger: metric",
                    "achievedAt: instant(\(world.now))", "eventId: \(id)",
                ],
                [
                    "achievementId: p2", "key: tour", "name: 2", "trigger: api",
                    "achievedAt: instant(\(world.now))",
                ],
            ]
        )
    }

    @Test func `what came with an event is told with that event, and what is refused is not told`()
        throws
    {
        var world = AchievementWorld([
            achievement(1, steps(5), plan: "pro"), achievement(2, steps(100)),
        ])
        try world.record(event(9))
        var draft = event(1)
        draft.userChange.attributes = ["plan": "pro"]
        #expect(try world.record(draft) == ["1"])
        let id = EventID(number: 2, user: UserKey(1)).description
        #expect(Self.told(world).map { $0.payload["eventId"]?.text } == [id])
        var refused = event(95)
        refused.userChange.attributes = ["no": "such"]
        #expect(throws: Refusal.self) { try world.record(refused) }
        #expect(Self.names(world) == ["1"])
    }

    @Test func `what an achievement finds of the past is told as backdated`() throws {
        var world = AchievementWorld([achievement(1, .api(key: "tour"))])
        try world.record(event(9))
        _ = try world.complete("tour")
        world.achievements += [achievement(2, steps(5)), achievement(3, all(1, 2))]
        try world.apply(JudgeAchievements([AchievementID(2), AchievementID(3)], of: UserKey(1)))
        #expect(Self.names(world) == ["1", "2", "3"])
        let marks = Self.told(world).map { $0.payload["backdated"]?.bool }
        #expect(marks == [nil, true, true])
    }
}
