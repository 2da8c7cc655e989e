public import CivilTime
public import Engine

/// What the points of every workspace are set up from: systems, triggers, levels and boosts.
public struct PointsItemTable {
    let connection: any Connection

    /// The items of a kind of a workspace that were not deleted, oldest first.
    public func active<Item: PointsItem>(
        _ kind: Item.Type,
        in workspace: WorkspaceID
    ) throws(StorageError) -> [Item] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM points_item
                WHERE workspace_id = \(workspace) AND archived_at IS NULL
                    AND kind = \(Item.storedKind)
                ORDER BY item_id
                """
        ) { (row) throws(StorageError) in try Item(row: Self.item(row)) }
    }

    /// What a workspace's points are set up from, compiled.
    public func index(
        of workspace: WorkspaceID,
        _ experiments: ExperimentIndex = .empty
    ) throws(StorageError) -> PointsIndex {
        let systems = try active(PointsSystem.self, in: workspace)
        guard !systems.isEmpty else { return .empty }
        return PointsIndex(
            systems: systems,
            triggers: try active(PointsTrigger.self, in: workspace),
            levels: try active(PointsLevel.self, in: workspace),
            boosts: try active(PointsBoost.self, in: workspace),
            experiments: experiments
        )
    }

    /// Those items of a kind that have some numbers, deleted ones too.
    public func find<Item: PointsItem>(
        _ kind: Item.Type,
        _ numbers: some Sequence<Int64>
    ) throws(StorageError) -> [Item] {
        let batch = Self.list.keys(Set(numbers).sorted().map { [$0] })
        guard !batch.isEmpty else { return [] }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified)
                FROM \(batch) JOIN points_item ON points_item.item_id = batch.item_id
                WHERE points_item.kind = \(Item.storedKind)
                """
        ) { (row) throws(StorageError) in try Item(row: Self.item(row)) }
    }

    /// The system of a workspace with a UUID that has ended, if there is one.
    public func endedSystem(
        _ publicID: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> PointsSystem? {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM points_item
                WHERE public_id = \(publicID) AND workspace_id = \(workspace)
                    AND kind = \(PointsSystem.storedKind) AND archived_at IS NOT NULL
                """
        ) { (row) throws(StorageError) in try PointsSystem(row: Self.item(row)) }.first
    }

    /// The number that the next item gets, of whatever kind.
    public func nextNumber() throws(StorageError) -> Int64 {
        try connection.nextNumber("item_id", in: "points_item")
    }

    /// Adds an item.
    public func insert(
        _ item: some PointsItem,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        let batch = Self.list.batch(of: [moment]) { moment, row in
            row[Self.columns.id] = item.number
            row[Self.columns.workspace] = workspace
            row[Self.columns.kind] = Self.kind(of: item)
            row[Self.columns.system] = item.system
            row[Self.columns.publicID] = item.publicID
            row[Self.columns.key] = item.storedKey
            row[Self.columns.user] = item.storedUser
            row[Self.columns.createdAt] = moment
            Self.fill(&row, with: item, at: moment)
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores an item's changeable parts.
    public func update(_ item: some PointsItem, at moment: Instant) throws(StorageError) {
        let batch = Self.list.batch(of: [moment]) { moment, row in
            row[Self.columns.id] = item.number
            Self.fill(&row, with: item, at: moment)
        }
        try connection.update(Self.columns.changeable, from: batch, in: Self.list)
    }

    /// Ends an item; what it gave stays.
    public func archive(_ number: Int64, at moment: Instant) throws(StorageError) {
        try connection.send(
            """
            UPDATE points_item SET archived_at = \(moment), updated_at = \(moment)
            WHERE item_id = \(number)
            """
        )
    }

    /// Ends what was set up for one user, and forgets whom it was for; its number stays used.
    ///
    /// False when there was nothing.
    public func erase(_ user: UserKey, at moment: Instant) throws(StorageError) -> Bool {
        let boosts = try connection.rows(
            of: "SELECT \(unescaped: Self.list.names) FROM points_item WHERE user_key = \(user)"
        ) { (row) throws(StorageError) in try PointsBoost(row: Self.item(row)) }
        for var boost in boosts {
            boost.audience = .users(AttributeFilter())
            try connection.send(
                """
                UPDATE points_item
                SET user_key = NULL, document = \(boost.document(naming: nil)),
                    archived_at = coalesce(archived_at, \(moment)), updated_at = \(moment)
                WHERE item_id = \(boost.number)
                """
            )
        }
        return !boosts.isEmpty
    }

    private static func kind<Item: PointsItem>(of item: Item) -> String { Item.storedKind }
}

// MARK: - Rows

extension PointsItemTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<Int64>
        let workspace: Column<WorkspaceID>
        let kind: Column<String>
        let system: Column<PointsSystemID>
        let publicID: Column<String>
        let key: Column<String?>
        let user: Column<UserKey?>
        let createdAt: Column<Instant>
        let updatedAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let document: Column<String>
        let list: ColumnList
        /// Those that a change sets.
        let changeable: [Batch.Column]

        init() {
            var list = ColumnListBuilder("points_item")
            id = list.key("item_id")
            workspace = list.value("workspace_id")
            kind = list.value("kind")
            system = list.value("system_id")
            publicID = list.value("public_id")
            key = list.value("key")
            user = list.value("user_key")
            createdAt = list.value("created_at")
            updatedAt = list.value("updated_at")
            archivedAt = list.value("archived_at")
            document = list.value("document")
            self.list = list.finish()
            changeable = [updatedAt.inBatch, document.inBatch]
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(
        _ row: inout RowValues,
        with item: some PointsItem,
        at moment: Instant
    ) {
        row[columns.updatedAt] = moment
        row[columns.document] = item.document(naming: nil)
    }

    private static func item(_ row: any Row) -> PointsItemRow {
        PointsItemRow(
            number: row[columns.id],
            publicID: row[columns.publicID],
            system: row[columns.system],
            key: row[columns.key],
            user: row[columns.user],
            createdAt: row[columns.createdAt],
            updatedAt: row[columns.updatedAt],
            archivedAt: row[columns.archivedAt],
            document: row[columns.document]
        )
    }
}

extension Connection {
    /// The table of what points are set up from.
    public var pointsItems: PointsItemTable { PointsItemTable(connection: self) }
}
