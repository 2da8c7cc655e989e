public import CivilTime
public import Engine

/// What every user did of every metric, day by day.
public struct MetricDayTable {
    let connection: any Connection

    /// The newest day of each of some users' metrics.
    public func newest(
        of keys: [(user: UserKey, metric: MetricID)]
    ) throws(StorageError) -> [UserKey: [MetricID: MetricDay]] {
        try connection.value(of: newestLookup(of: keys))
    }

    /// Looks up the newest day of each of some users' metrics.
    func newestLookup(
        of keys: [(user: UserKey, metric: MetricID)]
    ) -> Lookup<[UserKey: [MetricID: MetricDay]]> {
        var batch = Batch([Self.columns.user.inBatch, Self.columns.metric.inBatch])
        for (user, metric) in keys { batch.append([user.sqlValue, metric.sqlValue]) }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN metric_day
                ON metric_day.user_key = batch.user_key
                AND metric_day.metric_id = batch.metric_id
                AND metric_day.day = (SELECT max(m.day) FROM metric_day m
                                      WHERE m.user_key = batch.user_key
                                          AND m.metric_id = batch.metric_id)
            """
        ) { (rows) throws(StorageError) in
            let columns = Self.columns
            var newest: [UserKey: [MetricID: MetricDay]] = [:]
            try rows.forEachRow { row in
                newest[row[columns.user], default: [:]][row[columns.metric]] = Self.day(row)
            }
            return newest
        }
    }

    /// A user's totals of all metrics that the user ever had an event of.
    ///
    /// It goes from metric to metric and looks at the newest day of each, however many there are.
    public func totals(of user: UserKey) throws(StorageError) -> [MetricID: Amount] {
        try connection.value(of: totalsLookup(of: user))
    }

    /// Looks up a user's totals of all metrics that the user ever had an event of.
    public func totalsLookup(of user: UserKey) -> Lookup<[MetricID: Amount]> {
        Lookup(
            """
            WITH RECURSIVE touched (metric_id) AS (
                SELECT min(d.metric_id) FROM metric_day d WHERE d.user_key = \(user)
                UNION ALL
                SELECT (SELECT min(d.metric_id) FROM metric_day d
                        WHERE d.user_key = \(user)
                            AND d.metric_id > touched.metric_id)
                FROM touched WHERE touched.metric_id IS NOT NULL
            )
            SELECT metric_id,
                (SELECT d.total FROM metric_day d
                 WHERE d.user_key = \(user) AND d.metric_id = touched.metric_id
                 ORDER BY d.day DESC LIMIT 1)
            FROM touched WHERE metric_id IS NOT NULL
            """
        ) { (rows) throws(StorageError) in
            let totals = try rows.map { row in
                var fields = FieldReader(row)
                return (fields.next(MetricID.self), fields.next(Amount.self))
            }
            return Dictionary(totals) { first, _ in first }
        }
    }

    /// A user's total of one metric.
    public func total(of user: UserKey, metric: MetricID) throws(StorageError) -> Amount {
        try connection.value(of: totalLookup(of: user, metric: metric))
    }

    /// Looks up a user's total of one metric.
    public func totalLookup(of user: UserKey, metric: MetricID) -> Lookup<Amount> {
        Lookup(
            """
            SELECT total FROM metric_day
            WHERE user_key = \(user) AND metric_id = \(metric)
            ORDER BY day DESC LIMIT 1
            """
        ) { (rows) throws(StorageError) in try rows.map { Amount($0, 0) }.first ?? .zero }
    }

    /// A user's days of one metric up to a date, oldest first, beginning with the last one before
    /// the first date asked for, which tells the total then.
    public func days(
        of user: UserKey,
        metric: MetricID,
        in dates: ClosedRange<CivilDate>
    ) throws(StorageError) -> [MetricDay] {
        let first = dates.lowerBound
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM metric_day
                WHERE user_key = \(user) AND metric_id = \(metric)
                    AND day <= \(dates.upperBound)
                    AND day >= coalesce((SELECT max(m.day) FROM metric_day m
                                         WHERE m.user_key = \(user)
                                             AND m.metric_id = \(metric)
                                             AND m.day < \(first)), \(first))
                ORDER BY day
                """
        ) { (row) throws(StorageError) in Self.day(row) }
    }

    /// The last day on which each of some users did anything.
    public func lastDays(of users: [UserKey]) throws(StorageError) -> [UserKey: CivilDate] {
        let batch = UserTable.batch(users)
        guard !batch.isEmpty else { return [:] }
        let rows = try connection.rows(
            of: """
                SELECT metric_day.user_key, max(metric_day.day)
                FROM \(batch) JOIN metric_day ON metric_day.user_key = batch.user_key
                GROUP BY metric_day.user_key
                """
        ) { (row) throws(StorageError) in (UserKey(row, 0), CivilDate(row, 1)) }
        return Dictionary(rows) { first, _ in first }
    }

    /// Those of some users who did anything on dates of their own.
    public func active(
        on dates: [UserKey: ClosedRange<CivilDate>]
    ) throws(StorageError) -> Set<UserKey> {
        var batch = Batch([.integer("user_key"), .integer("first_day"), .integer("last_day")])
        for (user, dates) in dates {
            batch.append([
                user.sqlValue, dates.lowerBound.sqlValue, dates.upperBound.sqlValue,
            ])
        }
        guard !batch.isEmpty else { return [] }
        return Set(
            try connection.rows(
                of: """
                    SELECT DISTINCT metric_day.user_key
                    FROM \(batch) JOIN metric_day ON metric_day.user_key = batch.user_key
                        AND metric_day.day >= batch.first_day AND metric_day.day <= batch.last_day
                    """
            ) { (row) throws(StorageError) in UserKey(row, 0) }
        )
    }
}

// MARK: - Rows

extension MetricDayTable {
    /// The columns of the table.
    struct Columns {
        let user: Column<UserKey>
        let metric: Column<MetricID>
        let day: Column<CivilDate>
        let change: Column<Amount>
        let total: Column<Amount>
        let eventCount: Column<Int64>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("metric_day")
            user = list.key("user_key")
            metric = list.key("metric_id")
            day = list.key("day")
            change = list.value("change")
            total = list.value("total")
            eventCount = list.value("event_count")
            self.list = list.finish()
        }
    }

    static let columns = Columns()
    static var list: ColumnList { columns.list }

    static func day(_ row: any Row) -> MetricDay {
        MetricDay(
            day: row[columns.day],
            change: row[columns.change],
            total: row[columns.total],
            eventCount: row[columns.eventCount]
        )
    }
}

extension Connection {
    /// The table of metric days.
    public var metricDays: MetricDayTable { MetricDayTable(connection: self) }
}
