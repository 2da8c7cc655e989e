import CivilTime
public import Engine

/// The workspaces: one for each environment, and below it one for each tenant.
///
/// The version of a workspace is the number of the last change of configuration that touched it, so
/// that whoever knows the configuration as of a change finds what has changed since by one index.
public struct WorkspaceTable {
    let connection: any Connection

    /// Every workspace, oldest first.
    public func all() throws(StorageError) -> [Workspace] {
        try connection.rows(
            of: "SELECT \(unescaped: Self.list.names) FROM workspace ORDER BY workspace_id",
            Self.workspace
        )
    }

    /// The workspace with a number.
    public func find(_ id: WorkspaceID) throws(StorageError) -> Workspace? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM workspace
                WHERE workspace_id = \(id)
                """,
            Self.workspace
        )
    }

    /// Those workspaces that callers know by some ids, oldest first.
    public func find(publicIDs: [String]) throws(StorageError) -> [Workspace] {
        guard !publicIDs.isEmpty else { return [] }
        var batch = Batch([.text("public_id")])
        for publicID in publicIDs { batch.append([.text(publicID)]) }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM workspace
                WHERE public_id IN (SELECT public_id FROM \(batch)) ORDER BY workspace_id
                """,
            Self.workspace
        )
    }

    /// The workspace of an environment itself, which keys belong to.
    public func home(of environment: Workspace.Environment) throws(StorageError) -> Workspace? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM workspace
                WHERE environment = \(environment.rawValue) AND customer_id IS NULL
                ORDER BY workspace_id LIMIT 1
                """,
            Self.workspace
        )
    }

    /// The tenant of a customer.
    public func tenant(
        _ customerID: String,
        of environment: Workspace.Environment
    ) throws(StorageError) -> Workspace? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM workspace
                WHERE environment = \(environment.rawValue) AND customer_id = \(customerID)
                """,
            Self.workspace
        )
    }

    /// The tenants of an environment, oldest first.
    public func tenants(
        of environment: Workspace.Environment
    ) throws(StorageError) -> [Workspace] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM workspace
                WHERE environment = \(environment.rawValue) AND customer_id IS NOT NULL
                ORDER BY workspace_id
                """,
            Self.workspace
        )
    }

    /// Whether an environment has any tenant.
    public func hasTenants(_ environment: Workspace.Environment) throws(StorageError) -> Bool {
        try connection.firstRow(
            of: """
                SELECT 1 FROM workspace
                WHERE environment = \(environment.rawValue) AND customer_id IS NOT NULL LIMIT 1
                """
        ) { _ throws(StorageError) in true } ?? false
    }

    /// The workspaces that have changed since a version, as many as a limit says.
    public func changed(
        since version: Int64,
        limit: Int
    ) throws(StorageError) -> [WorkspaceID] {
        try connection.rows(
            of: """
                SELECT workspace_id FROM workspace WHERE version > \(version)
                ORDER BY version LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in WorkspaceID(row, 0) }
    }

    /// The version of a workspace.
    public func version(of id: WorkspaceID) throws(StorageError) -> Int64? {
        try connection.firstRow(
            of: "SELECT version FROM workspace WHERE workspace_id = \(id)"
        ) { (row) throws(StorageError) in Int64(row, 0) }
    }

    /// The number that the next workspace gets.
    public func nextID() throws(StorageError) -> WorkspaceID {
        WorkspaceID(try connection.nextNumber("workspace_id", in: "workspace"))
    }

    /// Adds a workspace.
    public func insert(_ workspace: Workspace) throws(StorageError) {
        let columns = Self.columns
        let version = try connection.installation.configurationVersion()
        let batch = Self.list.batch(of: [workspace]) { workspace, row in
            row[columns.id] = workspace.id
            row[columns.publicID] = workspace.publicID
            row[columns.environment] = workspace.environment.rawValue
            row[columns.customerID] = workspace.customerID
            row[columns.name] = workspace.name
            row[columns.status] = workspace.status.rawValue
            row[columns.defaultZone] = workspace.defaultZone
            row[columns.settings] = workspace.settings
            row[columns.clockAt] = workspace.clockAt
            row[columns.version] = version
            row[columns.createdAt] = workspace.createdAt
            row[columns.updatedAt] = workspace.updatedAt
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores a workspace as it now is.
    public func update(_ workspace: Workspace) throws(StorageError) {
        try connection.send(
            """
            UPDATE workspace
            SET customer_id = \(workspace.customerID), name = \(workspace.name),
                status = \(workspace.status.rawValue), default_zone = \(workspace.defaultZone),
                settings = \(workspace.settings), clock_at = \(workspace.clockAt),
                updated_at = \(workspace.updatedAt),
                version = (SELECT configuration_version FROM installation)
            WHERE workspace_id = \(workspace.id)
            """
        )
    }

    /// Marks what belongs to a workspace as changed: its version is the number of the change.
    public func touch(_ id: WorkspaceID) throws(StorageError) {
        try connection.send(
            """
            UPDATE workspace SET version = (SELECT configuration_version FROM installation)
            WHERE workspace_id = \(id)
            """
        )
    }
}

// MARK: - Rows

extension WorkspaceTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<WorkspaceID>
        let publicID: Column<String>
        let environment: Column<String>
        let customerID: Column<String?>
        let name: Column<String>
        let status: Column<String>
        let defaultZone: Column<String>
        let settings: Column<String>
        let clockAt: Column<Instant?>
        let version: Column<Int64>
        let createdAt: Column<Instant>
        let updatedAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("workspace")
            id = list.key("workspace_id")
            publicID = list.value("public_id")
            environment = list.value("environment")
            customerID = list.value("customer_id")
            name = list.value("name")
            status = list.value("status")
            defaultZone = list.value("default_zone")
            settings = list.value("settings")
            clockAt = list.value("clock_at")
            version = list.value("version")
            createdAt = list.value("created_at")
            updatedAt = list.value("updated_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func workspace(_ row: any Row) throws(StorageError) -> Workspace {
        guard let environment = Workspace.Environment(rawValue: row[columns.environment]),
            let status = Workspace.Status(rawValue: row[columns.status])
        else {
            throw StorageError(.invalidValue, "workspace \(row[columns.id]) is of no known kind")
        }
        return Workspace(
            id: row[columns.id],
            publicID: row[columns.publicID],
            environment: environment,
            customerID: row[columns.customerID],
            name: row[columns.name],
            status: status,
            defaultZone: row[columns.defaultZone],
            settings: row[columns.settings],
            clockAt: row[columns.clockAt],
            createdAt: row[columns.createdAt],
            updatedAt: row[columns.updatedAt]
        )
    }
}

extension Connection {
    /// The table of workspaces.
    public var workspaces: WorkspaceTable { WorkspaceTable(connection: self) }
}
