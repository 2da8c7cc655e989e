public import CivilTime
public import Engine

/// The experiments of every workspace.
public struct ExperimentTable {
    let connection: any Connection

    /// The experiments of a workspace, archived ones too, oldest first.
    public func all(
        in workspace: WorkspaceID,
        zones: ZoneDatabase
    ) throws(StorageError) -> [Experiment] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM experiment
                WHERE workspace_id = \(workspace) ORDER BY experiment_id
                """
        ) { (row) throws(StorageError) in try Self.experiment(row, zones) }
    }

    /// Those that were started, compiled.
    public func index(
        of workspace: WorkspaceID,
        zones: ZoneDatabase
    ) throws(StorageError) -> ExperimentIndex {
        let all = try all(in: workspace, zones: zones).filter { $0.startedAt != nil }
        return all.isEmpty ? .empty : ExperimentIndex(all)
    }

    /// The number that the next experiment gets.
    public func nextID() throws(StorageError) -> ExperimentID {
        ExperimentID(try connection.nextNumber("experiment_id", in: "experiment"))
    }

    /// Adds an experiment.
    public func insert(
        _ experiment: Experiment,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [experiment]) { experiment, row in
            row[columns.id] = experiment.id.number
            row[columns.workspace] = workspace
            row[columns.publicID] = experiment.publicID
            row[columns.key] = experiment.key
            row[columns.createdAt] = experiment.createdAt
            Self.fill(&row, with: experiment)
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores an experiment's changeable parts.
    public func update(_ experiment: Experiment) throws(StorageError) {
        let batch = Self.list.batch(of: [experiment]) { experiment, row in
            row[Self.columns.id] = experiment.id.number
            Self.fill(&row, with: experiment)
        }
        try connection.update(Self.columns.changeable, from: batch, in: Self.list)
    }
}

// MARK: - Rows

extension ExperimentTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<Int64>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let key: Column<String>
        let document: Column<String>
        let createdAt: Column<Instant>
        let startedAt: Column<Instant?>
        let endedAt: Column<Instant?>
        let archivedAt: Column<Instant?>
        let list: ColumnList
        /// Those that a change sets.
        let changeable: [Batch.Column]

        init() {
            var list = ColumnListBuilder("experiment")
            id = list.key("experiment_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            key = list.value("key")
            document = list.value("document")
            createdAt = list.value("created_at")
            startedAt = list.value("started_at")
            endedAt = list.value("ended_at")
            archivedAt = list.value("archived_at")
            self.list = list.finish()
            changeable = [
                document.inBatch, startedAt.inBatch, endedAt.inBatch, archivedAt.inBatch,
            ]
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, with experiment: Experiment) {
        row[columns.document] = ExperimentDocument.text(of: experiment)
        row[columns.startedAt] = experiment.startedAt
        row[columns.endedAt] = experiment.endedAt
        row[columns.archivedAt] = experiment.archivedAt
    }

    private static func experiment(
        _ row: any Row,
        _ zones: ZoneDatabase
    ) throws(StorageError) -> Experiment {
        let id = row[columns.id]
        do {
            let fields = try ExperimentDocument.fields(from: row[columns.document], zones: zones)
            var experiment = Experiment(
                id: ExperimentID(id),
                publicID: row[columns.publicID],
                key: row[columns.key],
                name: fields.name,
                subject: fields.subject,
                arms: fields.arms,
                salt: fields.salt,
                perMille: fields.perMille,
                createdAt: row[columns.createdAt]
            )
            experiment.details = fields.details
            experiment.startedAt = row[columns.startedAt]
            experiment.endedAt = row[columns.endedAt]
            experiment.archivedAt = row[columns.archivedAt]
            return experiment
        } catch {
            throw StorageError(
                .invalidValue,
                "the document of experiment \(id) is not what it should be: \(error)"
            )
        }
    }
}

extension Connection {
    /// The table of experiments.
    public var experiments: ExperimentTable { ExperimentTable(connection: self) }
}
