public import CivilTime
public import Engine

/// An address that takes no mail any more.
public struct Suppression: Hashable, Sendable {
    /// Why.
    public enum Reason: String, Sendable, CaseIterable {
        /// The address does not exist, or its server refused for good.
        case bounce
        /// Its owner called the mail unwanted.
        case complaint
        /// Somebody who looks after the workspace said so.
        case manual
    }

    /// Where one stands in a list.
    public struct Cursor: Hashable, Sendable {
        /// Since when it takes none.
        public let at: Instant
        /// The digest of the address.
        public let digest: String

        /// A place in a list.
        public init(at: Instant, digest: String) {
            self.at = at
            self.digest = digest
        }
    }

    /// The workspace.
    public let workspace: WorkspaceID
    /// A digest of the address, which is not kept itself.
    public let digest: String
    /// Why.
    public let reason: Reason
    /// What its server said.
    public let detail: String?
    /// Since when.
    public let at: Instant

    /// An address that takes no mail any more.
    public init(
        workspace: WorkspaceID,
        digest: String,
        reason: Reason,
        detail: String?,
        at: Instant
    ) {
        self.workspace = workspace
        self.digest = digest
        self.reason = reason
        self.detail = detail
        self.at = at
    }
}

/// Addresses that take no mail any more, by their digests.
public struct SuppressionTable {
    let connection: any Connection

    /// Those of some digests that are suppressed in a workspace.
    public func find(
        _ digests: some Sequence<String>,
        in workspace: WorkspaceID
    ) throws(StorageError) -> Set<String> {
        let batch = Self.list.keys(Set(digests).map { [workspace, $0] })
        guard !batch.isEmpty else { return [] }
        return Set(
            try connection.rows(
                of: """
                    SELECT suppression.digest FROM \(batch) JOIN suppression
                        ON suppression.workspace_id = batch.workspace_id
                        AND suppression.digest = batch.digest
                    """
            ) { (row) throws(StorageError) in String(row, 0) }
        )
    }

    /// One by its digest.
    public func find(
        _ digest: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> Suppression? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM suppression
                WHERE workspace_id = \(workspace) AND digest = \(digest)
                """,
            Self.suppression
        )
    }

    /// A page of a workspace's, the newest first, of one reason or all, after one of them.
    public func page(
        in workspace: WorkspaceID,
        reason: Suppression.Reason?,
        after cursor: Suppression.Cursor?,
        limit: Int
    ) throws(StorageError) -> [Suppression] {
        let cursor = cursor ?? Suppression.Cursor(at: Instant(microseconds: .max), digest: "")
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM suppression
                WHERE workspace_id = \(workspace) AND reason = coalesce(\(reason?.rawValue), reason)
                    AND (suppressed_at, digest) < (\(cursor.at), \(cursor.digest))
                ORDER BY suppressed_at DESC, digest DESC LIMIT \(limit)
                """,
            Self.suppression
        )
    }

    /// Suppresses an address; the first reason stays.
    public func insert(_ suppression: Suppression) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [suppression]) { each, row in
            row[columns.workspace] = each.workspace
            row[columns.digest] = each.digest
            row[columns.reason] = each.reason.rawValue
            row[columns.detail] = each.detail
            row[columns.at] = each.at
        }
        try connection.send(
            """
            INSERT INTO suppression (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.list.names) FROM \(batch) WHERE true
            ON CONFLICT (workspace_id, digest) DO NOTHING
            """
        )
    }

    /// Lets an address take mail again; says whether it did not.
    public func remove(
        _ digest: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            DELETE FROM suppression WHERE workspace_id = \(workspace) AND digest = \(digest)
            """
        ) > 0
    }
}

// MARK: - Rows

extension SuppressionTable {
    /// The columns of the table.
    private struct Columns {
        let workspace: Column<WorkspaceID>
        let digest: Column<String>
        let reason: Column<String>
        let detail: Column<String?>
        let at: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("suppression")
            workspace = list.key("workspace_id")
            digest = list.key("digest")
            reason = list.value("reason")
            detail = list.value("detail")
            at = list.value("suppressed_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func suppression(_ row: any Row) throws(StorageError) -> Suppression {
        Suppression(
            workspace: row[columns.workspace],
            digest: row[columns.digest],
            reason: Suppression.Reason(rawValue: row[columns.reason]) ?? .manual,
            detail: row[columns.detail],
            at: row[columns.at]
        )
    }
}

extension Connection {
    /// The table of addresses that take no mail.
    public var suppressions: SuppressionTable { SuppressionTable(connection: self) }
}
