import Engine
import TestBasics
import Testing

@testable import Reading

/// How far a user has come towards an achievement.
@Suite struct AchievementProgressTests {
    private static let rows: [Row<AchievementProgress, Int64>] = [
        Row("nothing done", way(0, of: 10), 0),
        Row("less than nothing", way(-5, of: 10), 0),
        Row("half", way(5, of: 10), 50_000_000),
        Row("cut off after two places", way(1, of: 3), 33_330_000),
        Row("100 only when it is all", way(99_999, of: 100_000), 99_990_000),
        Row("all", way(10, of: 10), 100_000_000),
        Row("more than all", way(11, of: 10), 100_000_000),
        Row("nothing to do", way(1, of: 0), 0),
    ]

    private static func way(_ current: Int32, of target: Int32) -> AchievementProgress {
        AchievementProgress(current: Amount(current), target: Amount(target))
    }

    @Test(arguments: rows)
    func `the part done is told in a hundred`(row: Row<AchievementProgress, Int64>) {
        #expect(row.input.percent.millionths == row.expected)
    }
}
