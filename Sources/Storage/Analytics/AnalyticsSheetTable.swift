import CivilTime
public import Engine

/// A user's sheet as it is stored.
public struct StoredSheet: Sendable {
    /// The user.
    public let user: UserKey
    /// The workspace.
    public let workspace: WorkspaceID
    /// Of which roll-ups it is a part.
    public let generation: Int64
    /// What the user adds to them.
    public let sheet: UserSheet

    /// A sheet to be stored.
    public init(user: UserKey, workspace: WorkspaceID, generation: Int64, sheet: UserSheet) {
        self.user = user
        self.workspace = workspace
        self.generation = generation
        self.sheet = sheet
    }
}

/// What each user adds to the roll-ups.
public struct AnalyticsSheetTable {
    let connection: any Connection

    /// The sheets of some users.
    public func sheets(of users: [UserKey]) throws(StorageError) -> [UserKey: StoredSheet] {
        let found = try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified)
                FROM \(UserTable.batch(users)) JOIN analytics_sheet
                    ON analytics_sheet.user_key = batch.user_key
                """
        ) { (row) throws(StorageError) in
            StoredSheet(
                user: row[Self.columns.user],
                workspace: row[Self.columns.workspace],
                generation: row[Self.columns.generation],
                sheet: try SheetText.sheet(from: row[Self.columns.document])
            )
        }
        return Dictionary(found.map { ($0.user, $0) }) { first, _ in first }
    }

    /// Some sheets of a workspace of a generation, after one of them, in the order of their users.
    public func page(
        of workspace: WorkspaceID,
        _ generation: Int64,
        after user: UserKey?,
        limit: Int
    ) throws(StorageError) -> [StoredSheet] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM analytics_sheet
                WHERE workspace_id = \(workspace) AND generation = \(generation)
                    AND user_key > \(user ?? .nobody)
                ORDER BY user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            StoredSheet(
                user: row[Self.columns.user],
                workspace: row[Self.columns.workspace],
                generation: row[Self.columns.generation],
                sheet: try SheetText.sheet(from: row[Self.columns.document])
            )
        }
    }

    /// Stores sheets.
    public func store(_ sheets: [StoredSheet]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: sheets.sorted { $0.user.number < $1.user.number }) {
            sheet,
            row in
            row[columns.user] = sheet.user
            row[columns.workspace] = sheet.workspace
            row[columns.generation] = sheet.generation
            row[columns.document] = SheetText.text(of: sheet.sheet)
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// Takes the sheets of some users away.
    public func remove(_ users: [UserKey]) throws(StorageError) {
        try connection.delete(Self.list.keys(users.lazy.map { [$0] }), from: Self.list)
    }

    /// The users of a workspace with a sheet of an older generation, some of them.
    public func users(
        of workspace: WorkspaceID,
        before generation: Int64,
        limit: Int
    ) throws(StorageError) -> [UserKey] {
        try connection.rows(
            of: """
                SELECT user_key FROM analytics_sheet
                WHERE workspace_id = \(workspace) AND generation < \(generation) LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in UserKey(row, 0) }
    }
}

extension AnalyticsSheetTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let workspace: Column<WorkspaceID>
        let generation: Column<Int64>
        let document: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("analytics_sheet")
            user = list.key("user_key")
            workspace = list.value("workspace_id")
            generation = list.value("generation")
            document = list.value("document")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// What each user adds to the roll-ups.
    public var analyticsSheets: AnalyticsSheetTable { AnalyticsSheetTable(connection: self) }
}
