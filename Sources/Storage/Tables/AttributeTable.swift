public import CivilTime
public import Engine

/// The attributes of every workspace.
public struct AttributeTable {
    let connection: any Connection

    /// The active attributes of a workspace, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Attribute] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM attribute
                WHERE workspace_id = \(workspace) AND archived_at IS NULL
                ORDER BY attribute_id
                """,
            Self.attribute
        )
    }

    /// The number that the next attribute gets.
    public func nextID() throws(StorageError) -> AttributeID {
        AttributeID(try connection.nextNumber("attribute_id", in: "attribute"))
    }

    /// Adds an attribute.
    public func insert(
        _ attribute: Attribute,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [attribute]) { attribute, row in
            row[columns.id] = attribute.id
            row[columns.workspace] = workspace
            row[columns.publicID] = attribute.publicID
            row[columns.kind] = attribute.kind.rawValue
            row[columns.key] = attribute.key
            row[columns.name] = attribute.name
            row[columns.createdAt] = moment
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores an attribute's name.
    public func update(_ attribute: Attribute) throws(StorageError) {
        try connection.send(
            """
            UPDATE attribute SET name = \(attribute.name)
            WHERE attribute_id = \(attribute.id)
            """
        )
    }

    /// Ends an attribute: its key is free, and what users and events carry of it is shown no more.
    public func archive(_ id: AttributeID, at moment: Instant) throws(StorageError) {
        try connection.send(
            """
            UPDATE attribute SET archived_at = \(moment) WHERE attribute_id = \(id)
            """
        )
    }
}

// MARK: - Rows

extension AttributeTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<AttributeID>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let kind: Column<String>
        let key: Column<String>
        let name: Column<String>
        let createdAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("attribute")
            id = list.key("attribute_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            kind = list.value("kind")
            key = list.value("key")
            name = list.value("name")
            createdAt = list.value("created_at")
            archivedAt = list.value("archived_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func attribute(_ row: any Row) throws(StorageError) -> Attribute {
        guard let kind = Attribute.Kind(rawValue: row[columns.kind]) else {
            throw StorageError(.invalidValue, "attribute \(row[columns.id]) is of no known kind")
        }
        return Attribute(
            id: row[columns.id],
            publicID: row[columns.publicID],
            kind: kind,
            key: row[columns.key],
            name: row[columns.name]
        )
    }
}

extension Connection {
    /// The table of attributes.
    public var attributes: AttributeTable { AttributeTable(connection: self) }
}
