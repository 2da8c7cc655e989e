public import CivilTime
public import Engine

/// The metrics of every workspace.
public struct MetricTable {
    let connection: any Connection

    /// The active metrics of a workspace, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Metric] {
        try connection.rows(
            of: """
                \(unescaped: Self.selection)
                WHERE workspace_id = \(workspace.number) AND archived_at IS NULL ORDER BY metric_id
                """,
            Self.metric
        )
    }

    /// Every metric of a workspace, archived ones too, oldest first.
    public func all(in workspace: WorkspaceID) throws(StorageError) -> [Metric] {
        try connection.rows(
            of: """
                \(unescaped: Self.selection)
                WHERE workspace_id = \(workspace.number) ORDER BY metric_id
                """,
            Self.metric
        )
    }

    /// The number that the next metric gets.
    public func nextID() throws(StorageError) -> MetricID {
        MetricID(try connection.nextNumber("metric_id", in: "metric"))
    }

    /// Adds a metric.
    public func insert(
        _ metric: Metric,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO metric
                (metric_id, workspace_id, public_id, key, name, unit_type, units, created_at)
            VALUES (\(metric.id.number), \(workspace.number), \(metric.publicID), \(metric.key),
                    \(metric.name), \(metric.unitType.rawValue), \(metric.units),
                    \(moment.microseconds))
            """
        )
    }

    /// Stores a metric's changeable parts.
    public func update(_ metric: Metric) throws(StorageError) {
        try connection.execute(
            """
            UPDATE metric
            SET name = \(metric.name), unit_type = \(metric.unitType.rawValue),
                units = \(metric.units)
            WHERE metric_id = \(metric.id.number)
            """
        )
    }

    /// Ends a metric: it takes no events and its key is free, but what was recorded stays.
    public func archive(_ id: MetricID, at moment: Instant) throws(StorageError) {
        try connection.execute(
            """
            UPDATE metric SET archived_at = \(moment.microseconds)
            WHERE metric_id = \(id.number)
            """
        )
    }

    private static let selection =
        "SELECT metric_id, public_id, key, name, unit_type, units FROM metric"

    private static func metric(_ row: any Row) throws(StorageError) -> Metric {
        guard let unitType = Metric.UnitType(rawValue: row.text(4)) else {
            throw StorageError(.invalidValue, "metric \(row.integer(0)) has no known unit type")
        }
        return Metric(
            id: MetricID(row.integer(0)),
            publicID: row.text(1),
            key: row.text(2),
            name: row.text(3),
            unitType: unitType,
            units: row.text(5)
        )
    }
}

extension Connection {
    /// The table of metrics.
    public var metrics: MetricTable { MetricTable(connection: self) }
}
