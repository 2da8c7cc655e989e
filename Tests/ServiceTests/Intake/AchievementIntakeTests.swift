import Catalogue
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

/// Achievements where things go wrong, or happen at once.
@Suite struct AchievementIntakeTests {
    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld(hasOneLane: true)
        let metric = try await world.metricID()
        let made = try await world.create(
            active("five", .metric) {
                $0.metric = metric
                $0.amount = Amount(5)
            },
            active("tour", .api) { $0.key = "tour" }
        )
        try await world.create(
            active("whole", .composite) { $0.parts = made.map(\.publicID) }
        )
        return world
    }

    private static func complete(
        in world: ServiceWorld,
        user: String = "ada"
    ) async throws -> CompletionID? {
        let command = CompleteAchievement(
            user: world.service.intake.userKey(of: user, in: world.live),
            userID: user,
            achievementKey: "tour"
        )
        return try await world.service.intake.submit(command, in: world.live).id
    }

    @Test(arguments: [
        Row("before the commit", FaultyDatabase.Failure.before(.conflict), 1),
        Row("at the commit", .atCommit(.disconnected), 1),
        Row("after the commit, unheard", .afterCommit, 1),
    ]) func `what an event reached is told when the transaction is repeated`(
        row: Row<FaultyDatabase.Failure, Int>
    ) async throws {
        for isKnown in [false, true] {
            let world = try await Self.world()
            if isKnown { try await world.record(world.draft(1)) }
            _ = try await Self.complete(in: world)
            world.database.failNext(row.input)
            let events = try await world.record(world.draft(3), world.draft(3), world.draft(3))
            let told = events.map { $0.achievements.map(\.achievement.name) }
            #expect(told == [[], ["five", "whole"], []])
            #expect(try await world.reached() == ["five", "tour", "whole"])
            #expect(try await world.completions() == ["five": 1, "tour": 1, "whole": 1])
        }
    }

    @Test func `a completion whose commit was not heard of is told as the first`() async throws {
        let world = try await Self.world()
        world.database.failNext(.afterCommit)
        let first = try await Self.complete(in: world)
        #expect(try await Self.complete(in: world) == first)
        #expect(try await world.completions()["tour"] == 1)
    }

    @Test func `what a group of many reaches is one completion each`() async throws {
        let world = try await Self.world()
        world.database.hold()
        let told = Task {
            try await withThrowingTaskGroup(of: [String].self) { group in
                for number in 0..<64 {
                    group.addTask {
                        if number.isMultiple(of: 4) {
                            _ = try await Self.complete(in: world)
                            return []
                        }
                        let events = try await world.record(world.draft(1))
                        return events.flatMap(\.achievements).map(\.achievement.name)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }
        world.database.release()
        let names = try await told.value
        #expect(names.count { $0 == "five" } == 1)
        #expect(try await world.completions() == ["five": 1, "tour": 1, "whole": 1])
    }

    @Test func `a refused command of a group leaves nothing counted`() async throws {
        let world = try await Self.world()
        world.database.hold()
        async let good = world.record(world.draft(5, user: "ben"))
        async let bad = result {
            try await world.record(world.draft(5), world.draft(5, metric: "nope"))
        }
        world.database.release()
        _ = try await good
        #expect(await bad.refusalCode == .unknownMetric)
        #expect(try await world.completions()["five"] == 1)
        let counts = try await world.service.reading.achievementCounts(in: world.live)
        let five = try #require(
            try await world.service.catalogue.view(of: world.live).rulebook.achievements.all.first
        )
        #expect(counts.rarity(of: five.id) == Amount(100))
    }
}
