public import Engine
import ServiceRuntime
public import Storage

extension Reading {
    /// A page of a user's events, latest first, deleted ones too.
    public func events(
        of id: String,
        in workspace: WorkspaceID,
        after cursor: EventCursor?,
        limit: Int
    ) async throws -> [Event] {
        try await database.readSlowly { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring)
            else { return nil as [Event]? }
            return try connection.events.page(of: row.key, after: cursor, limit: limit)
        }.found(id)
    }

    /// Every metric that events of a workspace may name, archived ones too.
    public func allMetrics(in workspace: WorkspaceID) async throws -> [MetricID: Metric] {
        let metrics = try await database.read { (connection) throws(StorageError) in
            try connection.metrics.all(in: workspace)
        }
        return Dictionary(metrics.map { ($0.id, $0) }) { first, _ in first }
    }

    /// What an export of a user begins with.
    public func exportHead(
        of id: String,
        in workspace: WorkspaceID
    ) async throws -> UserExportHead {
        try await database.readSlowly { [keyring, zones] (connection) throws(StorageError) in
            guard let profile = try connection.profile(id, in: workspace, keyring: keyring)
            else { return nil as UserExportHead? }
            let balances = try connection.value(
                of: connection.pointsBalances.balances(of: [profile.key])
            )[profile.key]
            return UserExportHead(
                profile: profile,
                stays: try connection.users.stays(of: [profile.key])[profile.key] ?? [],
                totals: try connection.metricDays.totals(of: profile.key),
                metrics: try connection.metrics.all(in: workspace),
                streaks: try connection.streakDefinitions.all(in: workspace, zones: zones)
                    .map { ($0.id, $0.key) },
                streakMarks: try connection.streakMarks.marks(of: [profile.key])[profile.key] ?? [],
                streakMilestones: try connection.streakMilestones.all(of: profile.key),
                achievements: try connection.achievements.active(in: workspace),
                completions: try connection.completions.all(of: profile.key),
                notes: try connection.userNotes.all(of: profile.key),
                balances: balances ?? [],
                systems: try connection.pointsItems.find(
                    PointsSystem.self,
                    (balances ?? []).map(\.system.number)
                )
            )
        }.found(id)
    }

    /// The next events of an export.
    public func exportEvents(
        of user: UserKey,
        after cursor: EventCursor?,
        limit: Int
    ) async throws -> [Event] {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.events.page(of: user, after: cursor, limit: limit)
        }
    }
}

/// What an export of a user holds besides the events and the rows of points.
public struct UserExportHead: Sendable {
    /// The user.
    public let profile: UserProfile
    /// The zones lived in.
    public let stays: [ZoneStay]
    /// The totals.
    public let totals: [MetricID: Amount]
    /// The metrics that totals and events may name.
    public let metrics: [Metric]
    /// The keys of the streaks that marks may name.
    public let streaks: [(id: StreakDefinitionID, key: String)]
    /// What was put on the user's streaks.
    public let streakMarks: [StreakMark]
    /// The lengths that the user's streaks have reached.
    public let streakMilestones: [EarnedMilestone]
    /// The achievements that completions may name.
    public let achievements: [Achievement]
    /// The completions by achievement.
    public let completions: [AchievementID: Completion]
    /// What support has written down about the user, newest first.
    public let notes: [UserNote]
    /// What the user has of points.
    public let balances: [PointsBalance]
    /// The systems that balances and rows name, also those that have ended.
    public let systems: [PointsSystem]
}
