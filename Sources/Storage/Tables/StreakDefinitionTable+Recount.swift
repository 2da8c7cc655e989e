public import CivilTime
public import Engine

/// How far a streak has been counted anew, user by user, after its rules changed.
public struct StreakRecount: Hashable, Sendable {
    /// The streak.
    public let definition: StreakDefinitionID
    /// The revision that is being counted by.
    public let revision: Int
    /// The last user that has been reached; nobody yet where there is none.
    public let cursor: UserCursor?

    /// A count that has reached a user.
    public init(definition: StreakDefinitionID, revision: Int, cursor: UserCursor?) {
        self.definition = definition
        self.revision = revision
        self.cursor = cursor
    }
}

extension StreakDefinitionTable {
    /// The counts of a workspace's streaks that have not reached everybody.
    public func recounts(in workspace: WorkspaceID) throws(StorageError) -> [StreakRecount] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_definition
                WHERE workspace_id = \(workspace) AND archived_at IS NULL
                    AND recounted_revision < revision
                ORDER BY definition_id
                """
        ) { (row) throws(StorageError) in
            let columns = Self.columns
            return StreakRecount(
                definition: row[columns.id],
                revision: row[columns.revision],
                cursor: row[columns.recountedThrough].map {
                    UserCursor(createdAt: $0, key: row[columns.recountedKey] ?? 0)
                }
            )
        }
    }

    /// Notes how far a count has come; one that a newer change has overtaken begins anew.
    public func note(_ recount: StreakRecount) throws(StorageError) {
        try connection.execute(
            """
            UPDATE streak_definition
            SET recounted_through = \(recount.cursor?.createdAt),
                recounted_key = \(recount.cursor?.key)
            WHERE definition_id = \(recount.definition)
                AND revision = \(recount.revision)
            """
        )
    }

    /// Has every streak of a workspace counted anew, after something that all of them follow from has
    /// changed.
    public func countAnew(
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE streak_definition
            SET revision = revision + 1, changed_at = \(moment),
                recounted_through = NULL, recounted_key = NULL
            WHERE workspace_id = \(workspace.number) AND archived_at IS NULL
            """
        )
    }

    /// Notes that a count has reached everybody.
    public func finish(_ recount: StreakRecount) throws(StorageError) {
        try connection.execute(
            """
            UPDATE streak_definition
            SET recounted_revision = \(recount.revision), recounted_through = NULL,
                recounted_key = NULL
            WHERE definition_id = \(recount.definition)
            """
        )
    }
}
