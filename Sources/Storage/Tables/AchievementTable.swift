public import CivilTime
public import Engine

/// The achievements of every workspace.
public struct AchievementTable {
    let connection: any Connection

    /// The achievements of a workspace that were not deleted, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Achievement] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM achievement
                WHERE workspace_id = \(workspace) AND archived_at IS NULL
                ORDER BY achievement_id
                """,
            Self.achievement
        )
    }

    /// The number that the next achievement gets.
    public func nextID() throws(StorageError) -> AchievementID {
        AchievementID(try connection.nextNumber("achievement_id", in: "achievement"))
    }

    /// Adds an achievement.
    public func insert(
        _ achievement: Achievement,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        let batch = Self.list.batch(of: [achievement]) { achievement, row in
            row[Self.columns.id] = achievement.id
            row[Self.columns.workspace] = workspace
            row[Self.columns.publicID] = achievement.publicID
            row[Self.columns.createdAt] = moment
            Self.fill(&row, with: achievement)
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores an achievement's changeable parts.
    public func update(_ achievement: Achievement) throws(StorageError) {
        let batch = Self.list.batch(of: [achievement]) { achievement, row in
            row[Self.columns.id] = achievement.id
            Self.fill(&row, with: achievement)
        }
        try connection.update(Self.columns.changeable, from: batch, in: Self.list)
    }

    /// Ends an achievement: nobody reaches or sees it any more, and its key is free.
    public func archive(_ id: AchievementID, at moment: Instant) throws(StorageError) {
        try connection.send(
            """
            UPDATE achievement SET archived_at = \(moment) WHERE achievement_id = \(id)
            """
        )
    }
}

// MARK: - Rows

extension AchievementTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<AchievementID>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let triggerKind: Column<String>
        let key: Column<String?>
        let document: Column<String>
        let createdAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let list: ColumnList
        /// Those that a change sets.
        let changeable: [Batch.Column]

        init() {
            var list = ColumnListBuilder("achievement")
            id = list.key("achievement_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            triggerKind = list.value("trigger_kind")
            key = list.value("key")
            createdAt = list.value("created_at")
            archivedAt = list.value("archived_at")
            document = list.value("document")
            self.list = list.finish()
            changeable = [triggerKind.inBatch, key.inBatch, document.inBatch]
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, with achievement: Achievement) {
        row[columns.triggerKind] = achievement.trigger.kind.rawValue
        if case .api(let key) = achievement.trigger { row[columns.key] = key }
        row[columns.document] = AchievementDocument.text(of: achievement)
    }

    private static func achievement(_ row: any Row) throws(StorageError) -> Achievement {
        try AchievementDocument.achievement(
            from: row[columns.document],
            id: row[columns.id],
            publicID: row[columns.publicID]
        )
    }
}

extension Connection {
    /// The table of achievements.
    public var achievements: AchievementTable { AchievementTable(connection: self) }
}
