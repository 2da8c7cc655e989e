import CivilTime
public import Engine
import ServiceRuntime
import Storage

// What a change of a streak would change is counted in the background, see `PreviewJob`.

extension LaurelService {
    /// Begins to count how lengths would change if a streak did; a preview of the same streak that
    /// runs already is given up.
    public func previewStreak(
        _ update: StreakUpdate,
        in workspace: WorkspaceID,
        wording: @escaping StreakWording
    ) async throws -> Result<StreakPreview, ItemIssue> {
        try await startPreview(in: workspace, wording) { editor in
            guard let streak = editor.streak(publicID: update.publicID) else { return nil }
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
        try await startPreview(in: workspace, wording) { editor in
            guard let streak = editor.primary else { return nil }
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
            return try StreakPreview(stored.asOf(streak), of: streak.publicID, on: connection)
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
            @escaping @Sendable (StreakEditor) -> (
                StreakDefinition, StreakDraft, StreakChangeScope
            )?
    ) async throws -> Result<StreakPreview, ItemIssue> {
        let systemNow = clock.now()
        return try await write { [zones, limits] (connection) throws(StorageError) in
            // It judges as a change would, and changes nothing.
            let change = ConfigurationChange(
                connection: connection,
                now: systemNow,
                author: Author(.system),
                zones: zones,
                limits: limits
            )
            let editor = try StreakEditor(change, of: workspace)
            guard let (streak, draft, scope) = draft(editor) else {
                return .failure(.streakNotFound)
            }
            if let issue = editor.issue(with: draft, of: streak, wording) {
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

extension LaurelService {
    /// Writes on a thread where it keeps nobody waiting.
    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await workers.run { [database] in
            try storage { () throws(StorageError) in try database.write(body) }
        }
    }
}
