extension Schema {
    /// What points are set up from.
    @Sendable static func createPointsItems(_ dialect: SQLDialect) -> [String] {
        [pointsItem, pointsItemByWorkspace, pointsItemByUser]
    }

    /// Systems, triggers, levels and boosts are documents beside the columns by which rows are found,
    /// so that a field that comes needs no column.
    private static let pointsItem = """
        CREATE TABLE points_item (
            item_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            kind TEXT NOT NULL,
            system_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            key TEXT,
            user_key BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            archived_at BIGINT,
            document TEXT NOT NULL
        )
        """

    private static let pointsItemByWorkspace = """
        CREATE INDEX points_item_by_workspace ON points_item (workspace_id, kind, item_id)
        WHERE archived_at IS NULL
        """

    /// For users who are erased.
    private static let pointsItemByUser = """
        CREATE INDEX points_item_by_user ON points_item (user_key) WHERE user_key IS NOT NULL
        """
}
