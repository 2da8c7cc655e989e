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
        try connection.rows(
            of: """
                SELECT definition_id, threshold, opens, reward_item_id, earned_at
                FROM streak_milestone
                WHERE user_key = \(user.number) AND definition_id = \(definition.number)
                ORDER BY threshold, opens
                """
        ) { (row) throws(StorageError) in Self.milestone(row) }
    }

    /// What a user has ever reached, in the order in which that happened.
    public func all(of user: UserKey) throws(StorageError) -> [EarnedMilestone] {
        try connection.rows(
            of: """
                SELECT definition_id, threshold, opens, reward_item_id, earned_at
                FROM streak_milestone WHERE user_key = \(user.number)
                ORDER BY earned_at, definition_id, threshold
                """
        ) { (row) throws(StorageError) in Self.milestone(row) }
    }

    private static func milestone(_ row: any Row) -> EarnedMilestone {
        EarnedMilestone(
            definition: StreakDefinitionID(row.integer(0)),
            threshold: Int(row.integer(1)),
            opens: row.integer(2),
            rewardItemID: row.optionalText(3),
            earnedAt: Instant(microseconds: row.integer(4))
        )
    }

    /// Adds what users have reached.
    public func insert(
        _ milestones: [(user: UserKey, milestone: EarnedMilestone)]
    ) throws(StorageError) {
        var batch = Batch([
            .integer("user_key"), .integer("definition_id"), .integer("threshold"),
            .integer("opens"), .text("reward_item_id"), .integer("earned_at"),
        ])
        for (user, milestone) in milestones {
            batch.append([
                .integer(user.number), .integer(milestone.definition.number),
                .integer(Int64(milestone.threshold)), .integer(milestone.opens),
                milestone.rewardItemID.sqlValue, .integer(milestone.earnedAt.microseconds),
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO streak_milestone (user_key, definition_id, threshold, opens,
                                          reward_item_id, earned_at)
            SELECT user_key, definition_id, threshold, opens, reward_item_id, earned_at
            FROM \(batch)
            """
        )
    }
}

extension Connection {
    /// The table of lengths reached.
    public var streakMilestones: StreakMilestoneTable { StreakMilestoneTable(connection: self) }
}
