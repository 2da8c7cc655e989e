import CivilTime
import Engine
import Storage

extension Board: Item {
    /// What a leaderboard may name.
    struct Surroundings: Sendable {
        let metrics: [Metric]
        let attributes: [Attribute]
        let systems: [PointsSystem]
        /// What time it is in the workspace.
        let now: Instant
    }

    static var itemKind: ItemKind { .leaderboard }
    var ownKey: String? { key }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [Board] {
        try change.connection.boards.active(in: workspace)
    }

    static func surroundings(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Surroundings {
        let connection = change.connection
        return Surroundings(
            metrics: try connection.metrics.active(in: workspace),
            attributes: try connection.attributes.active(in: workspace),
            systems: try connection.pointsItems.active(PointsSystem.self, in: workspace),
            now: try connection.workspaces.find(workspace)?.clockAt ?? change.now
        )
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.boards.insert(self, in: workspace, at: change.now)
    }

    func update(from old: Board, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.boards.update(self)
    }

    func archive(
        beside surroundings: Surroundings,
        among items: [Board],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        try change.connection.boards.archive(id, at: change.now)
    }

    func document(beside surroundings: Surroundings, among items: [Board]) -> String {
        BoardDocument.text(
            of: self,
            naming: ItemNames(surroundings.metrics, surroundings.attributes)
        )
    }
}

extension ItemIssue {
    /// Why an attribute cannot be deleted: a leaderboard would rank everybody together, or nobody.
    static func keeping(_ attribute: Attribute, for boards: [Board]) -> ItemIssue? {
        let user = boards.first { board in
            board.breakdown.contains(attribute.id)
                || board.userFilter.attributes[attribute.id] != nil
        }
        return user.map { .attributeOfBoard($0.name) }
    }

    /// Why a metric cannot be deleted: a leaderboard is ranked by it.
    static func keeping(_ metric: Metric, for boards: [Board]) -> ItemIssue? {
        boards.first { $0.source == .metric(metric.id) }.map { .metricOfBoard($0.name) }
    }
}
