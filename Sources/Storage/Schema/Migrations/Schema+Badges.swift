extension Schema {
    @Sendable static func addBadgeImages(_ dialect: SQLDialect) -> [String] {
        [badgeImage, badgeImageByWorkspace]
    }

    /// A workspace has its own row of an image that others have too, so that it can delete it.
    ///
    /// The content is Base64, as statements know numbers and text alone. It comes last, so that a
    /// list, which does not show it, does not read it either.
    private static let badgeImage = """
        CREATE TABLE badge_image (
            hash TEXT NOT NULL,
            workspace_id BIGINT NOT NULL,
            media_type TEXT NOT NULL,
            byte_count BIGINT NOT NULL,
            width BIGINT,
            height BIGINT,
            created_at BIGINT NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (hash, workspace_id)
        )
        """

    private static let badgeImageByWorkspace = """
        CREATE INDEX badge_image_by_workspace ON badge_image (workspace_id, created_at, hash)
        """
}
