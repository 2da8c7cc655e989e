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
                SELECT \(unescaped: Self.shown) FROM badge_image
                WHERE hash = \(hash) AND workspace_id = \(workspace)
                """,
            Self.image
        )
    }

    /// An image, whoever has it.
    public func find(_ hash: String) throws(StorageError) -> BadgeImage? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.shown) FROM badge_image
                WHERE hash = \(hash) ORDER BY workspace_id LIMIT 1
                """,
            Self.image
        )
    }

    /// What an image consists of, in Base64.
    public func content(of hash: String) throws(StorageError) -> String? {
        try connection.firstRow(
            of: """
                SELECT content FROM badge_image WHERE hash = \(hash) ORDER BY workspace_id LIMIT 1
                """
        ) { (row) throws(StorageError) in String(row, 0) }
    }

    /// Some of a workspace's images, oldest first.
    public func list(
        in workspace: WorkspaceID,
        skip: Int,
        limit: Int
    ) throws(StorageError) -> [BadgeImage] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.shown) FROM badge_image WHERE workspace_id = \(workspace)
                ORDER BY created_at, hash LIMIT \(limit) OFFSET \(skip)
                """,
            Self.image
        )
    }

    /// How many images a workspace has.
    public func count(in workspace: WorkspaceID) throws(StorageError) -> Int {
        try connection.firstRow(
            of: "SELECT count(*) FROM badge_image WHERE workspace_id = \(workspace)"
        ) { (row) throws(StorageError) in Int(row, 0) } ?? 0
    }

    /// Adds an image with its content in Base64; false when the workspace has it already.
    public func insert(
        _ image: BadgeImage,
        content: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> Bool {
        let columns = Self.columns
        let batch = Self.list.batch(of: [image]) { image, row in
            row[columns.hash] = image.hash
            row[columns.workspace] = workspace
            row[columns.mediaType] = image.mediaType
            row[columns.byteCount] = image.byteCount
            row[columns.width] = image.width
            row[columns.height] = image.height
            row[columns.createdAt] = image.createdAt
            row[columns.content] = content
        }
        return try connection.execute(
            """
            INSERT INTO badge_image (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.list.names) FROM \(batch) WHERE true
            ON CONFLICT (hash, workspace_id) DO NOTHING
            """
        ) > 0
    }

    /// Takes an image from a workspace; false when it has none of this hash.
    public func delete(_ hash: String, in workspace: WorkspaceID) throws(StorageError) -> Bool {
        try connection.execute(
            """
            DELETE FROM badge_image
            WHERE hash = \(hash) AND workspace_id = \(workspace)
            """
        ) > 0
    }
}

// MARK: - Rows

extension BadgeImageTable {
    /// The columns of the table.
    private struct Columns {
        let hash: Column<String>
        let workspace: Column<WorkspaceID>
        let mediaType: Column<String>
        let byteCount: Column<Int>
        let width: Column<Int?>
        let height: Column<Int?>
        let createdAt: Column<Instant>
        let content: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("badge_image", rowsAtATime: 16)
            hash = list.key("hash")
            workspace = list.key("workspace_id")
            mediaType = list.value("media_type")
            byteCount = list.value("byte_count")
            width = list.value("width")
            height = list.value("height")
            createdAt = list.value("created_at")
            content = list.value("content")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
    /// Everything but the content, which comes last and may be large.
    private static let shown = list.names(leavingOut: 1)

    private static func image(_ row: any Row) throws(StorageError) -> BadgeImage {
        BadgeImage(
            hash: row[columns.hash],
            mediaType: row[columns.mediaType],
            byteCount: row[columns.byteCount],
            width: row[columns.width],
            height: row[columns.height],
            createdAt: row[columns.createdAt]
        )
    }
}

extension Connection {
    /// The table of uploaded badges.
    public var badgeImages: BadgeImageTable { BadgeImageTable(connection: self) }
}
