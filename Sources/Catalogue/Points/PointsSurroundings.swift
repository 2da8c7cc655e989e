import CivilTime
import Engine
import ServiceRuntime
import Storage

/// What points may be given for, and what time it is: beside this, what is set up for points is
/// judged.
struct PointsSurroundings: Sendable {
    let metrics: [Metric]
    let attributes: [Attribute]
    let achievements: [Achievement]
    let streaks: [StreakDefinition]
    let systems: [PointsSystem]
    /// What time it is in the workspace.
    let now: Instant
    /// No filter has had a number above this one: it grows with every change of configuration.
    let lastFilter: Int64

    init(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        let connection = change.connection
        metrics = try connection.metrics.active(in: workspace)
        attributes = try connection.attributes.active(in: workspace)
        achievements = try connection.achievements.active(in: workspace)
        streaks = try connection.streaksInUse(in: workspace, zones: change.zones)
        systems = try connection.pointsItems.active(PointsSystem.self, in: workspace)
        now = try connection.workspaces.find(workspace)?.clockAt ?? change.now
        lastFilter = try connection.installation.configurationVersion() * 1_000
    }

    /// The names by which documents for people call things.
    var names: ItemNames { ItemNames(metrics, attributes, achievements) }

    /// What attributes have to be, by their UUIDs.
    func filter(
        _ matches: [AchievementChange.Match],
        of kind: Attribute.Kind
    ) throws(ItemIssue) -> AttributeFilter {
        var values: [AttributeID: String] = [:]
        for match in matches {
            let attribute = attributes.first {
                $0.kind == kind && $0.publicID == match.attribute
            }
            guard let attribute else { throw Attribute.notFound }
            values[attribute.id] = match.value
        }
        return AttributeFilter(values)
    }
}

extension ItemIssue {
    /// Why an attribute cannot be deleted: points would be given to nobody, and look as if to
    /// everybody.
    static func keeping(
        _ attribute: Attribute,
        for triggers: [PointsTrigger],
        _ boosts: [PointsBoost]
    ) -> ItemIssue? {
        let asksTrigger = triggers.contains { trigger in
            trigger.userFilter.attributes[attribute.id] != nil
                || trigger.cause.threshold?.filter?.attributes.attributes[attribute.id] != nil
        }
        let asksBoost = boosts.contains { $0.userFilter.attributes[attribute.id] != nil }
        guard asksTrigger || asksBoost else { return nil }
        return ItemIssue(
            "A points \(asksTrigger ? "trigger" : "boost") asks for this attribute. "
                + "Take it out there first, or delete that."
        )
    }
}
