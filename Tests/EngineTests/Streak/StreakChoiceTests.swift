import CivilTime
import Testing

@testable import Engine

/// What users choose of their own streak, and since when it holds.
@Suite struct StreakChoiceTests {
    private static func world(isCustomizable: Bool = true) throws -> StreakWorld {
        var definition = StreakDefinition.tested(
            1,
            StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        )
        definition.isCustomizable = isCustomizable
        var world = StreakWorld(definition, now: try Instant(iso8601: "2025-06-02T12:00:00Z"))
        world.run(world.recording())
        return world
    }

    private static func choosing(daysOff: Set<Int>) -> AnyCommand {
        .prefer(
            ChoosePreferences(user: StreakWorld.user, userID: "u1", daysOff: .set(daysOff))
        )
    }

    @Test func `each choice holds from its own moment`() throws {
        var world = try Self.world()
        var moments: [Instant] = []
        for day in [1, 2] {
            world.now = world.now.adding(seconds: 86_400)
            world.run(Self.choosing(daysOff: [day]))
            moments.append(world.now)
        }
        let choices = try #require(world.user).preferences.streak
        #expect(choices.map(\.from) == moments)
        #expect(choices.map(\.daysOff) == [[1], [2]])
    }

    @Test(arguments: [true, false])
    func `users choose where that is on`(isCustomizable: Bool) throws {
        var world = try Self.world(isCustomizable: isCustomizable)
        let results = world.run(Self.choosing(daysOff: [1]))
        #expect(((try? results[0].get()) != nil) == isCustomizable)
        #expect(try #require(world.user).preferences.streak.isEmpty != isCustomizable)
    }
}
