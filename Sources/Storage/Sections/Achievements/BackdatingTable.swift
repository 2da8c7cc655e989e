public import CivilTime
public import Engine

/// How far the search for users who already have what it takes for an achievement has come.
public struct Backdating: Hashable, Sendable {
    /// The achievement.
    public let achievement: AchievementID
    /// The workspace whose users are looked at.
    public let workspace: WorkspaceID
    /// When it began.
    public let startedAt: Instant
    /// When it had looked at everybody.
    public let finishedAt: Instant?
    /// The last user looked at, from the oldest on.
    public let cursor: UserCursor
    /// How many users it has looked at.
    public let scanned: Int64
    /// How many there were when it began.
    public let total: Int64
    /// How many it completed the achievement for.
    public let completed: Int64
}

/// What one step of a search has come to.
public struct BackdatingStep: Hashable, Sendable {
    /// The last user looked at; nobody once all have been.
    public let cursor: UserCursor?
    /// How many users were looked at.
    public let scanned: Int64
    /// For how many of them each achievement was completed.
    public let completed: [AchievementID: Int64]

    /// A step.
    public init(cursor: UserCursor?, scanned: Int64, completed: [AchievementID: Int64]) {
        self.cursor = cursor
        self.scanned = scanned
        self.completed = completed
    }
}

/// The searches for users who already have what it takes.
public struct BackdatingTable {
    let connection: any Connection

    /// Begins a search, or begins it again.
    public func start(
        _ achievement: AchievementID,
        in workspace: WorkspaceID,
        total: Int64,
        at moment: Instant
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [achievement]) { achievement, row in
            row[columns.achievement] = achievement
            row[columns.workspace] = workspace
            row[columns.startedAt] = moment
            columns.cursor.fill(&row, with: .start)
            row[columns.scanned] = 0
            row[columns.total] = total
            row[columns.completed] = 0
        }
        try connection.upsert(batch, into: Self.list)
    }

    /// The search for an achievement, running or finished.
    public func find(_ achievement: AchievementID) throws(StorageError) -> Backdating? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM achievement_backdating
                WHERE achievement_id = \(achievement)
                """,
            Self.backdating
        )
    }

    /// Some searches that run in one workspace and have come equally far, so that they can go on
    /// together; none when nothing runs.
    public func next(limit: Int) throws(StorageError) -> [Backdating] {
        let first = try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM achievement_backdating
                WHERE finished_at IS NULL
                ORDER BY after_created_at, after_user_key, achievement_id LIMIT 1
                """,
            Self.backdating
        )
        guard let first else { return [] }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM achievement_backdating
                WHERE finished_at IS NULL AND workspace_id = \(first.workspace)
                    AND after_created_at = \(first.cursor.createdAt)
                    AND after_user_key = \(first.cursor.key)
                ORDER BY achievement_id LIMIT \(limit)
                """,
            Self.backdating
        )
    }

    /// Notes a step of some searches; one that began again meanwhile, or that another process has
    /// taken further, keeps its place.
    public func advance(
        _ searches: [Backdating],
        by step: BackdatingStep,
        at moment: Instant
    ) throws(StorageError) {
        for search in searches.sorted(by: { $0.achievement < $1.achievement }) {
            let cursor = step.cursor ?? search.cursor
            let finishedAt = step.cursor == nil ? moment : nil
            try connection.send(
                """
                UPDATE achievement_backdating
                SET after_created_at = \(cursor.createdAt),
                    after_user_key = \(cursor.key), finished_at = \(finishedAt),
                    scanned = scanned + \(step.scanned),
                    completed = completed + \(step.completed[search.achievement] ?? 0)
                WHERE achievement_id = \(search.achievement)
                    AND started_at = \(search.startedAt)
                    AND after_created_at = \(search.cursor.createdAt)
                    AND after_user_key = \(search.cursor.key)
                """
            )
        }
    }
}

// MARK: - Rows

extension BackdatingTable {
    /// The columns of the table.
    private struct Columns {
        let achievement: Column<AchievementID>
        let workspace: Column<WorkspaceID>
        let startedAt: Column<Instant>
        let finishedAt: Column<Instant?>
        let cursor: UserCursorColumns
        let scanned: Column<Int64>
        let total: Column<Int64>
        let completed: Column<Int64>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("achievement_backdating")
            achievement = list.key("achievement_id")
            workspace = list.value("workspace_id")
            startedAt = list.value("started_at")
            finishedAt = list.value("finished_at")
            cursor = UserCursorColumns(&list)
            scanned = list.value("scanned")
            total = list.value("total")
            completed = list.value("completed")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func backdating(_ row: any Row) throws(StorageError) -> Backdating {
        Backdating(
            achievement: row[columns.achievement],
            workspace: row[columns.workspace],
            startedAt: row[columns.startedAt],
            finishedAt: row[columns.finishedAt],
            cursor: columns.cursor.cursor(row),
            scanned: row[columns.scanned],
            total: row[columns.total],
            completed: row[columns.completed]
        )
    }
}

extension Connection {
    /// The table of searches.
    public var backdatings: BackdatingTable { BackdatingTable(connection: self) }
}
