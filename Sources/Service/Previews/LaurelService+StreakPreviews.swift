import CivilTime
public import Engine
import ServiceRuntime
import Storage

// What a change of a streak would change is counted in the background: a page of users at a time is
// judged by the rule as it is and by the rule as it would be, and what that came to is stored with
// the place of the last user. So after a crash, or in another process, it goes on from there.

extension LaurelService {
    /// Begins to count how lengths would change if a streak did; a preview of the same streak that
    /// runs already is given up.
    public func previewStreak(
        _ update: StreakUpdate,
        in workspace: WorkspaceID,
        wording: @escaping StreakWording
    ) async throws -> Result<StreakPreview, ItemIssue> {
        try await startPreview(in: workspace, wording) { catalogue in
            guard let streak = catalogue.streak(publicID: update.publicID) else { return nil }
            var draft = StreakDraft(streak)
            update.change.apply(to: &draft)
            return (streak, draft, update.scope)
        }
    }

    /// Begins to count how lengths would change if the settings of the primary streak did.
    public func previewStreakSettings(
        _ change: StreakSettingsChange,
        in workspace: WorkspaceID,
        wording: @escaping StreakWording
    ) async throws -> Result<StreakPreview, ItemIssue> {
        try await startPreview(in: workspace, wording) { catalogue in
            guard let streak = catalogue.primary else { return nil }
            var draft = StreakDraft(streak)
            change.apply(to: &draft)
            return (streak, draft, change.scope)
        }
    }

    /// How a preview goes, and what it has found.
    public func streakPreview(
        _ publicID: String,
        in workspace: WorkspaceID
    ) async throws -> StreakPreview? {
        let retention = clock.now() - ServiceLimits.previewRetention
        return try await read { (connection) throws(StorageError) in
            let stored = try connection.streakPreviews.find(publicID, in: workspace)
            guard let stored, stored.finishedAt.map({ $0 >= retention }) ?? true else {
                return nil
            }
            let all = try connection.streakDefinitions.all(in: workspace)
            guard let streak = all.first(where: { $0.id == stored.definition }) else { return nil }
            return try StreakPreview(stored, of: streak.publicID, on: connection)
        }
    }

    /// Gives a preview up, or forgets what it has found.
    public func removeStreakPreview(_ publicID: String, in workspace: WorkspaceID) async throws {
        try await write { (connection) throws(StorageError) in
            try connection.streakPreviews.remove(publicID, in: workspace)
        }
    }

    private func startPreview(
        in workspace: WorkspaceID,
        _ wording: @escaping StreakWording,
        _ draft:
            @escaping @Sendable (StreakCatalogue) -> (
                StreakDefinition, StreakDraft, StreakChangeScope
            )?
    ) async throws -> Result<StreakPreview, ItemIssue> {
        let systemNow = clock.now()
        return try await write { [zones, limits] (connection) throws(StorageError) in
            let catalogue = try StreakCatalogue(
                of: workspace,
                on: connection,
                systemNow: systemNow,
                zones: zones,
                limits: limits
            )
            guard let (streak, draft, scope) = draft(catalogue) else {
                return .failure(.streakNotFound)
            }
            if let issue = catalogue.issue(with: draft, of: streak, wording) {
                return .failure(issue)
            }
            let preview = StoredStreakPreview(
                publicID: PublicID.make(at: systemNow),
                definition: streak.id,
                workspace: workspace,
                scope: scope,
                rule: StreakRuleDocument.text(of: draft.rule),
                isPaused: draft.isPaused,
                isCustomizable: draft.isCustomizable,
                revision: streak.revision,
                startedAt: systemNow,
                total: try connection.userCounts.count(in: workspace),
                result: LengthChanges().storedText
            )
            try connection.streakPreviews.start(preview)
            return .success(try StreakPreview(preview, of: streak.publicID, on: connection))
        }
    }
}

// MARK: - Going on

extension LaurelService {
    /// Takes a preview a step further; false when none runs.
    func goOnWithPreviews() async throws -> Bool {
        let next = try await readSlowly { (connection) throws(StorageError) in
            try connection.streakPreviews.next()
        }
        guard let preview = next else { return false }
        let view =
            configuration.workspace(preview.workspace) == nil
            ? nil : try await view(of: preview.workspace)
        var after = preview
        if let view, let streak = view.rulebook.streak(id: preview.definition),
            streak.revision == preview.revision
        {
            after = try await step(preview, of: streak, in: view)
        } else {
            after.status = .outdated
            after.finishedAt = clock.now()
        }
        let reached = after
        try await write { (connection) throws(StorageError) in
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
        let finishedAt = clock.now()
        return try await readSlowly { [zones] (connection) throws(StorageError) in
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
                limit: ServiceLimits.roundSize
            )
            var changes = try preview.changes()
            let subjects = try reader.subjects(rows)
            for row in rows {
                guard let subject = subjects[row.key] else { continue }
                let before = try reader.streak(streak, of: row.key, subject).state
                let after = try reader.state(of: proposed, of: row.key, subject)
                changes.add(row.key, from: before.length, to: after.length)
            }
            var reached = preview
            reached.result = changes.storedText
            reached.scanned += Int64(rows.count)
            if let last = rows.last {
                reached.cursor = UserCursor(
                    createdAt: last.user?.createdAt ?? .distantPast,
                    key: last.key.number
                )
            }
            if rows.count < ServiceLimits.roundSize {
                reached.status = .finished
                reached.finishedAt = finishedAt
            }
            return reached
        }
    }

    /// Forgets previews that nobody will look at any more.
    func forgetPreviews() async throws {
        let moment = clock.now() - ServiceLimits.previewRetention
        try await write { (connection) throws(StorageError) in
            try connection.streakPreviews.remove(finishedBefore: moment)
        }
    }

    /// Writes on a thread where it keeps nobody waiting.
    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await workers.run { [database] in
            try storage { () throws(StorageError) in try database.write(body) }
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
