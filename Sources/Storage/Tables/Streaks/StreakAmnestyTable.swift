public import CivilTime
public import Engine
private import JSONText

/// An amnesty, or a question what one would do, and how far users have been judged by it.
///
/// The result is a document that the storage does not look into.
public struct StoredAmnesty: Hashable, Sendable {
    /// The amnesty.
    public var amnesty: StreakAmnesty
    /// The workspace whose users it is for.
    public let workspace: WorkspaceID
    /// Whether it only asks what it would do; a workspace has one such question, the newest.
    public let isPreview: Bool
    /// When everybody had been judged by it as it is now; nothing while that goes on.
    public var walkedAt: Instant?
    /// The last user looked at, from the oldest on.
    public var cursor = UserCursor.start
    /// How many users have been looked at.
    public var scanned: Int64 = 0
    /// How many there were when that began.
    public var total: Int64
    /// The document of what was found so far.
    public var result: String

    /// An amnesty by which nobody has been judged yet.
    public init(
        _ amnesty: StreakAmnesty,
        in workspace: WorkspaceID,
        isPreview: Bool,
        total: Int64,
        result: String
    ) {
        self.amnesty = amnesty
        self.workspace = workspace
        self.isPreview = isPreview
        self.total = total
        self.result = result
    }
}

/// The amnesties of every workspace.
public struct StreakAmnestyTable {
    let connection: any Connection

    /// The amnesties of a workspace by which its users are judged, oldest first, revoked ones too.
    public func all(in workspace: WorkspaceID) throws(StorageError) -> [StreakAmnesty] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_amnesty
                WHERE workspace_id = \(workspace) AND is_preview = 0 ORDER BY amnesty_id
                """
        ) { (row) throws(StorageError) in try Self.stored(row).amnesty }
    }

    /// Some of a workspace's amnesties, newest first.
    public func page(
        in workspace: WorkspaceID,
        skip: Int,
        limit: Int
    ) throws(StorageError) -> [StoredAmnesty] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_amnesty
                WHERE workspace_id = \(workspace) AND is_preview = 0
                ORDER BY amnesty_id DESC LIMIT \(limit) OFFSET \(skip)
                """,
            Self.stored
        )
    }

    /// An amnesty of a workspace, or a question.
    public func find(
        _ publicID: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> StoredAmnesty? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_amnesty
                WHERE public_id = \(publicID) AND workspace_id = \(workspace)
                """,
            Self.stored
        )
    }

    /// The number that the next amnesty gets.
    public func nextNumber() throws(StorageError) -> Int64 {
        try connection.nextNumber("amnesty_id", in: "streak_amnesty")
    }

    /// Adds an amnesty; a question takes the place of the one before it.
    public func insert(_ stored: StoredAmnesty) throws(StorageError) {
        if stored.isPreview {
            try connection.send(
                """
                DELETE FROM streak_amnesty
                WHERE workspace_id = \(stored.workspace) AND is_preview = 1
                """
            )
        }
        let columns = Self.columns
        let batch = Self.list.batch(of: [stored]) { stored, row in
            row[columns.number] = stored.amnesty.number
            row[columns.workspace] = stored.workspace
            row[columns.publicID] = stored.amnesty.publicID
            row[columns.isPreview] = stored.isPreview
            row[columns.from] = stored.amnesty.instants.lowerBound
            row[columns.to] = stored.amnesty.instants.upperBound
            row[columns.document] = StreakAmnestyDocument.text(of: stored.amnesty)
            row[columns.createdAt] = stored.amnesty.createdAt
            row[columns.revokedAt] = stored.amnesty.revokedAt
            row[columns.walkedAt] = stored.walkedAt
            columns.cursor.fill(&row, with: stored.cursor)
            row[columns.scanned] = stored.scanned
            row[columns.total] = stored.total
            row[columns.result] = stored.result
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Notes that an amnesty counts no more; everybody is to be judged without it.
    public func revoke(_ stored: StoredAmnesty) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_amnesty
            SET revoked_at = \(stored.amnesty.revokedAt), walked_at = NULL,
                after_created_at = \(UserCursor.start.createdAt),
                after_user_key = \(UserCursor.start.key), scanned = 0, total = \(stored.total),
                result = \(stored.result)
            WHERE amnesty_id = \(stored.amnesty.number)
            """
        )
    }

    /// Forgets a question.
    public func removePreview(
        _ publicID: String,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        try connection.send(
            """
            DELETE FROM streak_amnesty
            WHERE public_id = \(publicID) AND workspace_id = \(workspace) AND is_preview = 1
            """
        )
    }

    /// The amnesty by which users are being judged that has come least far.
    public func next() throws(StorageError) -> StoredAmnesty? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_amnesty
                WHERE walked_at IS NULL ORDER BY scanned, amnesty_id LIMIT 1
                """,
            Self.stored
        )
    }

    /// Notes how far users have been judged, from where it was; one that was revoked meanwhile, or
    /// that another process has taken further, keeps its place.
    public func advance(
        _ old: StoredAmnesty,
        to new: StoredAmnesty
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_amnesty
            SET walked_at = \(new.walkedAt), after_created_at = \(new.cursor.createdAt),
                after_user_key = \(new.cursor.key), scanned = \(new.scanned),
                result = \(new.result)
            WHERE amnesty_id = \(old.amnesty.number) AND walked_at IS NULL
                AND after_created_at = \(old.cursor.createdAt)
                AND after_user_key = \(old.cursor.key)
                AND coalesce(revoked_at, -1) = \(old.amnesty.revokedAt?.microseconds ?? -1)
            """
        )
    }
}

// MARK: - Rows

extension StreakAmnestyTable {
    /// The columns of the table.
    private struct Columns {
        let number: Column<Int64>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let isPreview: Column<Bool>
        let from: Column<Instant>
        let to: Column<Instant>
        let document: Column<String>
        let createdAt: Column<Instant>
        let revokedAt: Column<Instant?>
        let walkedAt: Column<Instant?>
        let cursor: UserCursorColumns
        let scanned: Column<Int64>
        let total: Column<Int64>
        let result: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_amnesty")
            number = list.key("amnesty_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            isPreview = list.value("is_preview")
            from = list.value("from_at")
            to = list.value("to_at")
            document = list.value("document")
            createdAt = list.value("created_at")
            revokedAt = list.value("revoked_at")
            walkedAt = list.value("walked_at")
            cursor = UserCursorColumns(&list)
            scanned = list.value("scanned")
            total = list.value("total")
            result = list.value("result")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func stored(_ row: any Row) throws(StorageError) -> StoredAmnesty {
        let start: Instant = row[columns.from]
        let fields = try StreakAmnestyDocument.fields(from: row[columns.document])
        let amnesty = StreakAmnesty(
            number: row[columns.number],
            publicID: row[columns.publicID],
            instants: start..<max(start, row[columns.to]),
            definitions: fields.definitions,
            reason: fields.reason,
            zones: fields.zones,
            filter: fields.filter,
            createdAt: row[columns.createdAt],
            revokedAt: row[columns.revokedAt]
        )
        var stored = StoredAmnesty(
            amnesty,
            in: row[columns.workspace],
            isPreview: row[columns.isPreview],
            total: row[columns.total],
            result: row[columns.result]
        )
        stored.walkedAt = row[columns.walkedAt]
        stored.cursor = columns.cursor.cursor(row)
        stored.scanned = row[columns.scanned]
        return stored
    }
}

extension Connection {
    /// The table of amnesties.
    public var streakAmnesties: StreakAmnestyTable { StreakAmnestyTable(connection: self) }
}
