public import Engine

/// Finds the workspaces in which something goes on by itself, without looking at the others.
extension WorkspaceTable {
    /// Those with streaks that are to be counted anew.
    public func withOutdatedStreaks() throws(StorageError) -> [WorkspaceID] {
        try connection.rows(
            of: """
                SELECT DISTINCT workspace_id FROM streak_definition
                WHERE recounted_revision < revision AND archived_at IS NULL
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
