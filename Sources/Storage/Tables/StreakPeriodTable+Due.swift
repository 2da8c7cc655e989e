public import CivilTime
public import Engine

/// When something next befalls a streak, and how long it was.
public struct DueStreak: Hashable, Sendable {
    /// The user.
    public let user: UserKey
    /// When something next befalls it.
    public let dueAt: Instant
    /// The length as of its newest period.
    public let length: Int
}

extension StreakPeriodTable {
    /// The users whose streak something befalls by a moment, the longest overdue first.
    public func due(
        _ definition: StreakDefinitionID,
        by moment: Instant,
        limit: Int
    ) throws(StorageError) -> [UserKey] {
        try connection.rows(
            of: """
                SELECT user_key FROM streak_period
                WHERE definition_id = \(definition.number) AND due_at <= \(moment.microseconds)
                ORDER BY due_at, user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in UserKey(row.integer(0)) }
    }

    /// What is due for a streak after a place in the order of moments and users, through a moment:
    /// read from the index alone.
    public func due(
        _ definition: StreakDefinitionID,
        after place: (moment: Instant, user: Int64),
        through last: Instant,
        limit: Int
    ) throws(StorageError) -> [DueStreak] {
        try connection.rows(
            of: """
                SELECT user_key, due_at, run_length FROM streak_period
                WHERE definition_id = \(definition.number) AND due_at IS NOT NULL
                    AND (due_at, user_key) > (\(place.moment.microseconds), \(place.user))
                    AND due_at <= \(last.microseconds)
                ORDER BY due_at, user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            DueStreak(
                user: UserKey(row.integer(0)),
                dueAt: Instant(microseconds: row.integer(1)),
                length: Int(row.integer(2))
            )
        }
    }
}
