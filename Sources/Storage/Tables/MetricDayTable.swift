public import CivilTime
public import Engine

/// What every user did of every metric, day by day.
public struct MetricDayTable {
    let connection: any Connection

    /// The newest day of each of some users' metrics.
    public func newest(
        of places: [(user: UserKey, metric: MetricID)]
    ) throws(StorageError) -> [UserKey: [MetricID: MetricDay]] {
        var batch = Batch([.integer("user_key"), .integer("metric_id")])
        for (user, metric) in places {
            batch.append([.integer(user.number), .integer(metric.number)])
        }
        var newest: [UserKey: [MetricID: MetricDay]] = [:]
        try connection.forEachRow(
            of: """
                SELECT d.day, d.change, d.total, d.event_count, d.user_key, d.metric_id
                FROM \(batch) JOIN metric_day d
                    ON d.user_key = batch.user_key AND d.metric_id = batch.metric_id
                    AND d.day = (SELECT max(m.day) FROM metric_day m
                                 WHERE m.user_key = batch.user_key
                                     AND m.metric_id = batch.metric_id)
                """
        ) { (row) throws(StorageError) in
            newest[UserKey(row.integer(4)), default: [:]][MetricID(row.integer(5))] = Self.day(row)
        }
        return newest
    }

    /// A user's totals of all metrics that the user ever had an event of.
    ///
    /// It goes from metric to metric and looks at the newest day of each, however many there are.
    public func totals(of user: UserKey) throws(StorageError) -> [MetricID: Amount] {
        let rows = try connection.rows(
            of: """
                WITH RECURSIVE touched (metric_id) AS (
                    SELECT min(d.metric_id) FROM metric_day d WHERE d.user_key = \(user.number)
                    UNION ALL
                    SELECT (SELECT min(d.metric_id) FROM metric_day d
                            WHERE d.user_key = \(user.number)
                                AND d.metric_id > touched.metric_id)
                    FROM touched WHERE touched.metric_id IS NOT NULL
                )
                SELECT metric_id,
                    (SELECT d.total FROM metric_day d
                     WHERE d.user_key = \(user.number) AND d.metric_id = touched.metric_id
                     ORDER BY d.day DESC LIMIT 1)
                FROM touched WHERE metric_id IS NOT NULL
                """
        ) { (row) throws(StorageError) in
            (MetricID(row.integer(0)), Amount(millionths: row.integer(1)))
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// A user's total of one metric.
    public func total(of user: UserKey, metric: MetricID) throws(StorageError) -> Amount {
        try connection.firstRow(
            of: """
                SELECT total FROM metric_day
                WHERE user_key = \(user.number) AND metric_id = \(metric.number)
                ORDER BY day DESC LIMIT 1
                """
        ) { (row) throws(StorageError) in Amount(millionths: row.integer(0)) } ?? .zero
    }

    /// A user's days of one metric up to a date, oldest first, beginning with the last one before
    /// the first date asked for, which tells the total then.
    public func days(
        of user: UserKey,
        metric: MetricID,
        in dates: ClosedRange<CivilDate>
    ) throws(StorageError) -> [MetricDay] {
        let first = Int64(dates.lowerBound.dayNumber)
        return try connection.rows(
            of: """
                SELECT day, change, total, event_count FROM metric_day
                WHERE user_key = \(user.number) AND metric_id = \(metric.number)
                    AND day <= \(Int64(dates.upperBound.dayNumber))
                    AND day >= coalesce((SELECT max(m.day) FROM metric_day m
                                         WHERE m.user_key = \(user.number)
                                             AND m.metric_id = \(metric.number)
                                             AND m.day < \(first)), \(first))
                ORDER BY day
                """
        ) { (row) throws(StorageError) in Self.day(row) }
    }

    static func day(_ row: any Row) -> MetricDay {
        MetricDay(
            day: CivilDate(dayNumber: Int32(truncatingIfNeeded: row.integer(0))),
            change: Amount(millionths: row.integer(1)),
            total: Amount(millionths: row.integer(2)),
            eventCount: row.integer(3)
        )
    }
}

extension Connection {
    /// The table of metric days.
    public var metricDays: MetricDayTable { MetricDayTable(connection: self) }
}
