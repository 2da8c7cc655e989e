import CivilTime
public import Engine

extension MetricDayTable {
    /// Stores what a fold made of tallies.
    public func store(_ tallies: [(user: UserKey, tally: MetricTally)]) throws(StorageError) {
        var onTime: [(user: UserKey, metric: MetricID, day: MetricDay)] = []
        var late = LateChanges()
        for (user, tally) in tallies {
            if let days = tally.daysToStore {
                onTime += days.map { (user, tally.metric, $0) }
            } else {
                late.append(tally, of: user)
            }
        }
        try storeDays(onTime)
        if !late.days.isEmpty { try shiftDays(late) }
    }

    private func storeDays(
        _ days: [(user: UserKey, metric: MetricID, day: MetricDay)]
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: days) { each, row in
            row[columns.user] = each.user
            row[columns.metric] = each.metric
            row[columns.day] = each.day.day
            row[columns.change] = each.day.change
            row[columns.total] = each.day.total
            row[columns.eventCount] = each.day.eventCount
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// Adds changes to days before the newest: each to its own day, and to every total from it on.
    private func shiftDays(_ changes: LateChanges) throws(StorageError) {
        let (days, spans) = (changes.days, changes.spans)
        try insertDays(days)
        // Spans do not overlap, so every later total is written once, however many days change.
        switch connection.dialect {
        case .sqlite: for span in changes.each { try raiseTotals(of: span) }
        case .postgres:
            try connection.send(
                """
                UPDATE metric_day SET total = metric_day.total + batch.added
                FROM \(spans)
                WHERE metric_day.user_key = batch.user_key
                    AND metric_day.metric_id = batch.metric_id
                    AND metric_day.day >= batch.first_day AND metric_day.day < batch.end_day
                """
            )
        }
        try checkTotals(in: spans)
    }

    /// Adds days, and what happened on those that are there.
    ///
    /// A new day begins with the total before it; what the day itself adds comes with its span.
    private func insertDays(_ days: Batch) throws(StorageError) {
        guard connection.dialect == .sqlite else { return try insertDaysApart(days) }
        try connection.send(
            """
            INSERT INTO metric_day (user_key, metric_id, day, change, event_count, total)
            SELECT user_key, metric_id, day, change, event_count, coalesce(
                (SELECT d.total FROM metric_day d
                 WHERE d.user_key = batch.user_key AND d.metric_id = batch.metric_id
                     AND d.day < batch.day
                 ORDER BY d.day DESC LIMIT 1), 0)
            FROM \(days) WHERE true
            ON CONFLICT (user_key, metric_id, day) DO UPDATE
            SET change = metric_day.change + excluded.change,
                event_count = metric_day.event_count + excluded.event_count
            """
        )
    }

    /// The same in two steps, as rows that are spread over machines cannot be looked at while others
    /// are added: the days without a total first, and then the total of each of those.
    private func insertDaysApart(_ days: Batch) throws(StorageError) {
        try connection.send(
            """
            INSERT INTO metric_day (user_key, metric_id, day, change, event_count, total)
            SELECT user_key, metric_id, day, change, event_count, \(Self.unknownTotal)
            FROM \(days) WHERE true
            ON CONFLICT (user_key, metric_id, day) DO UPDATE
            SET change = metric_day.change + excluded.change,
                event_count = metric_day.event_count + excluded.event_count
            """
        )
        try connection.send(
            """
            UPDATE metric_day SET total = coalesce(
                (SELECT d.total FROM metric_day d
                 WHERE d.user_key = metric_day.user_key AND d.metric_id = metric_day.metric_id
                     AND d.day < metric_day.day AND d.total <> \(Self.unknownTotal)
                 ORDER BY d.day DESC LIMIT 1), 0)
            FROM \(days)
            WHERE metric_day.user_key = batch.user_key AND metric_day.metric_id = batch.metric_id
                AND metric_day.day = batch.day AND metric_day.total = \(Self.unknownTotal)
            """
        )
    }

    /// What stands for a total that is found out in the next step of the same transaction.
    private static let unknownTotal = Int64.min

    /// A statement with values of its own goes straight along the key, where one that is joined to a
    /// relation would note each row first.
    private func raiseTotals(of span: LateChanges.Span) throws(StorageError) {
        try connection.send(
            """
            UPDATE metric_day SET total = total + \(span.added)
            WHERE user_key = \(span.user) AND metric_id = \(span.metric)
                AND day >= \(span.first) AND day < \(span.end)
            """
        )
    }

    /// Refuses totals beyond the limit, before they could overflow.
    private func checkTotals(in spans: Batch) throws(StorageError) {
        switch connection.dialect {
        case .sqlite: try findTotalsOutside(spans)
        case .postgres: try refuseTotalsOutside(spans)
        }
    }

    /// Has the server itself say that such a total is out of range, so that nobody waits for an
    /// answer.
    private func refuseTotalsOutside(_ spans: Batch) throws(StorageError) {
        let limit = Amount.maximumTotal.millionths
        try connection.send(
            """
            SELECT count(d.total + CAST(
                CASE WHEN d.total > \(limit) THEN \(Int64.max)
                     WHEN d.total < \(-limit) THEN \(Int64.min) ELSE 0::bigint END AS BIGINT))
            FROM \(spans) JOIN metric_day d
                ON d.user_key = batch.user_key AND d.metric_id = batch.metric_id
                AND d.day >= batch.first_day AND d.day < batch.end_day
            """
        )
    }

    private func findTotalsOutside(_ spans: Batch) throws(StorageError) {
        let limit = Amount.maximumTotal.millionths
        let outside = try connection.firstRow(
            of: """
                SELECT d.user_key, d.day FROM \(spans) JOIN metric_day d
                    ON d.user_key = batch.user_key AND d.metric_id = batch.metric_id
                    AND d.day >= batch.first_day AND d.day < batch.end_day
                WHERE d.total > \(limit) OR d.total < \(-limit)
                """
        ) { row in (Int64(row, 0), Int64(row, 1)) }
        if let (user, day) = outside {
            throw StorageError(
                .outOfRange,
                "user \(user) has a total beyond the limit on day \(day)"
            )
        }
    }
}

/// Changes of days before the newest, and what they add up to from one of them to the next.
private struct LateChanges {
    /// The days that change.
    var days = Batch([
        columns.user.inBatch, columns.metric.inBatch, columns.day.inBatch, columns.change.inBatch,
        columns.eventCount.inBatch,
    ])
    /// The days from one change up to the next, and what is added to the totals of all of them.
    var spans = Batch([
        columns.user.inBatch, columns.metric.inBatch, .integer("first_day"), .integer("end_day"),
        .integer("added"),
    ])

    /// The same, one by one.
    private(set) var each: [Span] = []

    struct Span {
        let user: UserKey
        let metric: MetricID
        let first: CivilDate
        let end: Int64
        let added: Amount
    }

    private static let columns = MetricDayTable.columns

    /// Adds the changes of a tally, which are in the order of their days.
    mutating func append(_ tally: MetricTally, of user: UserKey) {
        var added = Amount.zero
        for (index, change) in tally.changes.enumerated() {
            days.append([
                user.sqlValue, tally.metric.sqlValue, change.day.sqlValue,
                change.change.sqlValue, change.eventCount.sqlValue,
            ])
            added.millionths += change.change.millionths
            let next = index + 1
            let end = next < tally.changes.count ? tally.changes[next].day.stored : .max
            each.append(
                Span(
                    user: user,
                    metric: tally.metric,
                    first: change.day,
                    end: end,
                    added: added
                )
            )
            spans.append([
                user.sqlValue, tally.metric.sqlValue, change.day.sqlValue, end.sqlValue,
                added.sqlValue,
            ])
        }
    }
}
