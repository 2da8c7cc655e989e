import CivilTime
import Engine
import ServiceRuntime
import Storage

// The rules about several streaks of a workspace: keys, names, and the primary one.

extension Editor<StreakDefinition> {
    /// What time it is in the workspace.
    var now: Instant { surroundings.now }

    /// The streak that is shown where callers name none.
    var primary: StreakDefinition? { items.first(where: \.isPrimary) }

    /// The streak with a key.
    func streak(key: String) -> StreakDefinition? {
        items.first { $0.key.isSameID(as: key) }
    }
}

// MARK: - Changing

extension Editor<StreakDefinition> {
    /// Creates a streak, and tells its UUID.
    mutating func create(_ draft: StreakDraft) throws(StorageError) -> Result<String, ItemIssue> {
        if let problem = draft.rule.problems(with: draft.milestones).first {
            return .failure(.contradiction(problem))
        }
        if let issue = issue(withNameOf: draft, of: nil) { return .failure(issue) }
        let key = draft.hasOwnName ? freeKey(like: draft.key) : draft.key
        guard streak(key: key) == nil else {
            return .failure(.keyInUse(.streak))
        }
        let most = change.limits.maximumStreaks
        guard items.count < most else {
            return .failure(.tooMany(.streak, maximum: most))
        }
        if let issue = missingPart(of: draft.rule) { return .failure(issue) }
        if draft.isPrimary { try dethrone() }
        var rule = draft.rule
        if draft.takesTicks { rule.sources = [StreakSource(metric: try makeOwnMetric(draft))] }
        let streak = StreakDefinition(
            id: try change.connection.streakDefinitions.nextID(),
            publicID: PublicID.make(at: now),
            key: key,
            name: draft.name,
            details: draft.details,
            isPrimary: draft.isPrimary,
            isCustomizable: draft.isCustomizable,
            milestones: draft.milestones,
            createdAt: now,
            versions: [
                StreakVersion(
                    from: now,
                    rule: rule,
                    isPaused: draft.isPaused,
                    isCustomizable: draft.isCustomizable
                )
            ],
            judgedCount: 0
        )
        try create(streak)
        if streak.isPrimary { try change.reopenStreakBoards(in: workspace, at: now) }
        return .success(streak.publicID)
    }

    /// Makes of a streak what a draft says, and tells its UUID.
    mutating func update(
        _ publicID: String,
        to draft: StreakDraft,
        for scope: StreakChangeScope
    ) throws(StorageError) -> Result<String, ItemIssue> {
        guard var streak = try find(publicID) else {
            return .failure(StreakDefinition.notFound)
        }
        if let issue = issue(withNameOf: draft, of: publicID)
            ?? issue(with: draft, of: streak)
        {
            return .failure(issue)
        }
        if draft.rule != streak.rule,
            let issue = try change.issue(of: .streak(streak.id), in: workspace)
        {
            return .failure(issue)
        }
        if try hasJudgedUnnoticed(streak) { streak.judgedCount = streak.versions.count }
        _ = streak.change(
            to: draft.rule,
            isPaused: draft.isPaused,
            isCustomizable: draft.isCustomizable,
            at: now,
            for: scope
        )
        let most = change.limits.maximumStreakVersions
        guard streak.versions.count <= most else {
            return .failure(.tooManyVersions(maximum: most))
        }
        if draft.isPrimary, !streak.isPrimary { try dethrone() }
        if draft.isPrimary != streak.isPrimary {
            try change.reopenStreakBoards(in: workspace, at: now)
        }
        streak.name = draft.name
        streak.details = draft.details
        streak.isPrimary = draft.isPrimary
        streak.isCustomizable = draft.isCustomizable
        // Who has had such a run is found as everybody is counted anew (R16).
        let thresholds = Set(streak.milestones.map(\.threshold))
        if !thresholds.isSuperset(of: draft.milestones.map(\.threshold)) { streak.revision += 1 }
        streak.milestones = draft.milestones
        try update(streak)
        return .success(publicID)
    }

    /// There is one primary streak at a time.
    private mutating func dethrone() throws(StorageError) {
        guard var streak = primary else { return }
        streak.isPrimary = false
        try update(streak)
    }

    /// Why a streak cannot become what a draft says.
    func issue(with draft: StreakDraft, of streak: StreakDefinition) -> ItemIssue? {
        let problems = draft.rule.problems(
            with: draft.milestones,
            after: streak.rule,
            streak.milestones
        )
        if let problem = problems.first { return .contradiction(problem) }
        return draft.rule == streak.rule ? nil : missingPart(of: draft.rule)
    }

    /// What a rule names that is not there; it may have been deleted a moment ago.
    private func missingPart(of rule: StreakRule) -> ItemIssue? {
        let metrics = Set(surroundings.metrics.map(\.id))
        let attributes = surroundings.attributes
        let filtered = rule.sources.flatMap { $0.filter.attributes.keys }
        if !rule.sources.allSatisfy({ metrics.contains($0.metric) }) {
            return .missing(.metric)
        }
        if !filtered.allSatisfy({ id in attributes.contains { $0.id == id } }) {
            return .missing(.filter)
        }
        if case .distinct(let field, _) = rule.condition,
            !attributes.contains(where: { $0.key == field })
        {
            return .missing(.field)
        }
        if let field = rule.sumField, !attributes.contains(where: { $0.key == field }) {
            return .missing(.field)
        }
        return nil
    }
}
