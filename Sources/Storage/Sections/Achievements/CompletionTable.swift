import CivilTime
public import Engine

/// Who has reached what.
public struct CompletionTable {
    let connection: any Connection

    /// Those of some completions that exist, by user.
    public func find(
        _ keys: [(user: UserKey, achievement: AchievementID)]
    ) -> Lookup<[UserKey: [AchievementID: Completion]]> {
        let batch = Self.list.keys(keys.lazy.map { [$0.user, $0.achievement] })
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN achievement_completion
                ON achievement_completion.user_key = batch.user_key
                AND achievement_completion.achievement_id = batch.achievement_id
            """,
            Self.found
        )
    }

    /// Those that some events led to, by user.
    public func find(
        ledToBy events: [EventID]
    ) throws(StorageError) -> [UserKey: [AchievementID: Completion]] {
        var batch = Batch([Self.columns.user.inBatch, Self.columns.event.inBatch])
        for event in events { batch.append([event.user.sqlValue, event.number.sqlValue]) }
        guard !batch.isEmpty else { return [:] }
        return try connection.value(
            of: Lookup(
                """
                SELECT \(unescaped: Self.list.qualified)
                FROM \(batch) JOIN achievement_completion
                    ON achievement_completion.user_key = batch.user_key
                    AND achievement_completion.event_number = batch.event_number
                """,
                Self.found
            )
        )
    }

    /// Everything that a user has reached.
    public func all(of user: UserKey) throws(StorageError) -> [AchievementID: Completion] {
        try connection.value(of: allLookup(of: [user]))[user] ?? [:]
    }

    /// Looks up everything that some users have reached.
    public func allLookup(
        of users: [UserKey]
    ) -> Lookup<[UserKey: [AchievementID: Completion]]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(UserTable.batch(users)) JOIN achievement_completion
                ON achievement_completion.user_key = batch.user_key
            """,
            Self.found
        )
    }

    /// Adds completions, and counts them in a slot.
    public func insert(
        _ completions: [(user: UserKey, completion: Completion)],
        countingIn slot: Int
    ) throws(StorageError) {
        guard !completions.isEmpty else { return }
        let columns = Self.columns
        let batch = Self.list.batch(of: completions) { each, row in
            row[columns.user] = each.user
            row[columns.achievement] = each.completion.achievement
            row[columns.achievedAt] = each.completion.achievedAt
            row[columns.event] = each.completion.event
        }
        try connection.insert(batch, into: Self.list)
        var counts: [AchievementID: Int64] = [:]
        for (_, completion) in completions { counts[completion.achievement, default: 0] += 1 }
        try count(counts, in: slot)
    }

    /// Has completions that are stored have an earlier date.
    public func redate(
        _ completions: [Completion],
        of user: UserKey
    ) throws(StorageError) {
        let columns = Self.columns
        var batch = Batch([
            columns.user.inBatch, columns.achievement.inBatch, columns.achievedAt.inBatch,
        ])
        for each in completions {
            batch.append([user.sqlValue, each.achievement.sqlValue, each.achievedAt.sqlValue])
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            UPDATE achievement_completion SET achieved_at = batch.achieved_at FROM \(batch)
            WHERE achievement_completion.user_key = batch.user_key
                AND achievement_completion.achievement_id = batch.achievement_id
                AND achievement_completion.achieved_at > batch.achieved_at
            """
        )
    }

    /// Forgets what a user has reached.
    public func erase(_ user: UserKey, countingIn slot: Int) throws(StorageError) {
        let counts = try all(of: user).mapValues { _ in Int64(-1) }
        guard !counts.isEmpty else { return }
        try connection.send(
            "DELETE FROM achievement_completion WHERE user_key = \(user)"
        )
        try count(counts, in: slot)
    }

    /// How many users have reached each achievement of a workspace.
    public func counts(in workspace: WorkspaceID) throws(StorageError) -> [AchievementID: Int64] {
        let rows = try connection.rows(
            of: """
                SELECT n.achievement_id, CAST(sum(n.completions) AS BIGINT)
                FROM achievement_count n JOIN achievement a
                    ON a.achievement_id = n.achievement_id
                WHERE a.workspace_id = \(workspace)
                GROUP BY n.achievement_id
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            return (fields.next(AchievementID.self), fields.next(Int64.self))
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// Rows in the order of their keys, so that two transactions never wait for each other in a
    /// circle.
    private func count(_ counts: [AchievementID: Int64], in slot: Int) throws(StorageError) {
        let columns = Self.countColumns
        let batch = columns.list.batch(of: counts.sorted { $0.key < $1.key }) { count, row in
            row[columns.achievement] = count.key
            row[columns.slot] = slot
            row[columns.completions] = count.value
        }
        try connection.send(
            """
            INSERT INTO achievement_count (achievement_id, slot, completions)
            SELECT achievement_id, slot, completions FROM \(batch) WHERE true
            ON CONFLICT (achievement_id, slot) DO UPDATE
            SET completions = achievement_count.completions + excluded.completions
            """
        )
    }

    private static func found(
        _ rows: any Rows
    ) throws(StorageError) -> [UserKey: [AchievementID: Completion]] {
        var found: [UserKey: [AchievementID: Completion]] = [:]
        try rows.forEachRow { row in
            let columns = Self.columns
            let completion = Completion(
                achievement: row[columns.achievement],
                achievedAt: row[columns.achievedAt],
                event: row[columns.event]
            )
            found[row[columns.user], default: [:]][completion.achievement] = completion
        }
        return found
    }
}

// MARK: - Rows

extension CompletionTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let achievement: Column<AchievementID>
        let achievedAt: Column<Instant>
        let event: Column<Int64?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("achievement_completion")
            user = list.key("user_key")
            achievement = list.key("achievement_id")
            achievedAt = list.value("achieved_at")
            event = list.value("event_number")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    /// The columns of the table of how many users have reached each.
    private struct CountColumns {
        let achievement: Column<AchievementID>
        let slot: Column<Int>
        let completions: Column<Int64>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("achievement_count")
            achievement = list.key("achievement_id")
            slot = list.key("slot")
            completions = list.value("completions")
            self.list = list.finish()
        }
    }

    private static let countColumns = CountColumns()
    static var countList: ColumnList { countColumns.list }
}

extension Connection {
    /// The table of completions.
    public var completions: CompletionTable { CompletionTable(connection: self) }
}
