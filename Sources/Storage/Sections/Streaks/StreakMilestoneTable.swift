import CivilTime
public import Engine

/// What lengths of streaks users have reached.
public struct StreakMilestoneTable {
    let connection: any Connection

    /// What a user has reached of a streak, shortest first, oldest first.
    public func milestones(
        of user: UserKey,
        _ definition: StreakDefinitionID
    ) throws(StorageError) -> [EarnedMilestone] {
        try connection.value(of: milestones(of: [(user, definition)]))[user] ?? []
    }

    /// What users have reached of streaks, shortest first, oldest first.
    func milestones(
        of keys: [(user: UserKey, definition: StreakDefinitionID)]
    ) -> Lookup<[UserKey: [EarnedMilestone]]> {
        var batch = Batch([Self.columns.user.inBatch, Self.columns.definition.inBatch])
        for (user, definition) in keys { batch.append([user.sqlValue, definition.sqlValue]) }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN streak_milestone
                ON streak_milestone.user_key = batch.user_key
                AND streak_milestone.definition_id = batch.definition_id
            ORDER BY streak_milestone.threshold, streak_milestone.opens
            """
        ) { (rows) throws(StorageError) in
            var found: [UserKey: [EarnedMilestone]] = [:]
            try rows.forEachRow { row in
                found[row[Self.columns.user], default: []].append(Self.milestone(row))
            }
            return found
        }
    }

    /// What a user has ever reached, in the order in which that happened.
    public func all(of user: UserKey) throws(StorageError) -> [EarnedMilestone] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_milestone WHERE user_key = \(user)
                ORDER BY earned_at, definition_id, threshold
                """
        ) { (row) throws(StorageError) in Self.milestone(row) }
    }

    /// Adds what users have reached.
    public func insert(
        _ milestones: [(user: UserKey, milestone: EarnedMilestone)]
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: milestones) { each, row in
            row[columns.user] = each.user
            row[columns.definition] = each.milestone.definition
            row[columns.threshold] = each.milestone.threshold
            row[columns.opens] = each.milestone.opens
            row[columns.rewardItemID] = each.milestone.rewardItemID
            row[columns.earnedAt] = each.milestone.earnedAt
        }
        try connection.insert(batch, into: Self.list)
    }
}

// MARK: - Rows

extension StreakMilestoneTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let definition: Column<StreakDefinitionID>
        let threshold: Column<Int>
        let opens: Column<Int64>
        let rewardItemID: Column<String?>
        let earnedAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_milestone")
            user = list.key("user_key")
            definition = list.key("definition_id")
            threshold = list.key("threshold")
            opens = list.key("opens")
            rewardItemID = list.value("reward_item_id")
            earnedAt = list.value("earned_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func milestone(_ row: any Row) -> EarnedMilestone {
        EarnedMilestone(
            definition: row[columns.definition],
            threshold: row[columns.threshold],
            opens: row[columns.opens],
            rewardItemID: row[columns.rewardItemID],
            earnedAt: row[columns.earnedAt]
        )
    }
}

extension Connection {
    /// The table of lengths reached.
    public var streakMilestones: StreakMilestoneTable { StreakMilestoneTable(connection: self) }
}
