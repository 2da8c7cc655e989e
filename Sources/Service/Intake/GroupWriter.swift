import Engine
import Storage

/// Writes, in bulk, what a fold changed.
struct GroupWriter {
    let connection: any Connection
    let owners: [UserKey: WorkspaceID]
    /// Who numbered the events.
    let process: String
    /// Where what it adds to counters is counted.
    let slot: Int

    /// Writes the changes of every snapshot; rows in the order of their keys, so that two groups
    /// that write the same rows never wait for each other in a circle.
    func write(_ snapshots: [UserKey: Snapshot]) throws(StorageError) {
        let changed = snapshots.values.filter(\.isChanged).sorted { $0.key.number < $1.key.number }
        guard !changed.isEmpty else { return }
        try writeUsers(changed)
        try connection.events.insert(changed.flatMap(\.changes.events), by: process)
        try connection.events.markDeleted(changed.flatMap(\.changes.deletedEvents))
        try connection.metricDays.store(
            changed.flatMap { snapshot in
                snapshot.tallies.compactMap { tally in
                    tally.changes.isEmpty ? nil : (user: snapshot.key, tally: tally)
                }
            }
        )
        try writeAchievements(changed)
    }

    private func writeUsers(_ snapshots: [Snapshot]) throws(StorageError) {
        var new: [(key: UserKey, workspace: WorkspaceID, user: User)] = []
        var updated: [(key: UserKey, user: User)] = []
        for snapshot in snapshots where snapshot.changes.hasUserChanged {
            guard let user = snapshot.user else { continue }
            if snapshot.changes.isNewUser, let workspace = owners[snapshot.key] {
                new.append((snapshot.key, workspace, user))
            } else {
                updated.append((snapshot.key, user))
            }
        }
        try connection.users.insert(new)
        try connection.users.update(updated)
        try connection.users.insertStays(
            snapshots.flatMap { snapshot in
                snapshot.changes.stays.map { (key: snapshot.key, stay: $0) }
            }
        )
        try connection.users.storeAttributes(
            snapshots.flatMap { snapshot in
                snapshot.changes.attributes.map {
                    (key: snapshot.key, attribute: $0.key, value: $0.value)
                }
            }
        )
    }
}

extension Snapshot {
    /// Whether something has to be written.
    fileprivate var isChanged: Bool {
        changes.hasUserChanged || !changes.events.isEmpty || !changes.deletedEvents.isEmpty
            || !achievements.isUnchanged
    }
}
