import CivilTime
import Engine
import Storage

extension Experiment: Item {
    /// What an experiment may be over, and what time it is.
    struct Surroundings: Sendable {
        let streaks: [StreakDefinition]
        let achievements: [Achievement]
        let triggers: [PointsTrigger]
        /// Archived experiments that were started.
        let past: [Experiment]
        let names: ItemNames
        let now: Instant
    }

    static var itemKind: ItemKind { .experiment }
    var ownKey: String? { key }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [Experiment] {
        try change.connection.experiments.all(in: workspace, zones: change.zones)
            .filter { $0.archivedAt == nil }
    }

    static func surroundings(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Surroundings {
        let connection = change.connection
        let achievements = try connection.achievements.active(in: workspace)
        return Surroundings(
            streaks: try connection.streakDefinitions.inUse(in: workspace, zones: change.zones),
            achievements: achievements,
            triggers: try connection.pointsItems.active(PointsTrigger.self, in: workspace),
            past: try connection.experiments.all(in: workspace, zones: change.zones)
                .filter { $0.archivedAt != nil && $0.startedAt != nil },
            names: ItemNames(
                try connection.metrics.active(in: workspace),
                try connection.attributes.active(in: workspace),
                achievements
            ),
            now: try connection.workspaces.find(workspace)?.clockAt ?? change.now
        )
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.experiments.insert(self, in: workspace)
    }

    func update(from old: Experiment, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.experiments.update(self)
    }

    func archive(
        beside surroundings: Surroundings,
        among items: [Experiment],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        var archived = self
        archived.archivedAt = surroundings.now
        try archived.update(from: self, change)
    }

    func document(beside surroundings: Surroundings, among items: [Experiment]) -> String {
        ExperimentDocument.text(of: self, naming: surroundings.names)
    }
}

extension ItemIssue {
    /// Why something cannot be changed or archived: an experiment runs over it.
    static func keeping(
        _ subject: Experiment.Subject,
        for experiments: [Experiment]
    ) -> ItemIssue? {
        let user = experiments.first { $0.isRunning && $0.subject == subject }
        return user.map {
            .told("The experiment \"\($0.key)\" runs over this. End the experiment first.")
        }
    }
}

extension ConfigurationChange {
    /// Why something cannot be changed: an experiment runs over it.
    func issue(
        of changing: Experiment.Subject,
        in workspace: WorkspaceID
    ) throws(StorageError) -> ItemIssue? {
        .keeping(changing, for: try connection.experiments.all(in: workspace, zones: zones))
    }
}
