public import CivilTime
public import Engine

/// The attributes of every workspace.
public struct AttributeTable {
    let connection: any Connection

    /// The active attributes of a workspace, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Attribute] {
        try connection.rows(
            of: """
                SELECT attribute_id, public_id, kind, key, name FROM attribute
                WHERE workspace_id = \(workspace.number) AND archived_at IS NULL
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
        try connection.execute(
            """
            INSERT INTO attribute
                (attribute_id, workspace_id, public_id, kind, key, name, created_at)
            VALUES (\(attribute.id.number), \(workspace.number), \(attribute.publicID),
                    \(attribute.kind.rawValue), \(attribute.key), \(attribute.name),
                    \(moment.microseconds))
            """
        )
    }

    /// Stores an attribute's name.
    public func update(_ attribute: Attribute) throws(StorageError) {
        try connection.execute(
            """
            UPDATE attribute SET name = \(attribute.name)
            WHERE attribute_id = \(attribute.id.number)
            """
        )
    }

    /// Ends an attribute: its key is free, and what users and events carry of it is shown no more.
    public func archive(_ id: AttributeID, at moment: Instant) throws(StorageError) {
        try connection.execute(
            """
            UPDATE attribute SET archived_at = \(moment.microseconds)
            WHERE attribute_id = \(id.number)
            """
        )
    }

    private static func attribute(_ row: any Row) throws(StorageError) -> Attribute {
        guard let kind = Attribute.Kind(rawValue: row.text(2)) else {
            throw StorageError(.invalidValue, "attribute \(row.integer(0)) is of no known kind")
        }
        return Attribute(
            id: AttributeID(row.integer(0)),
            publicID: row.text(1),
            kind: kind,
            key: row.text(3),
            name: row.text(4)
        )
    }
}

extension Connection {
    /// The table of attributes.
    public var attributes: AttributeTable { AttributeTable(connection: self) }
}
