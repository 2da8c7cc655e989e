import Engine
import JSONText
import Storage

extension Attribute: Item {
    /// What may ask for an attribute.
    struct Surroundings: Sendable {
        let streaks: [StreakDefinition]
        let achievements: [Achievement]
        let triggers: [PointsTrigger]
        let boosts: [PointsBoost]
        let boards: [Board]
    }

    static var itemKind: ItemKind { .attribute }
    var ownKey: String? { key }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [Attribute] {
        try change.connection.attributes.active(in: workspace)
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
            achievements: try change.connection.achievements.active(in: workspace),
            triggers: try change.connection.pointsItems.active(PointsTrigger.self, in: workspace),
            boosts: try change.connection.pointsItems.active(PointsBoost.self, in: workspace),
            boards: try change.connection.boards.active(in: workspace)
        )
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.attributes.insert(self, in: workspace, at: change.now)
    }

    func update(from old: Attribute, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.attributes.update(self)
    }

    func archive(
        beside surroundings: Surroundings,
        among items: [Attribute],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        try change.connection.attributes.archive(id, at: change.now)
    }

    func issueOfArchiving(beside surroundings: Surroundings) -> ItemIssue? {
        ItemIssue.keeping(self, for: surroundings.streaks)
            ?? ItemIssue.keeping(self, for: surroundings.achievements)
            ?? ItemIssue.keeping(self, for: surroundings.triggers, surroundings.boosts)
            ?? ItemIssue.keeping(self, for: surroundings.boards)
    }

    func document(beside surroundings: Surroundings, among items: [Attribute]) -> String {
        ConfigurationChange.document { object in
            object.field("type", kind.rawValue)
            object.field("key", key)
            object.field("name", name)
        }
    }
}
