import Engine
import JSONText
import Storage

extension Metric: Item {
    /// What may count a metric.
    struct Surroundings: Sendable {
        let streaks: [StreakDefinition]
        let boards: [Board]
    }

    static var itemKind: ItemKind { .metric }
    var ownKey: String? { key }

    /// The metrics that people set up: not those of streaks' ticks.
    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [Metric] {
        try change.connection.metrics.active(in: workspace).filter { !$0.isOfStreak }
    }

    static func surroundings(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Surroundings {
        Surroundings(
            streaks: try change.connection.streakDefinitions.inUse(
                in: workspace,
                zones: change.zones
            ),
            boards: try change.connection.boards.active(in: workspace)
        )
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.metrics.insert(self, in: workspace, at: change.now)
    }

    func update(from old: Metric, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.metrics.update(self)
    }

    func archive(
        beside surroundings: Surroundings,
        among items: [Metric],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        try change.connection.metrics.archive(id, at: change.now)
    }

    func issueOfArchiving(beside surroundings: Surroundings) -> ItemIssue? {
        ItemIssue.keeping(self, for: surroundings.streaks)
            ?? ItemIssue.keeping(self, for: surroundings.boards)
    }

    func document(beside surroundings: Surroundings, among items: [Metric]) -> String {
        ConfigurationChange.document { object in
            object.field("key", key)
            object.field("name", name)
            object.field("unitType", unitType.rawValue)
            object.field("units", units)
        }
    }
}
