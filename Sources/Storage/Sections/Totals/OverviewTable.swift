public import CivilTime
public import Engine

/// How much there is of what in a workspace.
public struct WorkspaceCounts: Hashable, Sendable {
    /// Users who did something on the day of now.
    public var activeDay: Int64 = 0
    /// Those who did something in the seven days up to it.
    public var activeWeek: Int64 = 0
    /// Those who did something in the thirty days up to it.
    public var activeMonth: Int64 = 0
    /// Events that count on the day of now.
    public var events: Int64 = 0
    /// Users who came since a moment.
    public var newUsers: Int64 = 0
    /// Users with a streak that is going.
    public var streaking: Int64 = 0
    /// Facts that were told since a moment, by their kind.
    public var facts: [String: Int64] = [:]
}

/// Counts that no event keeps, for people who look at them now and then.
public struct OverviewTable {
    let connection: any Connection

    /// Counts what there is; it looks at every row of the days that it counts.
    public func counts(
        in workspace: WorkspaceID,
        metrics: [MetricID],
        today: CivilDate,
        newSince created: Instant,
        factsFrom number: Int64,
        at now: Instant
    ) throws(StorageError) -> WorkspaceCounts {
        var counts = WorkspaceCounts()
        try addActivity(to: &counts, metrics, today)
        counts.newUsers = try count(
            """
            SELECT count(*) FROM "user" WHERE workspace_id = \(workspace)
                AND created_at >= \(created) AND external_id IS NOT NULL
            """
        )
        counts.streaking = try count(
            """
            SELECT count(DISTINCT user_key) FROM due
            WHERE workspace_id = \(workspace) AND kind = \(DueEntry.Kind.streak.rawValue)
                AND due_at > \(now) AND detail > 0
            """
        )
        try connection.forEachRow(
            of: """
                SELECT kind, count(*) FROM fact
                WHERE fact_number >= \(number) AND workspace_id = \(workspace) GROUP BY kind
                """
        ) { (row) throws(StorageError) in counts.facts[row.text(0)] = Int64(row, 1) }
        return counts
    }

    private func addActivity(
        to counts: inout WorkspaceCounts,
        _ metrics: [MetricID],
        _ today: CivilDate
    ) throws(StorageError) {
        guard !metrics.isEmpty else { return }
        let ids = metrics.map { "\($0.number)" }.joined(separator: ", ")
        let found = try connection.firstRow(
            of: """
                SELECT count(*),
                    count(CASE WHEN last >= \(today.adding(days: -6)) THEN 1 END),
                    count(CASE WHEN last >= \(today) THEN 1 END),
                    CAST(coalesce(sum(events), 0) AS BIGINT)
                FROM (
                    SELECT user_key, max(day) AS last,
                        sum(CASE WHEN day >= \(today) THEN event_count ELSE 0 END) AS events
                    FROM metric_day
                    WHERE metric_id IN (\(unescaped: ids)) AND day >= \(today.adding(days: -29))
                        AND event_count > 0
                    GROUP BY user_key
                ) AS active
                """
        ) { (row) throws(StorageError) in
            (Int64(row, 0), Int64(row, 1), Int64(row, 2), Int64(row, 3))
        }
        guard let found else { return }
        (counts.activeMonth, counts.activeWeek, counts.activeDay, counts.events) = found
    }

    private func count(_ statement: SQL) throws(StorageError) -> Int64 {
        try connection.firstRow(of: statement) { (row) throws(StorageError) in Int64(row, 0) } ?? 0
    }
}

extension Connection {
    /// What is counted for people who look now and then.
    public var overview: OverviewTable { OverviewTable(connection: self) }
}
