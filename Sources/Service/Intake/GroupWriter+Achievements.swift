import Engine
import Storage

extension GroupWriter {
    /// Counts new users, and writes what users reached; counters last, so that they are held shortly.
    func writeAchievements(_ snapshots: [Snapshot]) throws(StorageError) {
        try connection.filteredTotals.store(
            snapshots.flatMap { snapshot in
                snapshot.achievements.changedFilters.sorted { $0.number < $1.number }.map {
                    (snapshot.key, $0, snapshot.achievements.filteredTotals[$0] ?? .zero)
                }
            }
        )
        try connection.completions.insert(
            snapshots.flatMap { snapshot in
                snapshot.achievements.newCompletions.map { (snapshot.key, $0) }
            },
            countingIn: slot
        )
        var users: [WorkspaceID: Int64] = [:]
        for snapshot in snapshots where snapshot.changes.isNewUser {
            guard let workspace = owners[snapshot.key] else { continue }
            users[workspace, default: 0] += 1
        }
        try connection.userCounts.add(users, in: slot)
    }
}
