public import Engine
import ServiceRuntime
import Storage

extension Catalogue {
    /// Every streak of a workspace, archived ones too, oldest first.
    public func streaks(in workspace: WorkspaceID) async throws -> [StreakDefinition] {
        try await database.read { [zones] (connection) throws(StorageError) in
            var streaks: [StreakDefinition] = []
            for stored in try connection.streakDefinitions.all(in: workspace) {
                streaks.append(try StreakDefinition(stored, zones: zones))
            }
            return streaks
        }
    }

    /// Creates streaks; a key that is in use is an issue of its item alone.
    public func createStreaks(
        _ drafts: [StreakDraft],
        in workspace: WorkspaceID,
        wording: @escaping StreakWording = StreakProblem.plainly
    ) async throws -> [Result<StreakDefinition, ItemIssue>] {
        try await changeStreaks(drafts, in: workspace) { (editor, draft) throws(StorageError) in
            try editor.create(draft, wording: wording)
        }
    }

    /// Changes streaks; `wording` says what contradicts itself in one.
    ///
    /// A rule that changes holds from the workspace's now on, or for all time (R13).
    public func updateStreaks(
        _ updates: [StreakUpdate],
        in workspace: WorkspaceID,
        wording: @escaping StreakWording = StreakProblem.plainly
    ) async throws -> [Result<StreakDefinition, ItemIssue>] {
        try await changeStreaks(updates, in: workspace) {
            (editor, update) throws(StorageError) in
            guard let streak = editor.streak(publicID: update.publicID) else {
                return .failure(.streakNotFound)
            }
            var draft = StreakDraft(streak)
            update.change.apply(to: &draft)
            return try editor.update(
                update.publicID,
                to: draft,
                for: update.scope,
                wording: wording
            )
        }
    }

    /// Ends streaks; what was recorded of them stays.
    public func archiveStreaks(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await withStreaks(of: workspace) { (editor) throws(StorageError) in
            var results: [Result<String, ItemIssue>] = []
            for publicID in publicIDs { results.append(try editor.archive(publicID)) }
            return results
        }
    }

    /// Changes the primary streak through its settings, or creates it.
    public func changeStreakSettings(
        of workspace: WorkspaceID,
        _ change: StreakSettingsChange,
        wording: @escaping StreakWording = StreakProblem.plainly
    ) async throws -> StreakSettings {
        let result = try await withStreaks(of: workspace) {
            (editor) throws(StorageError) -> Result<StreakSettings, ItemIssue> in
            let streak = editor.primary ?? editor.streak(key: StreakSettings.key)
            var draft = streak.map(StreakDraft.init) ?? StreakSettings.draft
            draft.isPrimary = true
            change.apply(to: &draft)
            let changed =
                if let streak {
                    try editor.update(
                        streak.publicID,
                        to: draft,
                        for: change.scope,
                        wording: wording
                    )
                } else { try editor.create(draft, wording: wording) }
            return changed.map { _ in StreakSettings(draft) }
        }
        do {
            return try result.get()
        } catch {
            throw ServiceError(.invalid, error.message)
        }
    }

    /// Does something for each of some items, and tells what the streaks were in the end.
    private func changeStreaks<Item: Sendable>(
        _ items: [Item],
        in workspace: WorkspaceID,
        _ change:
            @escaping @Sendable (
                inout StreakEditor, Item
            ) throws(StorageError) -> Result<String, ItemIssue>
    ) async throws -> [Result<StreakDefinition, ItemIssue>] {
        try await withStreaks(of: workspace) { (editor) throws(StorageError) in
            var results: [Result<String, ItemIssue>] = []
            for item in items { results.append(try change(&editor, item)) }
            // A later item may have changed what an earlier one came to.
            return results.map { result in
                result.flatMap { id in
                    editor.streak(publicID: id).map(Result.success) ?? .failure(.streakNotFound)
                }
            }
        }
    }

    private func withStreaks<Value: Sendable>(
        of workspace: WorkspaceID,
        _ body: @escaping @Sendable (inout StreakEditor) throws(StorageError) -> Value
    ) async throws -> Value {
        try await changeConfiguration(of: workspace) { (change) throws(StorageError) in
            var editor = try StreakEditor(change, of: workspace)
            return try body(&editor)
        }
    }
}

// MARK: - Judging

/// A change of a streak that could be made.
public struct JudgedStreak: Sendable {
    /// The streak as it is.
    public let streak: StreakDefinition
    /// What the change would make of it.
    public let draft: StreakDraft
    /// For which periods.
    public let scope: StreakChangeScope
}

extension Catalogue {
    /// What a change would make of a streak, without storing anything.
    public func judge(
        _ update: StreakUpdate,
        in workspace: WorkspaceID,
        wording: @escaping StreakWording
    ) async throws -> Result<JudgedStreak, ItemIssue> {
        try await judge(in: workspace, wording) { editor in
            guard let streak = editor.streak(publicID: update.publicID) else { return nil }
            var draft = StreakDraft(streak)
            update.change.apply(to: &draft)
            return JudgedStreak(streak: streak, draft: draft, scope: update.scope)
        }
    }

    /// What a change of the settings would make of the primary streak, without storing anything.
    public func judge(
        _ change: StreakSettingsChange,
        in workspace: WorkspaceID,
        wording: @escaping StreakWording
    ) async throws -> Result<JudgedStreak, ItemIssue> {
        try await judge(in: workspace, wording) { editor in
            guard let streak = editor.primary else { return nil }
            var draft = StreakDraft(streak)
            change.apply(to: &draft)
            return JudgedStreak(streak: streak, draft: draft, scope: change.scope)
        }
    }

    private func judge(
        in workspace: WorkspaceID,
        _ wording: @escaping StreakWording,
        _ propose: @escaping @Sendable (StreakEditor) -> JudgedStreak?
    ) async throws -> Result<JudgedStreak, ItemIssue> {
        let now = clock.now()
        return try await database.readSlowly { [zones, limits] (connection) throws(StorageError) in
            // It judges as a change would, and changes nothing.
            let change = ConfigurationChange(
                connection: connection,
                now: now,
                author: Author(.system),
                zones: zones,
                limits: limits
            )
            let editor = try StreakEditor(change, of: workspace)
            guard let proposal = propose(editor) else { return .failure(.streakNotFound) }
            if let issue = editor.issue(with: proposal.draft, of: proposal.streak, wording) {
                return .failure(issue)
            }
            return .success(proposal)
        }
    }
}
