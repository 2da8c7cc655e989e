import CivilTime
import Engine
import Storage

extension StreakDefinition: Item {
    /// What a streak may name, and what time it is where it is judged.
    struct Surroundings: Sendable {
        let metrics: [Metric]
        /// Those of events.
        let attributes: [Attribute]
        let now: Instant
        let workspace: WorkspaceID
        let experiments: [Experiment]
    }

    static var itemKind: ItemKind { .streak }
    var ownKey: String? { key }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [StreakDefinition] {
        try change.connection.streakDefinitions.inUse(in: workspace, zones: change.zones)
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
            now: try connection.workspaces.find(workspace)?.clockAt ?? change.now,
            workspace: workspace,
            experiments: try connection.experiments.all(in: workspace, zones: change.zones)
        )
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.streakDefinitions.insert(self, in: workspace)
    }

    func update(
        from old: StreakDefinition,
        _ change: ConfigurationChange
    ) throws(StorageError) {
        try change.connection.streakDefinitions.update(self, from: old)
    }

    func archive(
        beside surroundings: Surroundings,
        among items: [StreakDefinition],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        var ended = self
        ended.isPrimary = false
        ended.archivedAt = surroundings.now
        try ended.update(from: self, change)
        if isPrimary {
            try change.reopenStreakBoards(in: surroundings.workspace, at: surroundings.now)
        }
        try archiveOwnMetric(
            in: surroundings.workspace,
            among: items,
            change,
            at: surroundings.now
        )
    }

    func issueOfArchiving(beside surroundings: Surroundings) -> ItemIssue? {
        .keeping(.streak(id), for: surroundings.experiments)
    }

    func document(beside surroundings: Surroundings, among items: [StreakDefinition]) -> String {
        StreakDocument.text(
            of: self,
            naming: ItemNames(surroundings.metrics, surroundings.attributes)
        )
    }
}
