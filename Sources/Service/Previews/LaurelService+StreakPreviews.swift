public import Catalogue
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
        let judged = try await catalogue.judge(update, in: workspace, wording: wording)
        return try await startPreview(of: judged, in: workspace)
    }

    /// Begins to count how lengths would change if the settings of the primary streak did.
    public func previewStreakSettings(
        _ change: StreakSettingsChange,
        in workspace: WorkspaceID,
        wording: @escaping StreakWording
    ) async throws -> Result<StreakPreview, ItemIssue> {
        let judged = try await catalogue.judge(change, in: workspace, wording: wording)
        return try await startPreview(of: judged, in: workspace)
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
        try await asyncDatabase.write { (connection) throws(StorageError) in
            try connection.streakPreviews.remove(publicID, in: workspace)
        }
    }

    private func startPreview(
        of judged: Result<JudgedStreak, ItemIssue>,
        in workspace: WorkspaceID
    ) async throws -> Result<StreakPreview, ItemIssue> {
        let proposal: JudgedStreak
        switch judged {
        case .success(let judged): proposal = judged
        case .failure(let issue): return .failure(issue)
        }
        let startedAt = clock.now()
        let preview = try await asyncDatabase.write { (connection) throws(StorageError) in
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
