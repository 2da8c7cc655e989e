import CivilTime
import Engine
import ServiceRuntime
import Storage

/// Writes, in bulk, what a fold changed.
struct GroupWriter {
    let connection: any Connection
    let owners: [UserKey: WorkspaceID]
    /// What numbers events and facts.
    let numbers: EventNumbers
    /// When the group is taken in.
    let moment: Instant
    /// Where what it adds to counters is counted.
    let slot: Int

    /// Writes the changes of every snapshot; rows in the order of their keys, so that two groups
    /// that write the same rows never wait for each other in a circle.
    ///
    /// Says whether there is something to tell.
    func write(_ snapshots: [UserKey: Snapshot]) throws(StorageError) -> Bool {
        let changed = snapshots.values.filter(\.isChanged).sorted { $0.key.number < $1.key.number }
        guard !changed.isEmpty else { return false }
        try writeUsers(changed)
        try connection.events.insert(changed.flatMap(\.changes.events), by: numbers.process)
        try connection.events.dateAnew(changed.flatMap(\.changes.datedAnew))
        try connection.events.markDeleted(changed.flatMap(\.changes.deletedEvents))
        try connection.metricDays.store(
            changed.flatMap { snapshot in
                snapshot.tallies.filter { !$0.changes.isEmpty }
                    .sorted { $0.metric.number < $1.metric.number }
                    .map { (user: snapshot.key, tally: $0) }
            }
        )
        try writeStreaks(changed)
        let hasFacts = try writeFacts(changed)
        try writeAchievements(changed)
        return hasFacts
    }

    private func writeStreaks(_ snapshots: [Snapshot]) throws(StorageError) {
        try connection.streakMarks.remove(
            snapshots.flatMap { snapshot in
                snapshot.changes.removedStreakMarks.map { (user: snapshot.key, mark: $0) }
            }
        )
        try connection.streakMarks.insert(
            snapshots.flatMap { snapshot in
                snapshot.changes.streakMarks.map { (user: snapshot.key, mark: $0) }
            }
        )
        var ledgers = snapshots.flatMap { snapshot in
            snapshot.streaks.values.filter(\.isChanged)
                .sorted { $0.definition.number < $1.definition.number }
                .map { (user: snapshot.key, ledger: $0) }
        }
        try writeDue(&ledgers)
        try connection.streakPeriods.store(ledgers)
        try connection.streakMilestones.insert(
            snapshots.flatMap { snapshot in
                snapshot.changes.milestones.map { (user: snapshot.key, milestone: $0) }
            }
        )
    }

    /// Numbers the entries of the due list in the order in which they are added.
    private func writeDue(
        _ ledgers: inout [(user: UserKey, ledger: StreakLedger)]
    ) throws(StorageError) {
        let changed = ledgers.indices.filter { ledgers[$0].ledger.isDueChanged }
        guard !changed.isEmpty else { return }
        var number = numbers.next(at: moment, count: changed.count)
        var entries: [DueEntry] = []
        for index in changed {
            let (user, ledger) = ledgers[index]
            guard let dueAt = ledger.dueAt, let workspace = owners[user] else { continue }
            ledgers[index].ledger.dueNumber = number
            entries.append(
                DueEntry(
                    streak: ledger.definition,
                    StreakDueEntry(at: dueAt, number: number),
                    of: user,
                    in: workspace,
                    length: ledger.length
                )
            )
            number += 1
        }
        try connection.due.insert(entries)
    }

    private func writeFacts(_ snapshots: [Snapshot]) throws(StorageError) -> Bool {
        let count = snapshots.reduce(0) { $0 + $1.changes.facts.count }
        guard count > 0 else { return false }
        var number = numbers.next(at: moment, count: count)
        var facts: [(number: Int64, user: UserKey, workspace: WorkspaceID, fact: Fact)] = []
        for snapshot in snapshots {
            guard let workspace = owners[snapshot.key] else { continue }
            for fact in snapshot.changes.facts {
                facts.append((number, snapshot.key, workspace, fact))
                number += 1
            }
        }
        try connection.facts.insert(facts, at: moment)
        return true
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
                snapshot.changes.attributes.sorted { $0.key.number < $1.key.number }.map {
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
            || !changes.facts.isEmpty || streaks.values.contains(where: \.isChanged)
    }
}

extension Snapshot {
    /// The entries of the due list that are dead once what the fold changed is committed.
    func retiredDue(in workspace: WorkspaceID) -> [DueEntry] {
        streaks.values.compactMap { ledger in
            guard ledger.isDueChanged, let stored = ledger.storedDue else { return nil }
            return DueEntry(streak: ledger.definition, stored, of: key, in: workspace)
        }
    }
}
