public import Engine
import ServiceRuntime
import Storage

// What points are set up from is changed in bulk: what keeps one item from being done is an issue of
// that one alone.

extension Catalogue {
    private func editPoints<Draft: Sendable, Value: Sendable>(
        in workspace: WorkspaceID,
        for drafts: [Draft],
        _ body:
            @escaping @Sendable (
                inout PointsEditor, Draft
            ) throws(StorageError) -> Result<Value, ItemIssue>
    ) async throws -> [Result<Value, ItemIssue>] {
        try await changeConfiguration(of: workspace) { (change) throws(StorageError) in
            var editor = try PointsEditor(change, of: workspace)
            var results: [Result<Value, ItemIssue>] = []
            for draft in drafts { results.append(try body(&editor, draft)) }
            return results
        }
    }

    /// The same for what a system has; a system that there is not is an issue of each.
    private func editPoints<Draft: Sendable, Value: Sendable>(
        of system: String,
        in workspace: WorkspaceID,
        for drafts: [Draft],
        _ body:
            @escaping @Sendable (
                inout PointsEditor, Draft, PointsSystemID
            ) throws(StorageError) -> Result<Value, ItemIssue>
    ) async throws -> [Result<Value, ItemIssue>] {
        try await editPoints(in: workspace, for: drafts) {
            (editor, draft) throws(StorageError) in
            guard let id = editor.system(system)?.id else { return .failure(PointsSystem.notFound) }
            return try body(&editor, draft, id)
        }
    }
}

// MARK: - Systems

extension Catalogue {
    /// Creates points systems, each with the levels, boosts and triggers that it begins with, or not
    /// at all.
    public func createPointsSystems(
        _ drafts: [PointsSystemChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<CreatedPointsSystem, ItemIssue>] {
        try await editPoints(in: workspace, for: drafts) {
            (editor, draft) throws(StorageError) in try editor.create(draft)
        }
    }

    /// Changes points systems.
    public func updatePointsSystems(
        _ changes: [PointsSystemChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<PointsSystem, ItemIssue>] {
        try await editPoints(in: workspace, for: changes) {
            (editor, change) throws(StorageError) in try editor.update(change)
        }
    }

    /// Ends points systems; what was given of them stays in the ledger.
    public func deletePointsSystems(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await editPoints(in: workspace, for: publicIDs) {
            (editor, publicID) throws(StorageError) in try editor.archiveSystem(publicID)
        }
    }
}

extension Catalogue {
    /// A points system that has ended, by its UUID; nothing where it is in use, or never was.
    public func endedPointsSystem(
        _ publicID: String,
        in workspace: WorkspaceID
    ) async throws -> PointsSystem? {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.pointsItems.endedSystem(publicID, in: workspace)
        }
    }
}

// MARK: - Levels, boosts and triggers

extension Catalogue {
    /// Creates levels of a system, by its UUID, and changes those that drafts name.
    public func putPointsLevels(
        _ drafts: [PointsLevelChange],
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> [Result<PointsLevel, ItemIssue>] {
        try await put(drafts, of: system, in: workspace)
    }

    /// Ends levels of a system.
    public func deletePointsLevels(
        _ publicIDs: [String],
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await end(PointsLevel.self, publicIDs, of: system, in: workspace)
    }

    /// Creates boosts of a system, by its UUID, and changes those that drafts name.
    public func putPointsBoosts(
        _ drafts: [PointsBoostChange],
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> [Result<PointsBoost, ItemIssue>] {
        try await put(drafts, of: system, in: workspace)
    }

    /// Ends boosts of a system, from now on.
    public func deletePointsBoosts(
        _ publicIDs: [String],
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await end(PointsBoost.self, publicIDs, of: system, in: workspace)
    }

    /// Creates triggers of a system, by its UUID, and changes those that drafts name.
    public func putPointsTriggers(
        _ drafts: [PointsTriggerChange],
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> [Result<PointsTrigger, ItemIssue>] {
        try await put(drafts, of: system, in: workspace)
    }

    /// Ends triggers of a system; what they gave stays in the ledger.
    public func deletePointsTriggers(
        _ publicIDs: [String],
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await end(PointsTrigger.self, publicIDs, of: system, in: workspace)
    }

    private func put<Part: PointsPart>(
        _ drafts: [Part.Draft],
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> [Result<Part, ItemIssue>] {
        try await editPoints(of: system, in: workspace, for: drafts) {
            (editor, draft, system) throws(StorageError) in try editor.put(draft, of: system)
        }
    }

    private func end<Part: PointsPart>(
        _ kind: Part.Type,
        _ publicIDs: [String],
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await editPoints(of: system, in: workspace, for: publicIDs) {
            (editor, publicID, system) throws(StorageError) in
            try editor.archive(kind, publicID, of: system)
        }
    }
}

// MARK: - What would be

extension Catalogue {
    /// The trigger of a system that a change would make, without storing anything.
    public func draftPointsTrigger(
        _ change: PointsTriggerChange,
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> Result<PointsTrigger, ItemIssue> {
        try await draft(change, of: system, in: workspace)
    }

    /// The boost of a system that a change would make, without storing anything.
    public func draftPointsBoost(
        _ change: PointsBoostChange,
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> Result<PointsBoost, ItemIssue> {
        try await draft(change, of: system, in: workspace)
    }

    private func draft<Part: PointsPart>(
        _ draft: Part.Draft,
        of system: String,
        in workspace: WorkspaceID
    ) async throws -> Result<Part, ItemIssue> {
        let (now, zones, limits) = (clock.now(), zones, limits)
        return try await database.readSlowly { (connection) throws(StorageError) in
            let change = ConfigurationChange(
                connection: connection,
                now: now,
                author: Author(.system),
                zones: zones,
                limits: limits
            )
            let editor = try PointsEditor(change, of: workspace)
            guard let id = editor.system(system)?.id else { return .failure(PointsSystem.notFound) }
            return try editor.draft(draft, of: id)
        }
    }
}
