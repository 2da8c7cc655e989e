public import CivilTime
public import Engine

/// Every change of configuration, in the order in which they were made.
///
/// Changes wait for each other, so that a number is drawn once and a page never misses a row.
public struct AuditTable {
    let connection: any Connection

    /// Adds changes; each gets the next number.
    public func insert(_ entries: [AuditEntry]) throws(StorageError) {
        guard !entries.isEmpty else { return }
        let columns = Self.columns
        let first = try connection.nextNumber("audit_number", in: "audit")
        let batch = Self.list.batch(of: entries.enumerated()) { each, row in
            let entry = each.element
            row[columns.number] = first + Int64(each.offset)
            row[columns.workspace] = entry.workspace
            row[columns.at] = entry.at
            row[columns.authorKind] = entry.author.kind.rawValue
            row[columns.author] = entry.author.name
            row[columns.kind] = entry.kind.rawValue
            row[columns.item] = entry.item
            row[columns.action] = entry.action.rawValue
            row[columns.before] = entry.before
            row[columns.after] = entry.after
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Changes in a workspace that pass a filter, the newest first, before one that was seen.
    public func page(
        in workspace: WorkspaceID,
        that filter: AuditFilter = AuditFilter(),
        before seen: Int64? = nil,
        limit: Int
    ) throws(StorageError) -> [AuditEntry] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM audit
                WHERE workspace_id = \(workspace) AND audit_number < \(seen ?? Int64.max)
                    AND item_kind = coalesce(\(filter.kind?.rawValue), item_kind)
                    AND item_id = coalesce(\(filter.item), item_id)
                    AND action = coalesce(\(filter.action?.rawValue), action)
                    AND author = coalesce(\(filter.author), author)
                    AND changed_at >= \(filter.from ?? .distantPast)
                    AND changed_at < \(filter.until ?? .distantFuture)
                ORDER BY audit_number DESC LIMIT \(limit)
                """,
            Self.entry
        )
    }

    /// Forgets that a user whom tokens act for was an author.
    public func eraseAuthor(
        _ user: String,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE audit SET author = ''
            WHERE workspace_id = \(workspace) AND author_kind = \(Author.Kind.token.rawValue)
                AND author = \(user)
            """
        )
    }

    /// Forgets for whom admins did something, and why.
    public func eraseUser(_ user: String, in workspace: WorkspaceID) throws(StorageError) {
        try connection.send(
            """
            UPDATE audit SET item_id = '', after_document = NULL
            WHERE workspace_id = \(workspace) AND item_kind = \(ItemKind.user.rawValue)
                AND item_id = \(user)
            """
        )
    }

    /// Has what was done for a user, and what the user did with tokens, be another's.
    public func rename(
        _ user: String,
        to other: String,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE audit SET item_id = \(other)
            WHERE workspace_id = \(workspace) AND item_kind = \(ItemKind.user.rawValue)
                AND item_id = \(user)
            """
        )
        try connection.send(
            """
            UPDATE audit SET author = \(other)
            WHERE workspace_id = \(workspace) AND author_kind = \(Author.Kind.token.rawValue)
                AND author = \(user)
            """
        )
    }

    /// Removes changes that were made before a moment, but never the newest of all, whose number the
    /// next one counts on from.
    public func remove(madeBefore moment: Instant) throws(StorageError) {
        try connection.send(
            """
            DELETE FROM audit WHERE changed_at < \(moment)
                AND audit_number < (SELECT max(audit_number) FROM audit)
            """
        )
    }
}

// MARK: - Rows

extension AuditTable {
    /// The columns of the table.
    private struct Columns {
        let number: Column<Int64>
        let workspace: Column<WorkspaceID>
        let at: Column<Instant>
        let authorKind: Column<String>
        let author: Column<String>
        let kind: Column<String>
        let item: Column<String>
        let action: Column<String>
        let before: Column<String?>
        let after: Column<String?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("audit", rowsAtATime: 200)
            number = list.key("audit_number")
            workspace = list.value("workspace_id")
            at = list.value("changed_at")
            authorKind = list.value("author_kind")
            author = list.value("author")
            kind = list.value("item_kind")
            item = list.value("item_id")
            action = list.value("action")
            before = list.value("before_document")
            after = list.value("after_document")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func entry(_ row: any Row) throws(StorageError) -> AuditEntry {
        guard let authorKind = Author.Kind(rawValue: row[columns.authorKind]),
            let kind = ItemKind(rawValue: row[columns.kind]),
            let action = AuditAction(rawValue: row[columns.action])
        else {
            throw StorageError(.invalidValue, "audit \(row[columns.number]) is of no known kind")
        }
        var entry = AuditEntry(
            workspace: row[columns.workspace],
            at: row[columns.at],
            author: Author(authorKind, row[columns.author]),
            kind: kind,
            item: row[columns.item],
            action: action,
            before: row[columns.before],
            after: row[columns.after]
        )
        entry.number = row[columns.number]
        return entry
    }
}

extension Connection {
    /// The record of changes of configuration.
    public var audit: AuditTable { AuditTable(connection: self) }
}
