public import Engine
import ServiceRuntime
import Storage

extension LaurelService {
    /// Every streak of a workspace, archived ones too, oldest first.
    public func streaks(in workspace: WorkspaceID) async throws -> [StreakDefinition] {
        try await read { [zones] (connection) throws(StorageError) in
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
        try await changeStreaks(drafts, in: workspace) { (catalogue, draft) throws(StorageError) in
            try catalogue.create(draft, wording: wording)
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
            (catalogue, update) throws(StorageError) in
            guard let streak = catalogue.streak(publicID: update.publicID) else {
                return .failure(.streakNotFound)
            }
            var draft = StreakDraft(streak)
            update.change.apply(to: &draft)
            return try catalogue.update(
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
        try await withStreaks(of: workspace) { (catalogue) throws(StorageError) in
            var results: [Result<String, ItemIssue>] = []
            for publicID in publicIDs { results.append(try catalogue.archive(publicID)) }
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
            (catalogue) throws(StorageError) -> Result<StreakSettings, ItemIssue> in
            let streak = catalogue.primary ?? catalogue.streak(key: StreakSettings.key)
            var draft = streak.map(StreakDraft.init) ?? StreakSettings.draft
            draft.isPrimary = true
            change.apply(to: &draft)
            let changed =
                if let streak {
                    try catalogue.update(
                        streak.publicID,
                        to: draft,
                        for: change.scope,
                        wording: wording
                    )
                } else { try catalogue.create(draft, wording: wording) }
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
                inout StreakCatalogue, Item
            ) throws(StorageError) -> Result<String, ItemIssue>
    ) async throws -> [Result<StreakDefinition, ItemIssue>] {
        try await withStreaks(of: workspace) { (catalogue) throws(StorageError) in
            var results: [Result<String, ItemIssue>] = []
            for item in items { results.append(try change(&catalogue, item)) }
            // A later item may have changed what an earlier one came to.
            return results.map { result in
                result.flatMap { id in
                    catalogue.streak(publicID: id).map(Result.success) ?? .failure(.streakNotFound)
                }
            }
        }
    }

    private func withStreaks<Value: Sendable>(
        of workspace: WorkspaceID,
        _ body: @escaping @Sendable (inout StreakCatalogue) throws(StorageError) -> Value
    ) async throws -> Value {
        let systemNow = clock.now()
        return try await changeConfiguration(of: workspace) {
            [zones, limits] (connection) throws(StorageError) in
            var catalogue = try StreakCatalogue(
                of: workspace,
                on: connection,
                systemNow: systemNow,
                zones: zones,
                limits: limits
            )
            return try body(&catalogue)
        }
    }
}
