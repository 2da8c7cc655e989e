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
        try connection.execute(
            """
            INSERT INTO achievement_backdating
                (achievement_id, workspace_id, started_at, finished_at, after_created_at,
                 after_user_key, scanned, total, completed)
            VALUES (\(achievement.number), \(workspace.number), \(moment.microseconds), NULL,
                    \(Instant.distantPast.microseconds), 0, 0, \(total), 0)
            ON CONFLICT (achievement_id) DO UPDATE
            SET started_at = excluded.started_at, finished_at = NULL,
                after_created_at = excluded.after_created_at,
                after_user_key = excluded.after_user_key, scanned = 0, total = excluded.total,
                completed = 0
            """
        )
    }

    /// The search for an achievement, running or finished.
    public func find(_ achievement: AchievementID) throws(StorageError) -> Backdating? {
        try connection.firstRow(
            of: "\(unescaped: Self.selection) WHERE achievement_id = \(achievement.number)",
            Self.backdating
        )
    }

    /// Some searches that run in one workspace and have come equally far, so that they can go on
    /// together; none when nothing runs.
    public func next(limit: Int) throws(StorageError) -> [Backdating] {
        let first = try connection.firstRow(
            of: """
                \(unescaped: Self.selection) WHERE finished_at IS NULL
                ORDER BY after_created_at, after_user_key, achievement_id LIMIT 1
                """,
            Self.backdating
        )
        guard let first else { return [] }
        return try connection.rows(
            of: """
                \(unescaped: Self.selection)
                WHERE finished_at IS NULL AND workspace_id = \(first.workspace.number)
                    AND after_created_at = \(first.cursor.createdAt.microseconds)
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
            let finishedAt = step.cursor == nil ? moment.microseconds : nil
            try connection.execute(
                """
                UPDATE achievement_backdating
                SET after_created_at = \(cursor.createdAt.microseconds),
                    after_user_key = \(cursor.key), finished_at = \(finishedAt),
                    scanned = scanned + \(step.scanned),
                    completed = completed + \(step.completed[search.achievement] ?? 0)
                WHERE achievement_id = \(search.achievement.number)
                    AND started_at = \(search.startedAt.microseconds)
                    AND after_created_at = \(search.cursor.createdAt.microseconds)
                    AND after_user_key = \(search.cursor.key)
                """
            )
        }
    }

    private static let selection = """
        SELECT achievement_id, workspace_id, started_at, finished_at, after_created_at,
               after_user_key, scanned, total, completed
        FROM achievement_backdating
        """

    private static func backdating(_ row: any Row) throws(StorageError) -> Backdating {
        Backdating(
            achievement: AchievementID(row.integer(0)),
            workspace: WorkspaceID(row.integer(1)),
            startedAt: Instant(microseconds: row.integer(2)),
            finishedAt: row.optionalInteger(3).map(Instant.init(microseconds:)),
            cursor: UserCursor(
                createdAt: Instant(microseconds: row.integer(4)),
                key: row.integer(5)
            ),
            scanned: row.integer(6),
            total: row.integer(7),
            completed: row.integer(8)
        )
    }
}

extension Connection {
    /// The table of searches.
    public var backdatings: BackdatingTable { BackdatingTable(connection: self) }
}
