import CivilTime
public import Engine

/// What messages say in the words of workspaces: one row for each kind and language.
public struct MessageTemplateTable {
    let connection: any Connection

    /// Those of a workspace that hold, by their kinds and languages.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [MessageTemplate] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM message_template
                WHERE workspace_id = \(workspace) AND archived_at IS NULL
                ORDER BY kind, locale
                """,
            Self.template
        ).compactMap { $0 }
    }

    /// The one of a kind and a language, also one that holds no more.
    public func find(
        _ kind: ReminderKind,
        _ locale: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> MessageTemplate? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM message_template
                WHERE workspace_id = \(workspace) AND kind = \(kind.rawValue)
                    AND locale = \(locale)
                """,
            Self.template
        ) ?? nil
    }

    /// The one with a UUID, also one that holds no more.
    public func find(
        _ publicID: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> MessageTemplate? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM message_template
                WHERE workspace_id = \(workspace) AND public_id = \(publicID)
                """,
            Self.template
        ) ?? nil
    }

    /// The number that the next one gets.
    public func nextNumber() throws(StorageError) -> Int64 {
        try connection.nextNumber("template_id", in: "message_template")
    }

    /// Adds one.
    public func insert(_ template: MessageTemplate) throws(StorageError) {
        let batch = Self.list.batch(of: [template]) { template, row in
            Self.fill(&row, with: template)
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores what it says now, and whether it holds.
    public func update(_ template: MessageTemplate) throws(StorageError) {
        let batch = Self.list.batch(of: [template]) { template, row in
            Self.fill(&row, with: template)
        }
        try connection.update(Self.columns.changeable, from: batch, in: Self.list)
    }
}

// MARK: - Rows

extension MessageTemplateTable {
    /// The columns of the table.
    private struct Columns {
        let number: Column<Int64>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let kind: Column<String>
        let locale: Column<String>
        let version: Column<Int>
        let createdAt: Column<Instant>
        let updatedAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let document: Column<String>
        let list: ColumnList
        /// Those that a change sets.
        let changeable: [Batch.Column]

        init() {
            var list = ColumnListBuilder("message_template")
            number = list.key("template_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            kind = list.value("kind")
            locale = list.value("locale")
            version = list.value("version")
            createdAt = list.value("created_at")
            updatedAt = list.value("updated_at")
            archivedAt = list.value("archived_at")
            document = list.value("document")
            self.list = list.finish()
            changeable = [
                version.inBatch, updatedAt.inBatch, archivedAt.inBatch, document.inBatch,
            ]
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, with template: MessageTemplate) {
        row[columns.number] = template.number
        row[columns.workspace] = template.workspace
        row[columns.publicID] = template.publicID
        row[columns.kind] = template.kind.rawValue
        row[columns.locale] = template.locale
        row[columns.version] = template.version
        row[columns.createdAt] = template.createdAt
        row[columns.updatedAt] = template.updatedAt
        row[columns.archivedAt] = template.archivedAt
        row[columns.document] = template.content
    }

    /// Nothing for a row of another version, which knows kinds that this one does not.
    private static func template(_ row: any Row) throws(StorageError) -> MessageTemplate? {
        guard let kind = ReminderKind(rawValue: row[columns.kind]) else { return nil }
        var template = MessageTemplate(
            number: row[columns.number],
            workspace: row[columns.workspace],
            publicID: row[columns.publicID],
            kind: kind,
            locale: row[columns.locale],
            content: row[columns.document],
            createdAt: row[columns.createdAt]
        )
        template.version = row[columns.version]
        template.updatedAt = row[columns.updatedAt]
        template.archivedAt = row[columns.archivedAt]
        return template
    }
}

extension Connection {
    /// The table of what messages say in the words of workspaces.
    public var messageTemplates: MessageTemplateTable { MessageTemplateTable(connection: self) }
}
