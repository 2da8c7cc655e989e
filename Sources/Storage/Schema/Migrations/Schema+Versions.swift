extension Schema {
    /// The version of a workspace becomes the number of the last change that touched it, and what a
    /// workspace has is found without looking at those of others.
    @Sendable static func numberChanges(_ dialect: SQLDialect) -> [String] {
        [numberVersions, workspaceByVersion, heldClocks]
            + [metricByWorkspace, achievementByWorkspace, anniversaries]
            + [streakByWorkspace, streaksToRecount]
    }

    private static let numberVersions = """
        UPDATE workspace SET version = (SELECT configuration_version FROM installation)
        """

    private static let workspaceByVersion = """
        CREATE INDEX workspace_by_version ON workspace (version)
        """

    /// Few workspaces have a clock of their own.
    private static let heldClocks = """
        CREATE INDEX workspace_with_clock ON workspace (workspace_id) WHERE clock_at IS NOT NULL
        """

    private static let metricByWorkspace = """
        CREATE INDEX metric_by_workspace ON metric (workspace_id, metric_id)
        """

    private static let achievementByWorkspace = """
        CREATE INDEX achievement_by_workspace ON achievement (workspace_id, achievement_id)
        WHERE archived_at IS NULL
        """

    private static let anniversaries = """
        CREATE INDEX achievement_anniversary ON achievement (workspace_id)
        WHERE trigger_kind = 'anniversary' AND archived_at IS NULL
        """

    private static let streakByWorkspace = """
        CREATE INDEX streak_definition_by_workspace
        ON streak_definition (workspace_id, definition_id)
        """

    private static let streaksToRecount = """
        CREATE INDEX streak_definition_to_recount ON streak_definition (definition_id)
        WHERE recounted_revision < revision AND archived_at IS NULL
        """
}
