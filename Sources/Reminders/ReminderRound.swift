import Catalogue
import CivilTime
import Delivery
import Engine
import ServiceRuntime
import Storage

/// Judges what is due, a part at a time, and stores what was decided with the facts that tell it.
struct ReminderRound: Sendable {
    let tools: ReminderTools
    let events: EventWatch

    /// Judges a part of what is due; false when nothing is left, or another process has the lease.
    func step(under lease: FollowerLease) async throws -> Bool {
        let due = try await tools.database.readSlowly { [tools] (connection) throws(StorageError) in
            try connection.allow(.round)
            return try connection.due.due(
                ReminderKind.allCases.map(DueEntry.Kind.reminder),
                at: tools.clock.now(),
                limit: tools.limits.judgedAtOnce
            )
        }
        guard !due.isEmpty else { return false }
        for (workspace, entries) in Dictionary(grouping: due, by: \.workspace) {
            guard let view = try await tools.catalogue.viewIfExists(of: workspace) else {
                try await forget(entries, under: lease)
                continue
            }
            guard try await judge(entries, in: view, under: lease) else { return false }
        }
        try? await Task.sleep(
            for: events.rest(after: due.count, atMost: tools.limits.longestRest)
        )
        return true
    }

    private func forget(_ entries: [DueEntry], under lease: FollowerLease) async throws {
        try await tools.write(under: lease) { (connection, _) throws(StorageError) in
            try connection.due.remove(entries)
        }
    }

    private func judge(
        _ entries: [DueEntry],
        in view: WorkspaceView,
        under lease: FollowerLease
    ) async throws -> Bool {
        let verdicts = try await tools.database.readSlowly {
            [tools] (connection) throws(StorageError) in
            try connection.allow(.round)
            let scene = try ReminderScene(
                entries.map(\.user),
                in: view,
                tools.zones,
                on: connection
            )
            var verdicts = ReminderVerdicts(scene, open: tools.open(in: view))
            try verdicts.findRecapped(entries, on: connection)
            for entry in entries.mostUrgentFirst { verdicts.judge(entry) }
            return verdicts
        }
        return try await tools.write(under: lease) { (connection, now) throws(StorageError) in
            try connection.allow(.round)
            try connection.due.remove(entries)
            try connection.due.insertOnce(verdicts.next)
            let facts = try connection.store(verdicts, at: now)
            try tools.tell(facts, on: connection, at: now)
        }
    }
}

extension Connection {
    /// Stores reminders that were decided, and says what is to be told: of those that are new.
    fileprivate func store(
        _ verdicts: ReminderVerdicts,
        at now: Instant
    ) throws(StorageError) -> [ToldReminder] {
        let known = try reminders.existing(verdicts.drafts.flatMap(\.keys))
        let drafts = verdicts.drafts.filter { draft in !draft.keys.contains(where: known.contains) }
        let first = drafts.isEmpty ? 0 : try reminders.nextNumber(at: now)
        var rows: [Reminder] = []
        for draft in drafts {
            rows += draft.reminders(from: first + Int64(rows.count), at: now)
        }
        try reminders.insert(rows)
        return verdicts.told + drafts.map(\.told)
    }
}

extension [DueEntry] {
    /// The most urgent ones first, as the others are those that too many are left out of.
    fileprivate var mostUrgentFirst: [DueEntry] {
        sorted { left, right in
            guard let first = left.reminderKind, let second = right.reminderKind else {
                return false
            }
            return (first, left.at, left.user.number) < (second, right.at, right.user.number)
        }
    }
}

extension DueEntry {
    /// What somebody may be reminded of; nothing of other entries.
    var reminderKind: ReminderKind? {
        ReminderKind.allCases.first { Kind.reminder($0) == kind }
    }
}
