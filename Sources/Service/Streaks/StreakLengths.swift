import CivilTime
import Engine
import Storage

/// Reads how long users' primary streaks are.
struct StreakLengths {
    let connection: any Connection
    let keyring: UserKeyring
    /// The rules, and what time it is.
    let fold: Fold

    /// The lengths of the primary streaks of some users, with that of each longest run; none where
    /// there is no such streak.
    func lengths(
        of users: [UserKey: User]
    ) throws(StorageError) -> [UserKey: (now: Int, longest: Int)] {
        guard fold.rulebook.primaryStreak != nil, !users.isEmpty else { return [:] }
        let loader = GroupLoader(
            connection: connection,
            keyring: keyring,
            workspaces: [:],
            moment: fold.now,
            isRetry: false,
            process: ""
        )
        let stays = try connection.users.stays(of: Array(users.keys))
        let marks = try loader.loadMarks(of: users)
        var lengths: [UserKey: (now: Int, longest: Int)] = [:]
        for (key, user) in users {
            var snapshot = Snapshot(
                key: key,
                user: user,
                earlierStays: (stays[key] ?? []).filter { $0.from < user.zoneSince },
                streakMarks: marks[key] ?? []
            )
            lengths[key] = try length(in: &snapshot, loader)
        }
        return lengths
    }

    /// Each turn looks further back; there is only so much to find.
    private func length(
        in snapshot: inout Snapshot,
        _ loader: GroupLoader
    ) throws(StorageError) -> (now: Int, longest: Int) {
        while true {
            let gap: StreakGap
            do throws(StreakGap) {
                return try fold.primaryStreakLength(in: &snapshot)
            } catch {
                gap = error
            }
            try loader.fill(gap, in: &snapshot)
        }
    }
}
