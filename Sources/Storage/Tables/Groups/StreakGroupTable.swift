public import CivilTime
public import Engine

/// The groups of every workspace.
public struct StreakGroupTable {
    let connection: any Connection

    /// What a group is due at that is to be looked at now, whatever its workspace's clock shows.
    static let atOnce = Instant.distantPast

    /// A group of a workspace.
    public func find(
        _ publicID: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> StoredGroup? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_group
                WHERE workspace_id = \(workspace) AND public_id = \(publicID)
                """,
            StoredGroup.init
        )
    }

    /// Some of a workspace's groups, newest first.
    public func page(
        in workspace: WorkspaceID,
        skip: Int,
        limit: Int
    ) throws(StorageError) -> [StoredGroup] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_group
                WHERE workspace_id = \(workspace)
                ORDER BY group_id DESC LIMIT \(limit) OFFSET \(skip)
                """,
            StoredGroup.init
        )
    }

    /// The groups that a user has not left, newest first.
    public func current(of user: UserKey) throws(StorageError) -> [StoredGroup] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_group
                WHERE group_id IN (SELECT group_id FROM streak_group_member
                                   WHERE member_key = \(user) AND left_on IS NULL)
                ORDER BY group_id DESC
                """,
            StoredGroup.init
        )
    }

    /// Adds a group; false when another one of its workspace has the id.
    public func insert(_ group: StoredGroup) throws(StorageError) -> Bool {
        let columns = Self.columns
        let batch = Self.list.batch(of: [group]) { group, row in
            row[columns.id] = group.id.number
            row[columns.workspace] = group.workspace
            row[columns.publicID] = group.publicID
            row[columns.name] = group.name
            row[columns.definition] = group.definition
            row[columns.requirement] = group.requirement.stored
            row[columns.zone] = group.zone
            row[columns.maximumMembers] = group.maximumMembers
            row[columns.createdAt] = group.createdAt
            row[columns.version] = group.version
            row[columns.dueAt] = group.dueAt
            row[columns.toldThrough] = group.told.through
            row[columns.toldLength] = group.told.length
            row[columns.toldStartedOn] = group.told.startedOn
        }
        return try connection.execute(
            """
            INSERT INTO streak_group (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.list.names) FROM \(batch) WHERE true
            ON CONFLICT DO NOTHING
            """
        ) > 0
    }

    /// Holds a group until the transaction ends, and has it looked at again; nothing where there is
    /// none with the id.
    public func hold(
        _ publicID: String,
        in workspace: WorkspaceID
    ) throws(StorageError) -> StoredGroup? {
        let count = try connection.execute(
            """
            UPDATE streak_group SET version = version + 1, due_at = \(Self.atOnce)
            WHERE workspace_id = \(workspace) AND public_id = \(publicID)
            """
        )
        return count > 0 ? try find(publicID, in: workspace) : nil
    }

    /// Gives a group another name and another limit.
    public func rename(_ group: StoredGroup) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_group
            SET name = \(group.name), maximum_members = \(group.maximumMembers)
            WHERE group_id = \(group.id.number)
            """
        )
    }

    /// Removes a group, and who belonged to it.
    public func remove(_ id: StreakGroupID) throws(StorageError) {
        try connection.send("DELETE FROM streak_group_member WHERE group_id = \(id.number)")
        try connection.send("DELETE FROM streak_group WHERE group_id = \(id.number)")
    }
}

// MARK: - Looking at groups again

extension StreakGroupTable {
    /// Groups to be looked at again, the earliest first: by the system's clock, or by the clock that
    /// their workspace holds.
    public func due(at moment: Instant, limit: Int) throws(StorageError) -> [StoredGroup] {
        let bySystem = try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified) FROM streak_group
                JOIN workspace ON workspace.workspace_id = streak_group.workspace_id
                WHERE streak_group.due_at <= \(moment)
                    AND (workspace.clock_at IS NULL
                         OR streak_group.due_at <= workspace.clock_at)
                ORDER BY streak_group.due_at LIMIT \(limit)
                """,
            StoredGroup.init
        )
        guard bySystem.isEmpty else { return bySystem }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified) FROM workspace
                JOIN streak_group ON streak_group.workspace_id = workspace.workspace_id
                WHERE workspace.clock_at IS NOT NULL
                    AND streak_group.due_at <= workspace.clock_at
                LIMIT \(limit)
                """,
            StoredGroup.init
        )
    }

    /// Has groups looked at again to which some users belong or have belonged.
    public func touch(of users: some Sequence<UserKey>) throws(StorageError) {
        var batch = Batch([Batch.Column.integer("member_key")])
        for user in users { batch.append([user.sqlValue]) }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            UPDATE streak_group SET version = version + 1, due_at = \(Self.atOnce)
            WHERE group_id IN (SELECT group_id FROM streak_group_member
                               WHERE member_key \(anyOf: batch))
            """
        )
    }

    /// Notes what was told of a group, and when to look at it again; false when somebody has changed
    /// it since it was read.
    public func settle(_ group: StoredGroup) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE streak_group
            SET version = version + 1, due_at = \(group.dueAt),
                told_through = \(group.told.through), told_length = \(group.told.length),
                told_started_on = \(group.told.startedOn)
            WHERE group_id = \(group.id.number) AND version = \(group.version)
            """
        ) > 0
    }
}

// MARK: - Rows

extension StreakGroupTable {
    /// The columns of the table.
    struct Columns {
        let id: Column<Int64>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let name: Column<String>
        let definition: Column<StreakDefinitionID>
        let requirement: Column<Int64>
        let zone: Column<String>
        let maximumMembers: Column<Int>
        let createdAt: Column<Instant>
        let version: Column<Int64>
        let dueAt: Column<Instant?>
        let toldThrough: Column<CivilDate?>
        let toldLength: Column<Int>
        let toldStartedOn: Column<CivilDate?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_group")
            id = list.key("group_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            name = list.value("name")
            definition = list.value("definition_id")
            requirement = list.value("requirement")
            zone = list.value("zone")
            maximumMembers = list.value("maximum_members")
            createdAt = list.value("created_at")
            version = list.value("version")
            dueAt = list.value("due_at")
            toldThrough = list.value("told_through")
            toldLength = list.value("told_length")
            toldStartedOn = list.value("told_started_on")
            self.list = list.finish()
        }
    }

    static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of groups.
    public var streakGroups: StreakGroupTable { StreakGroupTable(connection: self) }
}
