import CivilTime
import Engine
import ServiceRuntime
import Storage

/// Finds users who already have what it takes for an achievement.
///
/// A page of users at a time is sent through the intake, as events are, so that nobody waits long
/// and each user is judged in one transaction. Judging twice changes nothing, so after a crash the
/// search simply goes on from the place that was noted last.
struct BackdatingJob: Job {
    let name = "backdating"
    let tools: JobTools

    func step() async throws -> Bool {
        let limits = tools.limits
        let (searches, users) = try await tools.read { (connection) throws(StorageError) in
            let searches = try connection.backdatings.next(
                limit: limits.maximumBackdatedAchievements
            )
            guard let first = searches.first else { return (searches, [] as [UserRow]) }
            let users = try connection.users.page(
                in: first.workspace,
                oldestAfter: first.cursor,
                limit: limits.maximumBackdatedUsers
            )
            return (searches, users)
        }
        guard let workspace = searches.first?.workspace else { return false }
        let completed = try await tools.judge(
            users.map(\.key),
            searches.map(\.achievement),
            in: workspace
        )
        let step = BackdatingStep(
            cursor: users.last.map(UserCursor.init),
            scanned: Int64(users.count),
            completed: completed
        )
        let now = tools.clock.now()
        try await tools.write { (connection) throws(StorageError) in
            try connection.backdatings.advance(searches, by: step, at: now)
        }
        return true
    }
}

extension JobTools {
    /// Has users judged, and tells for how many of them each achievement was completed.
    func judge(
        _ users: [UserKey],
        _ achievements: [AchievementID],
        in workspace: WorkspaceID
    ) async throws -> [AchievementID: Int64] {
        let completed = try await submit(
            users.map { (workspace, JudgeAchievements(achievements, of: $0)) }
        )
        var counts: [AchievementID: Int64] = [:]
        for each in completed.joined() { counts[each.achievement.id, default: 0] += 1 }
        return counts
    }
}
