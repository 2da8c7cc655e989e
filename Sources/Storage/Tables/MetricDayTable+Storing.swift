import CivilTime
public import Engine

extension MetricDayTable {
    /// Stores what a fold made of tallies.
    public func store(_ tallies: [(user: UserKey, tally: MetricTally)]) throws(StorageError) {
        var onTime = Batch(Self.columns + [.integer("total")])
        var late = Batch(Self.columns)
        for (user, tally) in tallies {
            if let days = tally.daysToStore {
                for day in days {
                    onTime.append(
                        Self.values(user, tally.metric, day.day, day.change, day.eventCount)
                            + [.integer(day.total.millionths)]
                    )
                }
            } else {
                for change in tally.changes {
                    late.append(
                        Self.values(
                            user,
                            tally.metric,
                            change.day,
                            change.change,
                            change.eventCount
                        )
                    )
                }
            }
        }
        if !onTime.isEmpty { try storeDays(onTime) }
        if !late.isEmpty { try shiftDays(late) }
    }

    private func storeDays(_ batch: Batch) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO metric_day (user_key, metric_id, day, change, event_count, total)
            SELECT user_key, metric_id, day, change, event_count, total FROM \(batch) WHERE true
            ON CONFLICT (user_key, metric_id, day)
            DO UPDATE SET change = excluded.change, total = excluded.total,
                event_count = excluded.event_count
            """
        )
    }

    /// Adds changes to days before the newest: each to its own day, and to every total from it on.
    private func shiftDays(_ batch: Batch) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO metric_day (user_key, metric_id, day, change, event_count, total)
            SELECT user_key, metric_id, day, 0, 0, coalesce(
                (SELECT d.total FROM metric_day d
                 WHERE d.user_key = batch.user_key AND d.metric_id = batch.metric_id
                     AND d.day < batch.day
                 ORDER BY d.day DESC LIMIT 1), 0)
            FROM \(batch) WHERE true
            ON CONFLICT (user_key, metric_id, day) DO NOTHING
            """
        )
        try connection.execute(
            """
            UPDATE metric_day
            SET change = metric_day.change + batch.change,
                event_count = metric_day.event_count + batch.event_count
            FROM \(batch)
            WHERE metric_day.user_key = batch.user_key AND metric_day.metric_id = batch.metric_id
                AND metric_day.day = batch.day
            """
        )
        // One row may follow several changed days, so their changes are summed for it.
        try connection.execute(
            """
            UPDATE metric_day
            SET total = total + (SELECT sum(batch.change) FROM \(batch)
                                 WHERE batch.user_key = metric_day.user_key
                                     AND batch.metric_id = metric_day.metric_id
                                     AND batch.day <= metric_day.day)
            WHERE (user_key, metric_id) IN (SELECT user_key, metric_id FROM \(batch))
                AND day >= (SELECT min(batch.day) FROM \(batch)
                            WHERE batch.user_key = metric_day.user_key
                                AND batch.metric_id = metric_day.metric_id)
            """
        )
        try checkTotals(after: batch)
    }

    /// Refuses totals beyond the limit, before they could overflow.
    private func checkTotals(after batch: Batch) throws(StorageError) {
        let limit = Amount.maximumTotal.millionths
        let outside = try connection.firstRow(
            of: """
                SELECT d.user_key, d.day FROM \(batch) JOIN metric_day d
                    ON d.user_key = batch.user_key AND d.metric_id = batch.metric_id
                    AND d.day >= batch.day
                WHERE d.total > \(limit) OR d.total < \(-limit)
                """
        ) { row in (row.integer(0), row.integer(1)) }
        if let (user, day) = outside {
            throw StorageError(
                .outOfRange,
                "user \(user) has a total beyond the limit on day \(day)"
            )
        }
    }

    private static let columns: [Batch.Column] = [
        .integer("user_key"), .integer("metric_id"), .integer("day"), .integer("change"),
        .integer("event_count"),
    ]

    private static func values(
        _ user: UserKey,
        _ metric: MetricID,
        _ day: CivilDate,
        _ change: Amount,
        _ eventCount: Int64
    ) -> [SQLValue] {
        [
            .integer(user.number), .integer(metric.number), .integer(Int64(day.dayNumber)),
            .integer(change.millionths), .integer(eventCount),
        ]
    }
}
