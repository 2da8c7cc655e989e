public import Engine
import ServiceRuntime
import Storage

extension Catalogue {
    /// Every streak of a workspace, archived ones too, oldest first.
    public func streaks(in workspace: WorkspaceID) async throws -> [StreakDefinition] {
        try await database.read { [zones] (connection) throws(StorageError) in
            try connection.streakDefinitions.all(in: workspace, zones: zones)
        }
    }

    /// Creates streaks; a key that is in use is an issue of its item alone.
    public func createStreaks(
        _ drafts: [StreakDraft],
        in workspace: WorkspaceID
    ) async throws -> [Result<StreakDefinition, ItemIssue>] {
        try await changeStreaks(drafts, in: workspace) { (editor, draft) throws(StorageError) in
            try editor.create(draft)
        }
    }

    /// Changes streaks.
    ///
    /// A rule that changes holds from the workspace's now on, or for all time (R13).
    public func updateStreaks(
        _ updates: [StreakUpdate],
        in workspace: WorkspaceID
    ) async throws -> [Result<StreakDefinition, ItemIssue>] {
        try await changeStreaks(updates, in: workspace) {
            (editor, update) throws(StorageError) in
            guard let streak = try editor.find(update.publicID) else {
                return .failure(.notFound(.streak))
            }
            var draft = StreakDraft(streak)
            update.change.apply(to: &draft)
            return try editor.update(update.publicID, to: draft, for: update.scope)
        }
    }

    /// Ends streaks; what was recorded of them stays.
    public func archiveStreaks(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await archive(publicIDs, of: StreakDefinition.self, in: workspace)
    }

    /// Changes the primary streak through its settings, or creates it.
    public func changeStreakSettings(
        of workspace: WorkspaceID,
        _ change: StreakSettingsChange
    ) async throws -> Result<StreakSettings, ItemIssue> {
        try await edit(StreakDefinition.self, in: workspace) { (editor) throws(StorageError) in
            let streak = editor.primary ?? editor.streak(key: StreakSettings.key)
            var draft = streak.map(StreakDraft.init) ?? StreakSettings.draft
            draft.isPrimary = true
            change.apply(to: &draft)
            let changed =
                if let streak {
                    try editor.update(streak.publicID, to: draft, for: change.scope)
                } else { try editor.create(draft) }
            return changed.map { _ in StreakSettings(draft) }
        }
    }

    /// Does something for each of some items, and tells what the streaks were in the end.
    private func changeStreaks<Draft: Sendable>(
        _ drafts: [Draft],
        in workspace: WorkspaceID,
        _ change:
            @escaping @Sendable (
                inout Editor<StreakDefinition>, Draft
            ) throws(StorageError) -> Result<String, ItemIssue>
    ) async throws -> [Result<StreakDefinition, ItemIssue>] {
        try await edit(StreakDefinition.self, in: workspace) { (editor) throws(StorageError) in
            var results: [Result<String, ItemIssue>] = []
            for draft in drafts { results.append(try change(&editor, draft)) }
            // A later one may have changed what an earlier one came to.
            let streaks = editor.items
            return results.map { result in
                result.flatMap { id in
                    let streak = streaks.first { $0.publicID == id }
                    return streak.map(Result.success) ?? .failure(.notFound(.streak))
                }
            }
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
        in workspace: WorkspaceID
    ) async throws -> Result<JudgedStreak, ItemIssue> {
        try await judge(in: workspace) { editor in
            guard let streak = editor.items.first(where: { $0.publicID == update.publicID }) else {
                return nil
            }
            var draft = StreakDraft(streak)
            update.change.apply(to: &draft)
            return JudgedStreak(streak: streak, draft: draft, scope: update.scope)
        }
    }

    /// What a change of the settings would make of the primary streak, without storing anything.
    public func judge(
        _ change: StreakSettingsChange,
        in workspace: WorkspaceID
    ) async throws -> Result<JudgedStreak, ItemIssue> {
        try await judge(in: workspace) { editor in
            guard let streak = editor.primary else { return nil }
            var draft = StreakDraft(streak)
            change.apply(to: &draft)
            return JudgedStreak(streak: streak, draft: draft, scope: change.scope)
        }
    }

    private func judge(
        in workspace: WorkspaceID,
        _ propose: @escaping @Sendable (Editor<StreakDefinition>) -> JudgedStreak?
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
            let editor = try Editor<StreakDefinition>(change, of: workspace)
            guard let proposal = propose(editor) else { return .failure(.notFound(.streak)) }
            if let issue = editor.issue(with: proposal.draft, of: proposal.streak) {
                return .failure(issue)
            }
            return .success(proposal)
        }
    }
}
