public import Catalogue
import CivilTime
public import Engine
public import ServiceRuntime
import Storage

/// What changes of streaks would do to their lengths, as somebody has asked; see `PreviewJob`, which
/// counts it in the background.
public struct StreakPreviews: Sendable {
    let database: AsyncDatabase
    let catalogue: Catalogue
    let clock: any Clock

    /// The previews that a database holds.
    public init(database: AsyncDatabase, catalogue: Catalogue, clock: any Clock) {
        self.database = database
        self.catalogue = catalogue
        self.clock = clock
    }

    /// Begins to count how lengths would change if a streak did; a preview of the same streak that
    /// runs already is given up.
    public func start(
        _ update: StreakUpdate,
        in workspace: WorkspaceID
    ) async throws -> Result<StreakPreview, ItemIssue> {
        let judged = try await catalogue.judge(update, in: workspace)
        return try await start(judged, in: workspace)
    }

    /// Begins to count how lengths would change if the settings of the primary streak did.
    public func start(
        _ change: StreakSettingsChange,
        in workspace: WorkspaceID
    ) async throws -> Result<StreakPreview, ItemIssue> {
        let judged = try await catalogue.judge(change, in: workspace)
        return try await start(judged, in: workspace)
    }

    /// How a preview goes, and what it has found.
    public func find(
        _ publicID: String,
        in workspace: WorkspaceID
    ) async throws -> StreakPreview? {
        let retention = clock.now() - RoundLimits.previewRetention
        return try await database.read {
            [zones = catalogue.zones] (connection) throws(StorageError) in
            let stored = try connection.streakPreviews.find(publicID, in: workspace)
            guard let stored, stored.finishedAt.map({ $0 >= retention }) ?? true else {
                return nil
            }
            let all = try connection.streakDefinitions.all(in: workspace, zones: zones)
            guard let streak = all.first(where: { $0.id == stored.definition }) else { return nil }
            return try StreakPreview(stored.asOf(streak), of: streak.publicID, on: connection)
        }
    }

    /// Gives a preview up, or forgets what it has found.
    public func remove(_ publicID: String, in workspace: WorkspaceID) async throws {
        try await database.write { (connection) throws(StorageError) in
            try connection.streakPreviews.remove(publicID, in: workspace)
        }
    }

    private func start(
        _ judged: Result<JudgedStreak, ItemIssue>,
        in workspace: WorkspaceID
    ) async throws -> Result<StreakPreview, ItemIssue> {
        let proposal: JudgedStreak
        switch judged {
        case .success(let judged): proposal = judged
        case .failure(let issue): return .failure(issue)
        }
        let startedAt = clock.now()
        let preview = try await database.write { (connection) throws(StorageError) in
            let preview = StoredStreakPreview(
                publicID: PublicID.make(at: startedAt),
                definition: proposal.streak.id,
                workspace: workspace,
                scope: proposal.scope,
                rule: StreakRuleDocument.text(of: proposal.draft.rule),
                isPaused: proposal.draft.isPaused,
                isCustomizable: proposal.draft.isCustomizable,
                revision: proposal.streak.revision,
                startedAt: startedAt,
                total: try connection.userCounts.count(in: workspace),
                result: LengthChanges().storedText
            )
            try connection.streakPreviews.start(preview)
            return try StreakPreview(preview, of: proposal.streak.publicID, on: connection)
        }
        return .success(preview)
    }
}
