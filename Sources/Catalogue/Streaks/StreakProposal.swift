import CivilTime
public import Engine

/// A streak as it is, and as somebody would have it.
public struct StreakProposal: Sendable {
    /// The streak as it is; nothing of one that is not there yet.
    public let current: StreakDefinition?
    /// The streak as it would be.
    public let proposed: StreakDefinition
}

extension Catalogue {
    /// What a change would make of a streak.
    public func propose(
        _ update: StreakUpdate,
        in view: WorkspaceView
    ) async throws -> Result<StreakProposal, ItemIssue> {
        try await judge(update, in: view.id).map { judged in
            let current = view.rulebook.streak(id: judged.streak.id) ?? judged.streak
            var proposed = current
            _ = proposed.change(
                to: view.rulebook.compiled(judged.draft.rule),
                isPaused: judged.draft.isPaused,
                isCustomizable: judged.draft.isCustomizable,
                at: view.now,
                for: judged.scope
            )
            return StreakProposal(current: current, proposed: proposed)
        }
    }

    /// What a streak would be that is not there yet.
    public func propose(
        _ draft: StreakDraft,
        in view: WorkspaceView
    ) -> Result<StreakProposal, ItemIssue> {
        if let problem = draft.rule.problems(with: draft.milestones).first {
            return .failure(.contradiction(problem))
        }
        let proposed = StreakDefinition(
            // Nothing is stored under it.
            id: StreakDefinitionID(0),
            publicID: "",
            key: draft.key,
            name: draft.name,
            details: draft.details,
            isPrimary: draft.isPrimary,
            isCustomizable: draft.isCustomizable,
            milestones: draft.milestones,
            createdAt: view.now,
            versions: [
                StreakVersion(
                    from: .distantPast,
                    rule: view.rulebook.compiled(draft.rule),
                    isPaused: draft.isPaused,
                    isCustomizable: draft.isCustomizable
                )
            ],
            judgedCount: 0
        )
        return .success(StreakProposal(current: nil, proposed: proposed))
    }
}
