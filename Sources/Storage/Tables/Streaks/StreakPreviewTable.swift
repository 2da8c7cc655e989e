public import CivilTime
public import Engine

/// A question what a change of a streak would change, and how far its answer has come.
///
/// The rule and the result are documents that the storage does not look into.
public struct StoredStreakPreview: Hashable, Sendable {
    /// Whether there is still something to look at.
    public enum Status: String, Sendable {
        /// Users are still being looked at.
        case running
        /// Everybody has been looked at.
        case finished
        /// The streak has changed meanwhile, so that the answer would be of no use.
        case outdated
    }

    /// The UUID by which callers know it.
    public let publicID: String
    /// The streak; each has one preview, the newest.
    public let definition: StreakDefinitionID
    /// The workspace whose users are looked at.
    public let workspace: WorkspaceID
    /// How it goes.
    public var status = Status.running
    /// For which periods the rule would hold.
    public let scope: StreakChangeScope
    /// The document of the rule.
    public let rule: String
    /// Whether the streak would be paused.
    public let isPaused: Bool
    /// Whether users might choose what counts.
    public let isCustomizable: Bool
    /// The revision of the streak that would change.
    public let revision: Int
    /// When it was asked for.
    public let startedAt: Instant
    /// When it had looked at everybody, or was given up.
    public var finishedAt: Instant?
    /// The last user looked at, from the oldest on.
    public var cursor = UserCursor.start
    /// How many users it has looked at.
    public var scanned: Int64 = 0
    /// How many there were when it began.
    public let total: Int64
    /// The document of what was found so far.
    public var result: String

    /// A preview that begins.
    public init(
        publicID: String,
        definition: StreakDefinitionID,
        workspace: WorkspaceID,
        scope: StreakChangeScope,
        rule: String,
        isPaused: Bool,
        isCustomizable: Bool,
        revision: Int,
        startedAt: Instant,
        total: Int64,
        result: String
    ) {
        self.publicID = publicID
        self.definition = definition
        self.workspace = workspace
        self.scope = scope
        self.rule = rule
        self.isPaused = isPaused
        self.isCustomizable = isCustomizable
        self.revision = revision
        self.startedAt = startedAt
        self.total = total
        self.result = result
    }
}

/// The previews of changes of streaks.
public struct StreakPreviewTable {
    let connection: any Connection

    /// Begins a preview; that of the same streak before it is gone.
    public func start(_ preview: StoredStreakPreview) throws(StorageError) {
        try connection.send(
            "DELETE FROM streak_preview WHERE definition_id = \(preview.definition)"
        )
        let columns = Self.columns
        let batch = Self.list.batch(of: [preview]) { preview, row in
            row[columns.definition] = preview.definition
            row[columns.workspace] = preview.workspace
            row[columns.publicID] = preview.publicID
            row[columns.status] = preview.status.rawValue
            row[columns.scope] = preview.scope.rawValue
            row[columns.rule] = preview.rule
            row[columns.isPaused] = preview.isPaused
            row[columns.isCustomizable] = preview.isCustomizable
            row[columns.revision] = preview.revision
            row[columns.startedAt] = preview.startedAt
            row[columns.finishedAt] = preview.finishedAt
            columns.cursor.fill(&row, with: preview.cursor)
            row[columns.scanned] = preview.scanned
            row[columns.total] = preview.total
            row[columns.result] = preview.result
        }
        try connection.insert(batch, into: Self.list)
    }

    /// A preview of a workspace.
    public func find(
        _ publicID: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> StoredStreakPreview? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_preview
                WHERE public_id = \(publicID) AND workspace_id = \(workspace)
                """,
            Self.preview
        )
    }

    /// The running preview that has come least far.
    public func next() throws(StorageError) -> StoredStreakPreview? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_preview WHERE status = 'running'
                ORDER BY scanned, definition_id LIMIT 1
                """,
            Self.preview
        )
    }

    /// Notes how far a preview has come from where it was; one that was given up, or that another
    /// process has taken further, keeps its place.
    public func advance(
        _ old: StoredStreakPreview,
        to new: StoredStreakPreview
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_preview
            SET status = \(new.status.rawValue), finished_at = \(new.finishedAt),
                after_created_at = \(new.cursor.createdAt),
                after_user_key = \(new.cursor.key), scanned = \(new.scanned),
                result = \(new.result)
            WHERE public_id = \(old.publicID) AND status = 'running'
                AND after_created_at = \(old.cursor.createdAt)
                AND after_user_key = \(old.cursor.key)
            """
        )
    }

    /// Gives a preview up.
    public func remove(_ publicID: String, in workspace: WorkspaceID) throws(StorageError) {
        try connection.send(
            """
            DELETE FROM streak_preview
            WHERE public_id = \(publicID) AND workspace_id = \(workspace)
            """
        )
    }

    /// Forgets previews that were finished before a moment.
    public func remove(finishedBefore moment: Instant) throws(StorageError) {
        try connection.send(
            "DELETE FROM streak_preview WHERE finished_at < \(moment)"
        )
    }
}

// MARK: - Rows

extension StreakPreviewTable {
    /// The columns of the table.
    private struct Columns {
        let definition: Column<StreakDefinitionID>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let status: Column<String>
        let scope: Column<String>
        let rule: Column<String>
        let isPaused: Column<Bool>
        let isCustomizable: Column<Bool>
        let revision: Column<Int>
        let startedAt: Column<Instant>
        let finishedAt: Column<Instant?>
        let cursor: UserCursorColumns
        let scanned: Column<Int64>
        let total: Column<Int64>
        let result: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_preview")
            definition = list.key("definition_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            status = list.value("status")
            scope = list.value("scope")
            rule = list.value("rule")
            isPaused = list.value("is_paused")
            isCustomizable = list.value("is_customizable")
            revision = list.value("revision")
            startedAt = list.value("started_at")
            finishedAt = list.value("finished_at")
            cursor = UserCursorColumns(&list)
            scanned = list.value("scanned")
            total = list.value("total")
            result = list.value("result")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func preview(_ row: any Row) throws(StorageError) -> StoredStreakPreview {
        guard let status = StoredStreakPreview.Status(rawValue: row[columns.status]),
            let scope = StreakChangeScope(rawValue: row[columns.scope])
        else { throw StorageError(.invalidValue, "a streak preview has an unknown status") }
        var preview = StoredStreakPreview(
            publicID: row[columns.publicID],
            definition: row[columns.definition],
            workspace: row[columns.workspace],
            scope: scope,
            rule: row[columns.rule],
            isPaused: row[columns.isPaused],
            isCustomizable: row[columns.isCustomizable],
            revision: row[columns.revision],
            startedAt: row[columns.startedAt],
            total: row[columns.total],
            result: row[columns.result]
        )
        preview.status = status
        preview.finishedAt = row[columns.finishedAt]
        preview.cursor = columns.cursor.cursor(row)
        preview.scanned = row[columns.scanned]
        return preview
    }
}

extension Connection {
    /// The table of previews of streaks.
    public var streakPreviews: StreakPreviewTable { StreakPreviewTable(connection: self) }
}
