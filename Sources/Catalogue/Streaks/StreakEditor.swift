import CivilTime
import Engine
import ServiceRuntime
import Storage

/// The streaks of a workspace while they are being changed, in one transaction: the rules about
/// several of them, over an editor that stores them.
struct StreakEditor {
    private(set) var editor: Editor<StreakDefinition>

    /// Reads what there is.
    init(_ change: ConfigurationChange, of workspace: WorkspaceID) throws(StorageError) {
        editor = try Editor(change, of: workspace)
    }

    /// The streaks that are not archived, oldest first.
    var streaks: [StreakDefinition] { editor.items }

    /// What time it is in the workspace.
    var now: Instant { editor.surroundings.now }

    var connection: any Connection { editor.change.connection }
    var workspace: WorkspaceID { editor.workspace }

    /// The streak that Trophy's endpoints show.
    var primary: StreakDefinition? { streaks.first(where: \.isPrimary) }

    /// The streak with a UUID.
    func streak(publicID: String) -> StreakDefinition? { editor.find(publicID) }

    /// The streak with a key.
    func streak(key: String) -> StreakDefinition? {
        streaks.first { $0.key.isSameID(as: key) }
    }
}

// MARK: - Changing

extension StreakEditor {
    /// Creates a streak, and tells its UUID.
    mutating func create(
        _ draft: StreakDraft,
        wording: StreakWording
    ) throws(StorageError) -> Result<String, ItemIssue> {
        if let problem = draft.rule.problems(with: draft.milestones).first {
            return .failure(ItemIssue(problem, wording))
        }
        if let issue = issue(withNameOf: draft, of: nil) { return .failure(issue) }
        let key = draft.hasOwnName ? freeKey(like: draft.key) : draft.key
        guard streak(key: key) == nil else {
            return .failure(ItemIssue("Key already in use by another streak definition"))
        }
        let most = editor.change.limits.maximumStreaks
        guard streaks.count < most else {
            return .failure(
                ItemIssue(
                    "A workspace has at most \(most) streak definitions. "
                        + "Archive one that you no longer need."
                )
            )
        }
        if let issue = missingPart(of: draft.rule) { return .failure(issue) }
        if draft.isPrimary { try dethrone() }
        var rule = draft.rule
        if draft.takesTicks { rule.sources = [StreakSource(metric: try makeOwnMetric(draft))] }
        let streak = StreakDefinition(
            id: try connection.streakDefinitions.nextID(),
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
        try editor.create(streak)
        return .success(streak.publicID)
    }

    /// Makes of a streak what a draft says, and tells its UUID.
    mutating func update(
        _ publicID: String,
        to draft: StreakDraft,
        for scope: StreakChangeScope,
        wording: StreakWording
    ) throws(StorageError) -> Result<String, ItemIssue> {
        guard var streak = editor.find(publicID) else {
            return .failure(StreakDefinition.notFound)
        }
        if let issue = issue(withNameOf: draft, of: publicID)
            ?? issue(with: draft, of: streak, wording)
        {
            return .failure(issue)
        }
        if try hasJudgedUnnoticed(streak) { streak.judgedCount = streak.versions.count }
        streak.change(to: draft, at: now, for: scope)
        let most = editor.change.limits.maximumStreakVersions
        guard streak.versions.count <= most else {
            return .failure(
                ItemIssue(
                    "The rule of a streak can change \(most) times. "
                        + "Archive this streak and create another."
                )
            )
        }
        if draft.isPrimary, !streak.isPrimary { try dethrone() }
        streak.name = draft.name
        streak.details = draft.details
        streak.isPrimary = draft.isPrimary
        streak.isCustomizable = draft.isCustomizable
        // Who has had such a run is found as everybody is counted anew (R16).
        let thresholds = Set(streak.milestones.map(\.threshold))
        if !thresholds.isSuperset(of: draft.milestones.map(\.threshold)) { streak.revision += 1 }
        streak.milestones = draft.milestones
        try editor.update(streak)
        return .success(publicID)
    }

    /// Ends a streak; what was recorded of it stays, and its key is free.
    mutating func archive(_ publicID: String) throws(StorageError) -> Result<String, ItemIssue> {
        guard let streak = editor.find(publicID) else {
            return .failure(StreakDefinition.notFound)
        }
        try editor.end(streak)
        try archiveOwnMetric(of: streak)
        return .success(publicID)
    }

    /// There is one primary streak at a time.
    private mutating func dethrone() throws(StorageError) {
        guard var streak = primary else { return }
        streak.isPrimary = false
        try editor.update(streak)
    }

    /// Why a streak cannot become what a draft says.
    func issue(
        with draft: StreakDraft,
        of streak: StreakDefinition,
        _ wording: StreakWording
    ) -> ItemIssue? {
        let problems = draft.rule.problems(
            with: draft.milestones,
            after: streak.rule,
            streak.milestones
        )
        if let problem = problems.first { return ItemIssue(problem, wording) }
        return draft.rule == streak.rule ? nil : missingPart(of: draft.rule)
    }

    /// What a rule names that is not there; it may have been deleted a moment ago.
    private func missingPart(of rule: StreakRule) -> ItemIssue? {
        let metrics = Set(editor.surroundings.metrics.map(\.id))
        let attributes = editor.surroundings.attributes
        let filtered = rule.sources.flatMap { $0.filter.attributes.keys }
        if !rule.sources.allSatisfy({ metrics.contains($0.metric) }) {
            return ItemIssue("sources must name metrics that exist. One has been deleted.")
        }
        if !filtered.allSatisfy({ id in attributes.contains { $0.id == id } }) {
            return ItemIssue("eventAttributes must name attributes that exist. One was deleted.")
        }
        if case .distinct(let field, _) = rule.condition,
            !attributes.contains(where: { $0.key == field })
        {
            return ItemIssue("condition.field must name an attribute that exists.")
        }
        if let field = rule.sumField, !attributes.contains(where: { $0.key == field }) {
            return ItemIssue("condition.field must name an attribute that exists.")
        }
        return nil
    }
}
