/// Achievements in the order of what they ask for, so that finding those that a rising number
/// passes takes as long among ten thousand as among ten.
public struct AchievementThresholds: Sendable {
    private let limits: [Int64]
    private let achievements: [Achievement]

    init(_ achievements: [(limit: Int64, achievement: Achievement)]) {
        let sorted = achievements.sorted {
            ($0.limit, $0.achievement.id) < ($1.limit, $1.achievement.id)
        }
        limits = sorted.map(\.limit)
        self.achievements = sorted.map(\.achievement)
    }

    /// Those that a number passes when it rises from one value to another: lowest first, then
    /// oldest first.
    public func passed(from before: Int64, to after: Int64) -> ArraySlice<Achievement> {
        guard before < after else { return [] }
        return achievements[count(upTo: before)..<count(upTo: after)]
    }

    /// How many ask for a number or less.
    private func count(upTo value: Int64) -> Int {
        var (low, high) = (0, limits.count)
        while low < high {
            let middle = (low + high) / 2
            if limits[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
