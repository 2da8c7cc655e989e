/// How many live events a group should have before it is begun, where more are about to come.
///
/// A group costs a commit, however few events it has. Callers who wait for their answers come
/// again once they have them: with half of them in each group, one half is taken in while the
/// other is answered. How many there are is found out by trying: now and then a group waits for a
/// few more, and if they do not come within moments, everybody is there already. Whoever is alone
/// is kept waiting in one group of hundreds.
struct GatheringPace {
    /// How many events to wait for.
    private(set) var target = 1
    /// After how many groups to try more, and how many of them are left.
    private var pause = GatheringPace.firstPause
    private var left = GatheringPace.firstPause

    private static let firstPause = 16
    private static let longestPause = 256

    /// Learns from a group: how many events it had, and whether they came before it was too late.
    mutating func note(events: Int, isInTime: Bool) {
        guard isInTime else {
            target = max(1, events / 2)
            pause = target > 1 ? Self.firstPause : min(2 * pause, Self.longestPause)
            left = pause
            return
        }
        target = max(target, events / 2)
        if target > 1 { pause = Self.firstPause }
        left = min(left, pause) - 1
        guard left == 0 else { return }
        target += max(1, target / 8)
        left = pause
    }
}
