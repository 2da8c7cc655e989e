import CivilTime
import Engine
import ServiceRuntime
import Storage

/// The streaks of a workspace while they are being changed, in one transaction.
struct StreakCatalogue {
    /// The streaks that are not archived, oldest first.
    private(set) var streaks: [StreakDefinition]

    let connection: any Connection
    let workspace: WorkspaceID
    let now: Instant
    private let limits: ServiceLimits
    private let metrics: Set<MetricID>
    private let attributes: [Attribute]

    /// Reads what there is; `systemNow` is what time it is unless the workspace's clock is held.
    init(
        of workspace: WorkspaceID,
        on connection: any Connection,
        systemNow: Instant,
        zones: ZoneDatabase,
        limits: ServiceLimits
    ) throws(StorageError) {
        let row = try connection.workspaces.all().first { $0.workspace.id == workspace }
        now = row?.workspace.clockAt ?? systemNow
        self.connection = connection
        self.workspace = workspace
        self.limits = limits
        streaks = try connection.streaksInUse(in: workspace, zones: zones)
        metrics = Set(try connection.metrics.active(in: workspace).map(\.id))
        attributes = try connection.attributes.active(in: workspace).filter { $0.kind == .event }
    }

    /// The streak that Trophy's endpoints show.
    var primary: StreakDefinition? { streaks.first(where: \.isPrimary) }

    /// The streak with a UUID.
    func streak(publicID: String) -> StreakDefinition? {
        streaks.first { $0.publicID == publicID }
    }

    /// The streak with a key.
    func streak(key: String) -> StreakDefinition? {
        streaks.first { $0.key.isSameID(as: key) }
    }
}

// MARK: - Changing

extension StreakCatalogue {
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
        guard streaks.count < limits.maximumStreaks else {
            return .failure(
                ItemIssue(
                    "A workspace has at most \(limits.maximumStreaks) streak definitions. "
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
        try connection.streakDefinitions.insert(streak.stored, in: workspace)
        streaks.append(streak)
        return .success(streak.publicID)
    }

    /// Makes of a streak what a draft says, and tells its UUID.
    mutating func update(
        _ publicID: String,
        to draft: StreakDraft,
        for scope: StreakChangeScope,
        wording: StreakWording
    ) throws(StorageError) -> Result<String, ItemIssue> {
        guard let index = streaks.firstIndex(where: { $0.publicID == publicID }) else {
            return .failure(.streakNotFound)
        }
        var streak = streaks[index]
        if let issue = issue(withNameOf: draft, of: publicID)
            ?? issue(with: draft, of: streak, wording)
        {
            return .failure(issue)
        }
        if try hasUntoldPeriods(streak) { streak.judgedCount = streak.versions.count }
        let place = streak.change(to: draft, at: now, for: scope)
        guard streak.versions.count <= limits.maximumStreakVersions else {
            return .failure(
                ItemIssue(
                    "The rule of a streak can change \(limits.maximumStreakVersions) times. "
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
        try connection.streakDefinitions.update(streak.stored, versionsFrom: place)
        streaks[index] = streak
        return .success(publicID)
    }

    /// Ends a streak; what was recorded of it stays, and its key is free.
    mutating func archive(_ publicID: String) throws(StorageError) -> Result<String, ItemIssue> {
        guard let index = streaks.firstIndex(where: { $0.publicID == publicID }) else {
            return .failure(.streakNotFound)
        }
        var streak = streaks.remove(at: index)
        streak.isPrimary = false
        streak.archivedAt = now
        let place = streak.versions.count
        try connection.streakDefinitions.update(streak.stored, versionsFrom: place)
        try archiveOwnMetric(of: streak)
        return .success(publicID)
    }

    /// There is one primary streak at a time.
    private mutating func dethrone() throws(StorageError) {
        guard let index = streaks.firstIndex(where: \.isPrimary) else { return }
        streaks[index].isPrimary = false
        let streak = streaks[index]
        let place = streak.versions.count
        try connection.streakDefinitions.update(streak.stored, versionsFrom: place)
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

    /// Whether a period has ended under versions that count as having judged nobody, and nobody has
    /// been told yet.
    func hasUntoldPeriods(_ streak: StreakDefinition) throws(StorageError) -> Bool {
        guard streak.hasUnjudgedVersions else { return false }
        return try !connection.due.page(
            of: .streak,
            streak.id.number,
            in: workspace,
            through: now,
            limit: 1
        ).isEmpty
    }

    /// What a rule names that is not there; it may have been deleted a moment ago.
    private func missingPart(of rule: StreakRule) -> ItemIssue? {
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
