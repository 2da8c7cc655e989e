import CivilTime
import Testing

@testable import Engine

@Suite struct AchievementThresholdTests {
    private static func index(_ count: Int32) -> AchievementIndex {
        AchievementIndex((1...count).map { achievement(Int64($0), steps($0 * 10)) })
    }

    @Test func `of very many, an event finds those that it passes as of few`() {
        for count in [10, 10_000] as [Int32] {
            let index = Self.index(count)
            let metric = FoldWorld.steps.id
            #expect(index.passed(by: metric, from: Amount(41), to: Amount(49)).isEmpty)
            let passed = index.passed(by: metric, from: Amount(39), to: Amount(60))
            #expect(passed.map(\.name) == ["4", "5", "6"])
            #expect(index.passed(by: metric, from: Amount(60), to: Amount(39)).isEmpty)
            #expect(index.passed(by: metric, from: .zero, to: Amount(1_000_000)).count == count)
        }
    }

    @Test(arguments: 0..<100) func `binary search finds what looking at each one finds`(
        seed: UInt64
    ) {
        var random = SplitMix64(state: seed)
        let limits = (0..<20).map { _ in Int32.random(in: 1...30, using: &random) }
        let index = AchievementIndex(
            limits.enumerated().map { achievement(Int64($0.offset), steps($0.element)) }
        )
        for _ in 0..<50 {
            let before = Int32.random(in: -5...35, using: &random)
            let after = Int32.random(in: -5...35, using: &random)
            let passed = index.passed(
                by: FoldWorld.steps.id,
                from: Amount(before),
                to: Amount(after)
            )
            let inside = limits.indices.filter { before < limits[$0] && limits[$0] <= after }
            let expected = inside.sorted { left, right in
                limits[left] == limits[right] ? left < right : limits[left] < limits[right]
            }
            #expect(passed.map(\.name) == expected.map { String($0) })
        }
    }

    @Test func `a streak passes lengths, shortest first`() {
        let index = AchievementIndex([
            achievement(1, .streak(length: 30)), achievement(2, .streak(length: 7)),
            achievement(3, .streak(length: 7), status: .locked),
        ])
        #expect(index.passed(byStreakFrom: 6, to: 7).map(\.name) == ["2"])
        #expect(index.passed(byStreakFrom: 0, to: 100).map(\.name) == ["2", "1"])
        #expect(index.passed(byStreakFrom: 7, to: 29).isEmpty)
        #expect(index.passed(byStreakFrom: 30, to: 1).isEmpty)
    }

    @Test func `what a streak reaches is told with the event, between metrics and composites`()
        throws
    {
        let world = AchievementWorld([
            achievement(1, all(2, 3)), achievement(2, .streak(length: 7)), achievement(3, steps(1)),
        ])
        var snapshot = Snapshot(key: UserKey(1), workspace: WorkspaceID(1))
        for achievement in world.achievements.dropFirst() {
            snapshot.complete(
                achievement,
                Completion(achievement: achievement.id, achievedAt: world.now, event: 9)
            )
        }
        let reached = [world.achievements[1], world.achievements[2]]
        let told = try world.fold.conclude(reached, by: 9, in: &snapshot)
        #expect(told.map(\.achievement.name) == ["3", "2", "1"])
        #expect(
            try world.fold.achievementsTold(of: 9, in: snapshot).map(\.achievement.name)
                == ["3", "2", "1"]
        )
    }
}
