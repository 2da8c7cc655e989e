public import CivilTime
public import Engine

/// What time brings, in order of time: whatever it is, of every workspace.
///
/// Most workspaces go by the system's clock, and one look at the beginning of the list finds what is
/// due in all of them. A workspace whose clock is held has its entries apart, under its own number,
/// so that they neither come too early nor lie in the way of the others.
///
/// An entry may be dead: what it announced has moved or gone. Who owns the kind knows; of a streak,
/// an entry is alive while its user's newest period names it.
public struct DueTable {
    let connection: any Connection

    /// Entries of some kinds that are due, of every workspace: so many that go by the system's clock,
    /// the earliest first, and so many that go by clocks that are held.
    ///
    /// One query, whatever the number of workspaces. Those whose clock is held are found by walking
    /// from one clock in the list to the next. A kind that the caller does not know is another
    /// version's, which does it.
    public func due(
        _ kinds: [DueEntry.Kind],
        at moment: Instant,
        limit: Int
    ) throws(StorageError) -> [DueEntry] {
        let names = Self.list.names
        let kinds = kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try connection.rows(
            of: """
                WITH RECURSIVE held (clock) AS (
                    SELECT min(clock) FROM due WHERE clock > 0
                    UNION ALL
                    SELECT (SELECT min(due.clock) FROM due WHERE due.clock > held.clock)
                    FROM held WHERE held.clock IS NOT NULL
                )
                SELECT \(unescaped: names) FROM (
                    SELECT \(unescaped: names) FROM due
                    WHERE clock = 0 AND due_at <= \(moment) AND kind IN (\(unescaped: kinds))
                        AND NOT EXISTS (SELECT 1 FROM workspace
                                        WHERE workspace.workspace_id = due.workspace_id
                                            AND workspace.clock_at IS NOT NULL)
                    ORDER BY due_at, due_number, user_key LIMIT \(limit)
                ) AS by_system
                UNION ALL
                SELECT \(unescaped: names) FROM (
                    SELECT \(unescaped: Self.list.qualified) FROM held
                    JOIN workspace ON workspace.workspace_id = held.clock
                    JOIN due ON due.clock = held.clock
                        AND due.due_at <= coalesce(workspace.clock_at, \(moment))
                        AND due.kind IN (\(unescaped: kinds))
                    LIMIT \(limit)
                ) AS by_held
                """
        ) { (row) throws(StorageError) in Self.entry(row) }
    }

    /// Entries about one subject up to a moment, after one that was seen, the earliest first.
    public func page(
        of kind: DueEntry.Kind,
        _ subject: Int64,
        in workspace: WorkspaceID,
        after seen: (at: Instant, number: Int64, user: UserKey)? = nil,
        through moment: Instant,
        limit: Int
    ) throws(StorageError) -> [DueEntry] {
        let at = seen?.at ?? .distantPast
        let number = seen?.number ?? -1
        let user = seen?.user.number ?? -1
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM due
                WHERE workspace_id = \(workspace) AND kind = \(kind.rawValue)
                    AND subject = \(subject) AND due_at <= \(moment)
                    AND (due_at, due_number, user_key) > (\(at), \(number), \(user))
                ORDER BY due_at, due_number, user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in Self.entry(row) }
    }

    /// Adds entries, each under the clock of its workspace.
    public func insert(_ entries: [DueEntry]) throws(StorageError) {
        try insert(entries, unlessThere: false)
    }

    /// Adds those of some entries that are not there yet.
    public func insertOnce(_ entries: [DueEntry]) throws(StorageError) {
        try insert(entries, unlessThere: true)
    }

    private func insert(_ entries: [DueEntry], unlessThere: Bool) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: entries) { entry, row in
            row[columns.clock] = Self.systemClock
            Self.fill(&row, with: entry)
        }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            INSERT INTO due (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.heldClock("batch")), \(unescaped: Self.list.names(after: 1))
            FROM \(batch) WHERE true
            \(unescaped: unlessThere ? "ON CONFLICT DO NOTHING" : "")
            """
        )
    }

    /// Entries of some kinds of a workspace in a span of time, after one that was seen, the earliest
    /// first.
    public func page(
        of kinds: [DueEntry.Kind],
        in workspace: WorkspaceID,
        _ span: Range<Instant>,
        after seen: (at: Instant, user: UserKey, kind: String)? = nil,
        limit: Int
    ) throws(StorageError) -> [DueEntry] {
        let names = kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let at = seen?.at ?? .distantPast
        let user = seen?.user.number ?? -1
        let kind = seen?.kind ?? ""
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM due
                WHERE workspace_id = \(workspace) AND kind IN (\(unescaped: names))
                    AND due_at >= \(span.lowerBound) AND due_at < \(span.upperBound)
                    AND (due_at, user_key, kind) > (\(at), \(user), \(kind))
                ORDER BY due_at, user_key, kind, subject LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in Self.entry(row) }
    }

    /// Removes entries, under whichever clock they are by now.
    public func remove(_ entries: [DueEntry]) throws(StorageError) {
        let keys = Self.list.keys(
            entries.lazy.flatMap { entry in
                [Self.systemClock, entry.workspace.number].map { clock in
                    [
                        clock, entry.at, entry.number, entry.user, entry.kind.rawValue,
                        entry.subject,
                    ]
                }
            }
        )
        try connection.delete(keys, from: Self.list)
    }

    /// Puts a workspace's entries under the clock that it goes by, once that has changed.
    public func followClock(of workspace: WorkspaceID) throws(StorageError) {
        let clock = Self.heldClock("due")
        try connection.send(
            """
            UPDATE due SET clock = \(unescaped: clock)
            WHERE workspace_id = \(workspace) AND clock <> \(unescaped: clock)
            """
        )
    }

    /// The number of the clock of a relation's workspaces: their own where it is held.
    private static func heldClock(_ relation: String) -> String {
        """
        coalesce((SELECT held.workspace_id FROM workspace AS held
                  WHERE held.workspace_id = \(relation).workspace_id
                      AND held.clock_at IS NOT NULL), \(systemClock))
        """
    }

    private static let systemClock: Int64 = 0
}

// MARK: - Rows

extension DueTable {
    /// The columns of the table.
    private struct Columns {
        let clock: Column<Int64>
        let at: Column<Instant>
        let number: Column<Int64>
        let user: Column<UserKey>
        let kind: Column<String>
        let subject: Column<Int64>
        let workspace: Column<WorkspaceID>
        let detail: Column<Int64>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("due")
            clock = list.key("clock")
            at = list.key("due_at")
            number = list.key("due_number")
            user = list.key("user_key")
            kind = list.key("kind")
            subject = list.key("subject")
            workspace = list.value("workspace_id")
            detail = list.value("detail")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, with entry: DueEntry) {
        row[columns.at] = entry.at
        row[columns.number] = entry.number
        row[columns.user] = entry.user
        row[columns.kind] = entry.kind.rawValue
        row[columns.subject] = entry.subject
        row[columns.workspace] = entry.workspace
        row[columns.detail] = entry.detail
    }

    private static func entry(_ row: any Row) -> DueEntry {
        DueEntry(
            kind: DueEntry.Kind(rawValue: row[columns.kind]),
            workspace: row[columns.workspace],
            subject: row[columns.subject],
            user: row[columns.user],
            at: row[columns.at],
            number: row[columns.number],
            detail: row[columns.detail]
        )
    }
}

extension Connection {
    /// The due list.
    public var due: DueTable { DueTable(connection: self) }
}
