import Catalogue
import CivilTime
import Engine
import Reading
import ServiceRuntime
import Storage

/// Counts what a change of a streak would change.
///
/// A page of users at a time is judged by the rule as it is and by the rule as it would be, and what
/// that came to is stored with the place of the last user.
struct PreviewJob: Job {
    let name = "previews"
    let tools: JobTools

    func step() async throws -> Bool {
        let next = try await tools.read { (connection) throws(StorageError) in
            try connection.streakPreviews.next()
        }
        guard let preview = next else { return false }
        var after = preview
        if let view = try await tools.view(preview.workspace),
            let streak = view.rulebook.streak(id: preview.definition),
            streak.revision == preview.revision
        {
            after = try await step(preview, of: streak, in: view)
        } else {
            after.status = .outdated
            after.finishedAt = tools.clock.now()
        }
        let reached = after
        try await tools.write { (connection) throws(StorageError) in
            try connection.streakPreviews.advance(preview, to: reached)
        }
        return true
    }

    /// Looks at some more users.
    private func step(
        _ preview: StoredStreakPreview,
        of streak: StreakDefinition,
        in view: WorkspaceView
    ) async throws -> StoredStreakPreview {
        let (finishedAt, zones) = (tools.clock.now(), tools.zones)
        return try await tools.read { (connection) throws(StorageError) in
            let reader = StreakReader(connection, view, zones)
            let proposed = try preview.proposed(
                of: streak,
                in: view.rulebook,
                zones: zones,
                at: view.now
            )
            let rows = try connection.users.page(
                in: view.id,
                oldestAfter: preview.cursor,
                limit: RoundLimits.roundSize
            )
            var changes = try preview.changes()
            let subjects = try reader.users.find(rows)
            for row in rows {
                guard let subject = subjects[row.key] else { continue }
                let before = try reader.streak(streak, of: row.key, subject).state
                let after = try reader.state(of: proposed, of: row.key, subject)
                changes.add(row.key, from: before.length, to: after.length)
            }
            var reached = preview
            reached.result = changes.storedText
            reached.scanned += Int64(rows.count)
            if let last = rows.last { reached.cursor = UserCursor(last) }
            if rows.count < RoundLimits.roundSize {
                reached.status = .finished
                reached.finishedAt = finishedAt
            }
            return reached
        }
    }
}

extension StreakReader {
    /// How a streak would stand under rules that nothing has been counted by.
    fileprivate func state(
        of proposed: StreakDefinition,
        of key: UserKey,
        _ subject: StreakUser
    ) throws(StorageError) -> StreakState {
        let judge = subject.judge(of: proposed)
        let last = judge.lastPeriod(at: now)
        let periods = try recount(key, proposed, subject, judge).filter { $0.opens <= last }
        return subject.shown(judge.state(of: periods, at: now), of: proposed)
    }
}
