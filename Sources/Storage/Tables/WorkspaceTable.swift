import CivilTime
public import Engine

/// The workspaces: one for each environment, and below it one for each tenant.
public struct WorkspaceTable {
    let connection: any Connection

    /// Every workspace, oldest first, with the version of its configuration.
    public func all() throws(StorageError) -> [(workspace: Workspace, version: Int64)] {
        try connection.rows(of: "\(unescaped: Self.selection) ORDER BY workspace_id") {
            (row) throws(StorageError) in (try Self.workspace(row), row.integer(11))
        }
    }

    /// The number that the next workspace gets.
    public func nextID() throws(StorageError) -> WorkspaceID {
        WorkspaceID(try connection.nextNumber("workspace_id", in: "workspace"))
    }

    /// Adds a workspace.
    public func insert(_ workspace: Workspace) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO workspace
                (workspace_id, public_id, environment, customer_id, name, status, default_zone,
                 settings, clock_at, created_at, updated_at, version)
            VALUES (\(workspace.id.number), \(workspace.publicID),
                    \(workspace.environment.rawValue), \(workspace.customerID), \(workspace.name),
                    \(workspace.status.rawValue), \(workspace.defaultZone), \(workspace.settings),
                    \(workspace.clockAt?.microseconds), \(workspace.createdAt.microseconds),
                    \(workspace.updatedAt.microseconds), 1)
            """
        )
    }

    /// Stores a workspace as it now is.
    public func update(_ workspace: Workspace) throws(StorageError) {
        try connection.execute(
            """
            UPDATE workspace
            SET customer_id = \(workspace.customerID), name = \(workspace.name),
                status = \(workspace.status.rawValue), default_zone = \(workspace.defaultZone),
                settings = \(workspace.settings), clock_at = \(workspace.clockAt?.microseconds),
                updated_at = \(workspace.updatedAt.microseconds), version = version + 1
            WHERE workspace_id = \(workspace.id.number)
            """
        )
    }

    /// Marks a workspace's metrics or attributes as changed.
    public func touch(_ id: WorkspaceID) throws(StorageError) {
        try connection.execute(
            "UPDATE workspace SET version = version + 1 WHERE workspace_id = \(id.number)"
        )
    }

    private static let selection = """
        SELECT workspace_id, public_id, environment, customer_id, name, status, default_zone,
               settings, clock_at, created_at, updated_at, version
        FROM workspace
        """

    private static func workspace(_ row: any Row) throws(StorageError) -> Workspace {
        guard let environment = Workspace.Environment(rawValue: row.text(2)),
            let status = Workspace.Status(rawValue: row.text(5))
        else {
            throw StorageError(.invalidValue, "workspace \(row.integer(0)) is of no known kind")
        }
        return Workspace(
            id: WorkspaceID(row.integer(0)),
            publicID: row.text(1),
            environment: environment,
            customerID: row.optionalText(3),
            name: row.text(4),
            status: status,
            defaultZone: row.text(6),
            settings: row.text(7),
            clockAt: row.optionalInteger(8).map(Instant.init(microseconds:)),
            createdAt: Instant(microseconds: row.integer(9)),
            updatedAt: Instant(microseconds: row.integer(10))
        )
    }
}

extension Connection {
    /// The table of workspaces.
    public var workspaces: WorkspaceTable { WorkspaceTable(connection: self) }
}
