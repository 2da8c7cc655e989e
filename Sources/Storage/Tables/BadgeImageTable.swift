import CivilTime
public import Engine

/// The uploaded badges of every workspace.
public struct BadgeImageTable {
    let connection: any Connection

    /// An image that a workspace has.
    public func find(
        _ hash: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> BadgeImage? {
        try connection.firstRow(
            of: """
                \(unescaped: Self.selection)
                WHERE hash = \(hash) AND workspace_id = \(workspace.number)
                """,
            Self.image
        )
    }

    /// An image, whoever has it.
    public func find(_ hash: String) throws(StorageError) -> BadgeImage? {
        try connection.firstRow(
            of: "\(unescaped: Self.selection) WHERE hash = \(hash) ORDER BY workspace_id LIMIT 1",
            Self.image
        )
    }

    /// What an image consists of, in Base64.
    public func content(of hash: String) throws(StorageError) -> String? {
        try connection.firstRow(
            of: """
                SELECT content FROM badge_image WHERE hash = \(hash) ORDER BY workspace_id LIMIT 1
                """
        ) { (row) throws(StorageError) in row.text(0) }
    }

    /// Some of a workspace's images, oldest first.
    public func list(
        in workspace: WorkspaceID,
        skip: Int,
        limit: Int
    ) throws(StorageError) -> [BadgeImage] {
        try connection.rows(
            of: """
                \(unescaped: Self.selection) WHERE workspace_id = \(workspace.number)
                ORDER BY created_at, hash LIMIT \(limit) OFFSET \(skip)
                """,
            Self.image
        )
    }

    /// How many images a workspace has.
    public func count(in workspace: WorkspaceID) throws(StorageError) -> Int {
        try connection.firstRow(
            of: "SELECT count(*) FROM badge_image WHERE workspace_id = \(workspace.number)"
        ) { (row) throws(StorageError) in Int(row.integer(0)) } ?? 0
    }

    /// Adds an image with its content in Base64; false when the workspace has it already.
    public func insert(
        _ image: BadgeImage,
        content: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            INSERT INTO badge_image
                (hash, workspace_id, media_type, byte_count, width, height, created_at, content)
            VALUES (\(image.hash), \(workspace.number), \(image.mediaType), \(image.byteCount),
                    \(image.width), \(image.height), \(image.createdAt.microseconds), \(content))
            ON CONFLICT (hash, workspace_id) DO NOTHING
            """
        ) > 0
    }

    /// Takes an image from a workspace; false when it has none of this hash.
    public func delete(_ hash: String, in workspace: WorkspaceID) throws(StorageError) -> Bool {
        try connection.execute(
            """
            DELETE FROM badge_image
            WHERE hash = \(hash) AND workspace_id = \(workspace.number)
            """
        ) > 0
    }

    private static let selection = """
        SELECT hash, media_type, byte_count, width, height, created_at FROM badge_image
        """

    private static func image(_ row: any Row) throws(StorageError) -> BadgeImage {
        BadgeImage(
            hash: row.text(0),
            mediaType: row.text(1),
            byteCount: Int(row.integer(2)),
            width: row.optionalInteger(3).map(Int.init),
            height: row.optionalInteger(4).map(Int.init),
            createdAt: Instant(microseconds: row.integer(5))
        )
    }
}

extension Connection {
    /// The table of uploaded badges.
    public var badgeImages: BadgeImageTable { BadgeImageTable(connection: self) }
}
