public import CivilTime
public import Engine

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
}
