public import CivilTime
public import Engine

/// The metrics of every workspace.
public struct MetricTable {
    let connection: any Connection

    /// The active metrics of a workspace, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Metric] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM metric
                WHERE workspace_id = \(workspace) AND archived_at IS NULL ORDER BY metric_id
                """,
            Self.metric
        )
    }

    /// Every metric of a workspace, archived ones too, oldest first.
    public func all(in workspace: WorkspaceID) throws(StorageError) -> [Metric] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM metric
                WHERE workspace_id = \(workspace) ORDER BY metric_id
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
        let columns = Self.columns
        let batch = Self.list.batch(of: [metric]) { metric, row in
            row[columns.id] = metric.id
            row[columns.workspace] = workspace
            row[columns.publicID] = metric.publicID
            row[columns.key] = metric.key
            row[columns.name] = metric.name
            row[columns.unitType] = metric.unitType.rawValue
            row[columns.units] = metric.units
            row[columns.createdAt] = moment
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores a metric's changeable parts.
    public func update(_ metric: Metric) throws(StorageError) {
        try connection.send(
            """
            UPDATE metric
            SET name = \(metric.name), unit_type = \(metric.unitType.rawValue),
                units = \(metric.units)
            WHERE metric_id = \(metric.id)
            """
        )
    }

    /// Ends a metric: it takes no events and its key is free, but what was recorded stays.
    public func archive(_ id: MetricID, at moment: Instant) throws(StorageError) {
        try connection.send(
            """
            UPDATE metric SET archived_at = \(moment) WHERE metric_id = \(id)
            """
        )
    }

}

// MARK: - Rows

extension MetricTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<MetricID>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let key: Column<String>
        let name: Column<String>
        let unitType: Column<String>
        let units: Column<String>
        let createdAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("metric")
            id = list.key("metric_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            key = list.value("key")
            name = list.value("name")
            unitType = list.value("unit_type")
            units = list.value("units")
            createdAt = list.value("created_at")
            archivedAt = list.value("archived_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func metric(_ row: any Row) throws(StorageError) -> Metric {
        guard let unitType = Metric.UnitType(rawValue: row[columns.unitType]) else {
            throw StorageError(.invalidValue, "metric \(row[columns.id]) has no known unit type")
        }
        return Metric(
            id: row[columns.id],
            publicID: row[columns.publicID],
            key: row[columns.key],
            name: row[columns.name],
            unitType: unitType,
            units: row[columns.units]
        )
    }
}

extension Connection {
    /// The table of metrics.
    public var metrics: MetricTable { MetricTable(connection: self) }
}
