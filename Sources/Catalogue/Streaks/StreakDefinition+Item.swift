import CivilTime
import Engine
import JSONText
import Storage

extension StreakDefinition: Item {
    /// What a streak may name, and what time it is where it is judged.
    struct Surroundings: Sendable {
        let metrics: [Metric]
        /// Those of events.
        let attributes: [Attribute]
        let now: Instant
    }

    static var itemKind: ItemKind { .streak }
    var ownKey: String? { key }
    static var notFound: ItemIssue { .streakNotFound }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [StreakDefinition] {
        try change.connection.streaksInUse(in: workspace, zones: change.zones)
    }

    static func surroundings(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Surroundings {
        let connection = change.connection
        return Surroundings(
            metrics: try connection.metrics.active(in: workspace),
            attributes: try connection.attributes.active(in: workspace)
                .filter { $0.kind == .event },
            now: try connection.workspaces.find(workspace)?.clockAt ?? change.now
        )
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.streakDefinitions.insert(stored(versionsFrom: 0), in: workspace)
    }

    func update(
        from old: StreakDefinition,
        _ change: ConfigurationChange
    ) throws(StorageError) {
        let place = zip(old.versions, versions).prefix { $0 == $1 }.count
        try change.connection.streakDefinitions.update(
            stored(versionsFrom: place),
            versionsFrom: place
        )
    }

    func archive(
        beside surroundings: Surroundings,
        _ change: ConfigurationChange
    ) throws(StorageError) {
        var ended = self
        ended.isPrimary = false
        ended.archivedAt = surroundings.now
        try ended.update(from: self, change)
    }

    func document(beside surroundings: Surroundings, among items: [StreakDefinition]) -> String {
        let names = ItemNames(surroundings.metrics, surroundings.attributes)
        return ConfigurationChange.document { object in
            object.field("key", key)
            object.field("name", name)
            object.fieldIfPresent("description", details)
            object.field("isPrimary", isPrimary)
            object.field("isCustomizable", isCustomizable)
            object.field("isPaused", status == .paused)
            object.field("milestones", rawJSON: StreakMilestoneDocument.text(of: milestones))
            object.field("rule", rawJSON: StreakRuleDocument.text(of: rule, naming: names))
        }
    }
}
