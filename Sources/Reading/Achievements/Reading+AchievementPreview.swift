public import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage

/// How many users a definition would complete an achievement for, now.
public struct AchievementPreview: Hashable, Sendable {
    /// How many users would have it who have not yet.
    public internal(set) var completions = 0
    /// How many users were looked at.
    public internal(set) var users = 0
}

extension Reading {
    /// Says how many users would complete what a definition describes, without storing anything.
    ///
    /// With the id of an achievement, the definition is a change of it; without, a new one.
    public func previewAchievement(
        _ change: AchievementChange,
        in view: WorkspaceView
    ) async throws -> Result<AchievementPreview, ItemIssue> {
        let drafted = try await catalogue.draftAchievement(change, in: view.id)
        guard case .success(var achievement) = drafted else { return drafted.map { _ in .init() } }
        achievement.status = .active
        let judged = achievement
        let fold = Fold(rulebook: view.rulebook, zones: zones, now: view.now)
        var preview = AchievementPreview()
        var cursor: UserCursor? = .start
        let limit = limits.maximumPreviewedUsers
        while let newest = cursor {
            let page = try await database.readSlowly { (connection) throws(StorageError) in
                let rows = try connection.users.page(
                    in: view.id,
                    oldestAfter: newest,
                    limit: limit
                )
                let streaks = StreakLengths(
                    connection: connection,
                    fold: fold,
                    workspace: view.id
                )
                return (rows: rows, reached: try streaks.countReaching(judged, among: rows))
            }
            preview.users += page.rows.count
            preview.completions += page.reached
            cursor = page.rows.last.map {
                UserCursor($0)
            }
        }
        return .success(preview)
    }
}

extension StreakLengths {
    /// How many of some users would complete an achievement.
    fileprivate func countReaching(
        _ achievement: Achievement,
        among rows: [UserRow]
    ) throws(StorageError) -> Int {
        let known = Dictionary(rows.map { ($0.key, $0.user) }) { first, _ in first }
        let lengths =
            achievement.trigger.kind == .streak
            ? try lengths(of: known.compactMapValues { $0 }) : [:]
        var snapshots: [UserKey: Snapshot] = [:]
        for row in rows {
            var snapshot = Snapshot(key: row.key, workspace: workspace, user: row.user)
            snapshot.learn(longestStreak: lengths[row.key]?.longest)
            snapshots[row.key] = snapshot
        }
        return try source.ask(&snapshots) { snapshot throws(Interruption) in
            try fold.wouldReach(achievement, snapshot)
        }.count { $0.value }
    }
}
