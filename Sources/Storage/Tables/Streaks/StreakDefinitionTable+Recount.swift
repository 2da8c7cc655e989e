public import CivilTime
public import Engine

/// How far a streak has been counted anew, user by user, after its rules changed.
public struct StreakRecount: Hashable, Sendable {
    /// The streak.
    public let definition: StreakDefinitionID
    /// The workspace whose users are counted.
    public let workspace: WorkspaceID
    /// The revision that is being counted by.
    public let revision: Int
    /// When the rules changed; whoever was seen later has been counted by the new ones.
    public let changedAt: Instant
    /// The last user that has been reached; nobody yet where there is none.
    public let cursor: UserCursor?
}

extension StreakDefinitionTable {
    /// Some counts that have not reached everybody, in whichever workspace: those that have come
    /// least far.
    public func recounts(limit: Int) throws(StorageError) -> [StreakRecount] {
        try connection.rows(
            of: """
                SELECT definition_id, workspace_id, revision,
                       coalesce(changed_at, (SELECT from_at FROM streak_version
                           WHERE streak_version.definition_id = streak_definition.definition_id
                           ORDER BY version DESC LIMIT 1)),
                       recounted_through, recounted_key
                FROM streak_definition
                WHERE recounted_revision < revision AND archived_at IS NULL
                ORDER BY coalesce(recounted_through, \(Instant.distantPast)), definition_id
                LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            let definition: StreakDefinitionID = fields.next()
            let workspace: WorkspaceID = fields.next()
            let revision: Int = fields.next()
            let changedAt: Instant = fields.next()
            let through: Instant? = fields.next()
            let key: Int64 = fields.next()
            return StreakRecount(
                definition: definition,
                workspace: workspace,
                revision: revision,
                changedAt: changedAt,
                cursor: through.map { UserCursor(createdAt: $0, key: key) }
            )
        }
    }

    /// Notes how far a count has come; one that a newer change has overtaken begins anew.
    public func note(
        _ recount: StreakRecount,
        through cursor: UserCursor
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_definition
            SET recounted_through = \(cursor.createdAt), recounted_key = \(cursor.key)
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
        try connection.send(
            """
            UPDATE streak_definition
            SET revision = revision + 1, changed_at = \(moment),
                recounted_through = NULL, recounted_key = NULL
            WHERE workspace_id = \(workspace.number) AND archived_at IS NULL
            """
        )
    }

    /// Has one streak counted anew, after something besides its own rules has changed.
    public func countAnew(
        _ definition: StreakDefinition,
        at moment: Instant
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_definition
            SET revision = revision + 1, changed_at = \(max(moment, definition.changedAt)),
                recounted_through = NULL, recounted_key = NULL
            WHERE definition_id = \(definition.id)
            """
        )
    }

    /// Notes that a count has reached everybody.
    public func finish(_ recount: StreakRecount) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_definition
            SET recounted_revision = \(recount.revision), recounted_through = NULL,
                recounted_key = NULL
            WHERE definition_id = \(recount.definition)
            """
        )
    }
}
