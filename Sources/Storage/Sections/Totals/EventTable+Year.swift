public import CivilTime
public import Engine

extension EventTable {
    /// What a user did on some days, and did not take back, in order.
    public func events(
        of user: UserKey,
        on days: ClosedRange<CivilDate>,
        limit: Int
    ) throws(StorageError) -> [Event] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM event
                WHERE user_key = \(user) AND deleted_at IS NULL
                    AND day >= \(days.lowerBound) AND day <= \(days.upperBound)
                ORDER BY day, event_number LIMIT \(limit)
                """,
            Self.event
        )
    }
}

/// Among how many users somebody is, and how many of them have less.
public struct ChangeShare: Hashable, Sendable {
    /// How many have less.
    public let below: Int64
    /// How many there are.
    public let users: Int64

    static func share(_ row: any Row) -> ChangeShare {
        ChangeShare(below: row.integer(0), users: row.integer(1))
    }
}

extension MetricDayTable {
    /// Among the users with anything of a metric on some days, how many have added less.
    public func share(
        of metric: MetricID,
        on days: ClosedRange<CivilDate>,
        below change: Amount
    ) throws(StorageError) -> ChangeShare {
        let share = try connection.firstRow(
            of: """
                SELECT CAST(coalesce(sum(CASE WHEN change < \(change) THEN 1 ELSE 0 END), 0)
                        AS BIGINT),
                    CAST(count(*) AS BIGINT)
                FROM (
                    SELECT CAST(sum(change) AS BIGINT) AS change FROM metric_day
                    WHERE metric_id = \(metric) AND day >= \(days.lowerBound)
                        AND day <= \(days.upperBound)
                    GROUP BY user_key
                ) AS changes
                """
        ) { (row) throws(StorageError) in ChangeShare.share(row) }
        return share ?? ChangeShare(below: 0, users: 0)
    }
}

extension PointsLedgerTable {
    /// Among the users with a row of a system on some days, how many have added less.
    public func share(
        of system: PointsSystemID,
        on days: ClosedRange<CivilDate>,
        below change: Int64
    ) throws(StorageError) -> ChangeShare {
        let share = try connection.firstRow(
            of: """
                SELECT CAST(coalesce(sum(CASE WHEN change < \(change) THEN 1 ELSE 0 END), 0)
                        AS BIGINT),
                    CAST(count(*) AS BIGINT)
                FROM (
                    SELECT CAST(sum(amount) AS BIGINT) AS change FROM points_ledger
                    WHERE system_id = \(system) AND day >= \(days.lowerBound)
                        AND day <= \(days.upperBound)
                    GROUP BY user_key
                ) AS changes
                """
        ) { (row) throws(StorageError) in ChangeShare.share(row) }
        return share ?? ChangeShare(below: 0, users: 0)
    }
}
