public import CivilTime
public import Engine

/// Finds the workspaces in which something goes on by itself, without looking at the others.
extension WorkspaceTable {
    /// Those with streaks that are due by the system's time or by a clock of their own, or that are
    /// to be counted anew.
    public func withStreakWork(at moment: Instant) throws(StorageError) -> [WorkspaceID] {
        try connection.rows(
            of: """
                SELECT workspace_id FROM streak_definition
                WHERE recounted_revision < revision AND archived_at IS NULL
                UNION
                SELECT workspace.workspace_id FROM streak_definition
                JOIN workspace ON workspace.workspace_id = streak_definition.workspace_id
                WHERE streak_definition.archived_at IS NULL AND EXISTS (
                    SELECT 1 FROM streak_due
                    WHERE streak_due.definition_id = streak_definition.definition_id
                        AND due_at <= coalesce(workspace.clock_at, \(moment))
                )
                ORDER BY workspace_id
                """
        ) { (row) throws(StorageError) in WorkspaceID(row, 0) }
    }

    /// Those with achievements for anniversaries.
    public func withAnniversaries() throws(StorageError) -> [WorkspaceID] {
        try connection.rows(
            of: """
                SELECT DISTINCT workspace_id FROM achievement
                WHERE trigger_kind = 'anniversary' AND archived_at IS NULL
                ORDER BY workspace_id
                """
        ) { (row) throws(StorageError) in WorkspaceID(row, 0) }
    }
}
