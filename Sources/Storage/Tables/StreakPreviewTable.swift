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
    public var cursor = UserCursor(createdAt: .distantPast, key: 0)
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
        try connection.execute(
            "DELETE FROM streak_preview WHERE definition_id = \(preview.definition.number)"
        )
        try connection.execute(
            """
            INSERT INTO streak_preview
                (definition_id, workspace_id, public_id, status, scope, rule, is_paused,
                 is_customizable, revision, started_at, finished_at, after_created_at,
                 after_user_key, scanned, total, result)
            VALUES (\(preview.definition.number), \(preview.workspace.number),
                    \(preview.publicID), \(preview.status.rawValue), \(preview.scope.rawValue),
                    \(preview.rule), \(preview.isPaused), \(preview.isCustomizable),
                    \(Int64(preview.revision)), \(preview.startedAt.microseconds),
                    \(preview.finishedAt?.microseconds),
                    \(preview.cursor.createdAt.microseconds), \(preview.cursor.key),
                    \(preview.scanned), \(preview.total), \(preview.result))
            """
        )
    }

    /// A preview of a workspace.
    public func find(
        _ publicID: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> StoredStreakPreview? {
        try connection.firstRow(
            of: """
                \(unescaped: Self.selection)
                WHERE public_id = \(publicID) AND workspace_id = \(workspace.number)
                """,
            Self.preview
        )
    }

    /// The running preview that has come least far.
    public func next() throws(StorageError) -> StoredStreakPreview? {
        try connection.firstRow(
            of: """
                \(unescaped: Self.selection) WHERE status = 'running'
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
        try connection.execute(
            """
            UPDATE streak_preview
            SET status = \(new.status.rawValue), finished_at = \(new.finishedAt?.microseconds),
                after_created_at = \(new.cursor.createdAt.microseconds),
                after_user_key = \(new.cursor.key), scanned = \(new.scanned),
                result = \(new.result)
            WHERE public_id = \(old.publicID) AND status = 'running'
                AND after_created_at = \(old.cursor.createdAt.microseconds)
                AND after_user_key = \(old.cursor.key)
            """
        )
    }

    /// Gives a preview up.
    public func remove(_ publicID: String, in workspace: WorkspaceID) throws(StorageError) {
        try connection.execute(
            """
            DELETE FROM streak_preview
            WHERE public_id = \(publicID) AND workspace_id = \(workspace.number)
            """
        )
    }

    /// Forgets previews that were finished before a moment.
    public func remove(finishedBefore moment: Instant) throws(StorageError) {
        try connection.execute(
            "DELETE FROM streak_preview WHERE finished_at < \(moment.microseconds)"
        )
    }

    private static let selection = """
        SELECT definition_id, workspace_id, public_id, status, scope, rule, is_paused,
               is_customizable, revision, started_at, finished_at, after_created_at,
               after_user_key, scanned, total, result
        FROM streak_preview
        """

    private static func preview(_ row: any Row) throws(StorageError) -> StoredStreakPreview {
        guard let status = StoredStreakPreview.Status(rawValue: row.text(3)),
            let scope = StreakChangeScope(rawValue: row.text(4))
        else { throw StorageError(.invalidValue, "a streak preview has an unknown status") }
        var preview = StoredStreakPreview(
            publicID: row.text(2),
            definition: StreakDefinitionID(row.integer(0)),
            workspace: WorkspaceID(row.integer(1)),
            scope: scope,
            rule: row.text(5),
            isPaused: row.integer(6) != 0,
            isCustomizable: row.integer(7) != 0,
            revision: Int(row.integer(8)),
            startedAt: Instant(microseconds: row.integer(9)),
            total: row.integer(14),
            result: row.text(15)
        )
        preview.status = status
        preview.finishedAt = row.optionalInteger(10).map(Instant.init(microseconds:))
        preview.cursor = UserCursor(
            createdAt: Instant(microseconds: row.integer(11)),
            key: row.integer(12)
        )
        preview.scanned = row.integer(13)
        return preview
    }
}

extension Connection {
    /// The table of previews of streaks.
    public var streakPreviews: StreakPreviewTable { StreakPreviewTable(connection: self) }
}
