public import CivilTime
public import Engine
import ServiceRuntime
public import Storage

/// The configuration of a workspace while somebody brings it to what it should be.
///
/// Items are found by what people know them by. What is as it should be is left alone. Each step sees
/// what the ones before it have done.
public struct ConfigurationBench {
    let change: ConfigurationChange
    let workspace: WorkspaceID
    /// What seals the secrets of webhooks.
    let secrets: SecretKeeper
    /// Whether all of it is taken back in the end.
    let isTrial: Bool

    /// What is brought to something.
    public static let kinds: Set<ItemKind> = [
        .metric, .attribute, .streak, .achievement, .pointsSystem, .pointsTrigger, .pointsLevel,
        .pointsBoost, .leaderboard, .webhook, .template, .experiment,
    ]

    /// The system's time zones.
    public var zones: ZoneDatabase { change.zones }

    /// The rules as they are now: metrics, attributes, streaks and achievements.
    public func rulebook() throws(StorageError) -> Rulebook {
        Rulebook(
            metrics: try change.connection.metrics.active(in: workspace),
            attributes: try change.connection.attributes.active(in: workspace),
            achievements: try change.connection.achievements.active(in: workspace),
            streaks: try change.connection.streakDefinitions.inUse(in: workspace, zones: zones)
        )
    }
}

// MARK: - Metrics and attributes

extension ConfigurationBench {
    /// Has a metric as it should be.
    public func put(_ draft: MetricDraft) throws -> ConfigurationStep? {
        var editor = try Editor<Metric>(change, of: workspace)
        guard let known = editor.items.first(where: { $0.key == draft.key }) else {
            let metric = try editor.create(draft)
            return step(.created, draft.key, before: nil, after: metric, editor)
        }
        var metric = known
        metric.name = draft.name
        metric.unitType = draft.unitType
        metric.units = draft.units
        guard metric != known else { return nil }
        try editor.update(metric)
        return step(.changed, draft.key, before: known, after: metric, editor)
    }

    /// Has an attribute as it should be.
    public func put(_ draft: AttributeDraft) throws -> ConfigurationStep? {
        var editor = try Editor<Attribute>(change, of: workspace)
        let known = editor.items.first { $0.kind == draft.kind && $0.key == draft.key }
        guard let known else {
            let attribute = try editor.create(draft)
            return step(.created, draft.key, before: nil, after: attribute, editor)
        }
        var attribute = known
        attribute.name = draft.name
        guard attribute != known else { return nil }
        try editor.update(attribute)
        return step(.changed, draft.key, before: known, after: attribute, editor)
    }

    /// Ends metrics that should not be.
    public func pruneMetrics(keeping keys: Set<String>) throws -> [ConfigurationStep] {
        try prune(Metric.self) { keys.contains($0.key) }
    }

    /// Ends attributes that should not be.
    public func pruneAttributes(
        keeping isKept: (Attribute) -> Bool
    ) throws -> [ConfigurationStep] {
        try prune(Attribute.self, keeping: isKept)
    }
}

// MARK: - Streaks

extension ConfigurationBench {
    /// Has a streak as it should be; a rule that changes holds for some periods.
    public func put(
        _ draft: StreakDraft,
        for scope: StreakChangeScope
    ) throws -> ConfigurationStep? {
        var editor = try Editor<StreakDefinition>(change, of: workspace)
        guard let known = editor.streak(key: draft.key) else {
            let id = try check(try editor.create(draft), .streak, draft.key)
            let streak = editor.items.first { $0.publicID == id }
            return step(.created, draft.key, before: nil, after: streak, editor)
        }
        var draft = draft
        // What a streak of ticks counts is its own.
        if draft.takesTicks { draft.rule.sources = known.rule.sources }
        draft.takesTicks = false
        guard draft != StreakDraft(known) else { return nil }
        let id = try check(
            try editor.update(known.publicID, to: draft, for: scope),
            .streak,
            draft.key
        )
        let streak = editor.items.first { $0.publicID == id }
        return step(.changed, draft.key, before: known, after: streak, editor)
    }

    /// Ends streaks that should not be.
    public func pruneStreaks(keeping keys: Set<String>) throws -> [ConfigurationStep] {
        try prune(StreakDefinition.self) { keys.contains($0.key) }
    }
}

// MARK: - Achievements

extension ConfigurationBench {
    /// The achievement with a name; of several, the first.
    public func achievement(named name: String) throws -> Achievement? {
        try Editor<Achievement>(change, of: workspace).items.first { $0.name == name }
    }

    /// Has an achievement as it should be.
    public func put(_ wanted: AchievementChange, named name: String) throws -> ConfigurationStep? {
        var editor = try Editor<Achievement>(change, of: workspace)
        guard let known = editor.items.first(where: { $0.name == name }) else {
            let created = try check(try editor.create(wanted), .achievement, name)
            return step(.created, name, before: nil, after: created, editor)
        }
        var wanted = wanted
        wanted.publicID = known.publicID
        let before = known.document(beside: editor.surroundings, among: editor.items)
        let changed = try check(try editor.update(wanted), .achievement, name)
        let after = changed.document(beside: editor.surroundings, among: editor.items)
        guard before != after else { return nil }
        return ConfigurationStep(.changed, .achievement, name, before: before, after: after)
    }

    /// Ends achievements that should not be.
    public func pruneAchievements(keeping names: Set<String>) throws -> [ConfigurationStep] {
        var editor = try Editor<Achievement>(change, of: workspace)
        let leaving = editor.items.filter { !names.contains($0.name) }
        let going = editor.removable(Set(leaving.map(\.publicID)))
        var steps: [ConfigurationStep] = []
        for achievement in leaving {
            let before = achievement.document(beside: editor.surroundings, among: editor.items)
            _ = try check(
                try editor.archive(achievement.publicID, with: going),
                .achievement,
                achievement.name
            )
            steps.append(
                ConfigurationStep(
                    .archived,
                    .achievement,
                    achievement.name,
                    before: before,
                    after: nil
                )
            )
        }
        return steps
    }
}

// MARK: - Parts

extension ConfigurationBench {
    func prune<Element: Item>(
        _ kind: Element.Type,
        keeping isKept: (Element) -> Bool
    ) throws -> [ConfigurationStep] {
        var editor = try Editor<Element>(change, of: workspace)
        var steps: [ConfigurationStep] = []
        for item in editor.items where !isKept(item) {
            let name = item.ownKey ?? item.publicID
            let step = step(.archived, name, before: item, after: nil, editor)
            _ = try check(try editor.archive(item.publicID), Element.itemKind, name)
            steps.append(step)
        }
        return steps
    }

    func step<Element: Item>(
        _ action: AuditAction,
        _ name: String,
        before: Element?,
        after: Element?,
        _ editor: Editor<Element>
    ) -> ConfigurationStep {
        ConfigurationStep(
            action,
            Element.itemKind,
            name,
            before: before?.document(beside: editor.surroundings, among: editor.items),
            after: after?.document(beside: editor.surroundings, among: editor.items)
        )
    }

    func check<Value>(
        _ result: Result<Value, ItemIssue>,
        _ kind: ItemKind,
        _ name: String
    ) throws(ConfigurationRefusal) -> Value {
        switch result {
        case .success(let value): return value
        case .failure(let issue):
            throw ConfigurationRefusal(kind: kind, name: name, issue: issue)
        }
    }
}
