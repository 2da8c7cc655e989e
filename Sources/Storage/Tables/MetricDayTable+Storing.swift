import CivilTime
public import Engine

extension MetricDayTable {
    /// Stores what a fold made of tallies.
    public func store(_ tallies: [(user: UserKey, tally: MetricTally)]) throws(StorageError) {
        var onTime = Batch(Self.columns + [.integer("total")])
        var late = LateChanges()
        for (user, tally) in tallies {
            if let days = tally.daysToStore {
                for day in days {
                    onTime.append(
                        Self.values(user, tally.metric, day.day, day.change, day.eventCount)
                            + [.integer(day.total.millionths)]
                    )
                }
            } else {
                late.append(tally, of: user)
            }
        }
        if !onTime.isEmpty { try storeDays(onTime) }
        if !late.days.isEmpty { try shiftDays(late) }
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
    private func shiftDays(_ changes: LateChanges) throws(StorageError) {
        let (days, spans) = (changes.days, changes.spans)
        try connection.execute(
            """
            INSERT INTO metric_day (user_key, metric_id, day, change, event_count, total)
            SELECT user_key, metric_id, day, 0, 0, coalesce(
                (SELECT d.total FROM metric_day d
                 WHERE d.user_key = batch.user_key AND d.metric_id = batch.metric_id
                     AND d.day < batch.day
                 ORDER BY d.day DESC LIMIT 1), 0)
            FROM \(days) WHERE true
            ON CONFLICT (user_key, metric_id, day) DO NOTHING
            """
        )
        try connection.execute(
            """
            UPDATE metric_day
            SET change = metric_day.change + batch.change,
                event_count = metric_day.event_count + batch.event_count
            FROM \(days)
            WHERE metric_day.user_key = batch.user_key AND metric_day.metric_id = batch.metric_id
                AND metric_day.day = batch.day
            """
        )
        // Spans do not overlap, so every later total is written once, however many days change.
        try connection.execute(
            """
            UPDATE metric_day SET total = metric_day.total + batch.added
            FROM \(spans)
            WHERE metric_day.user_key = batch.user_key AND metric_day.metric_id = batch.metric_id
                AND metric_day.day >= batch.first_day AND metric_day.day < batch.end_day
            """
        )
        try checkTotals(in: spans)
    }

    /// Refuses totals beyond the limit, before they could overflow.
    private func checkTotals(in spans: Batch) throws(StorageError) {
        let limit = Amount.maximumTotal.millionths
        let outside = try connection.firstRow(
            of: """
                SELECT d.user_key, d.day FROM \(spans) JOIN metric_day d
                    ON d.user_key = batch.user_key AND d.metric_id = batch.metric_id
                    AND d.day >= batch.first_day AND d.day < batch.end_day
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

    fileprivate static let columns: [Batch.Column] = [
        .integer("user_key"), .integer("metric_id"), .integer("day"), .integer("change"),
        .integer("event_count"),
    ]

    fileprivate static func values(
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

/// Changes of days before the newest, and what they add up to from one of them to the next.
private struct LateChanges {
    /// The days that change.
    var days = Batch(MetricDayTable.columns)
    /// The days from one change up to the next, and what is added to the totals of all of them.
    var spans = Batch([
        .integer("user_key"), .integer("metric_id"), .integer("first_day"), .integer("end_day"),
        .integer("added"),
    ])

    /// Adds the changes of a tally, which are in the order of their days.
    mutating func append(_ tally: MetricTally, of user: UserKey) {
        var added = Amount.zero
        for (index, change) in tally.changes.enumerated() {
            days.append(
                MetricDayTable.values(
                    user,
                    tally.metric,
                    change.day,
                    change.change,
                    change.eventCount
                )
            )
            added.millionths += change.change.millionths
            let next = index + 1
            let end = next < tally.changes.count ? Int64(tally.changes[next].day.dayNumber) : .max
            spans.append([
                .integer(user.number), .integer(tally.metric.number),
                .integer(Int64(change.day.dayNumber)), .integer(end), .integer(added.millionths),
            ])
        }
    }
}
