import CivilTime
import Engine
import Storage

/// Reads how long users' primary streaks are.
struct StreakLengths {
    let connection: any Connection
    /// The rules, and what time it is.
    let fold: Fold
    /// The workspace of the users.
    let workspace: WorkspaceID

    /// The lengths of the primary streaks of some users, with that of each longest run; none where
    /// there is no such streak.
    func lengths(
        of users: [UserKey: User]
    ) throws(StorageError) -> [UserKey: (now: Int, longest: Int)] {
        guard fold.rulebook.primaryStreak != nil else { return [:] }
        var snapshots: [UserKey: Snapshot] = [:]
        for (key, user) in users {
            snapshots[key] = Snapshot(key: key, workspace: workspace, user: user)
        }
        return try source.ask(&snapshots) { snapshot throws(Interruption) in
            try fold.primaryStreakLength(in: &snapshot)
        }
    }

    /// Where what the lengths follow from is looked up.
    var source: SectionSource {
        SectionSource(connection) { _, carried in fold.rulebook.eventAttributes(carried) }
    }
}
