import CivilTime
import Engine
import Storage

/// How many users a definition would complete an achievement for, now.
public struct AchievementPreview: Hashable, Sendable {
    /// How many users would have it who have not yet.
    public internal(set) var completions = 0
    /// How many users were looked at.
    public internal(set) var users = 0
}

extension LaurelService {
    /// Says how many users would complete what a definition describes, without storing anything.
    ///
    /// With the id of an achievement, the definition is a change of it; without, a new one.
    public func previewAchievement(
        _ change: AchievementChange,
        in view: WorkspaceView
    ) async throws -> Result<AchievementPreview, ItemIssue> {
        let drafted = try await readSlowly { (connection) throws(StorageError) in
            try connection.draft(change, in: view.id)
        }
        guard case .success(var achievement) = drafted else { return drafted.map { _ in .init() } }
        achievement.status = .active
        let judged = achievement
        let fold = Fold(rulebook: view.rulebook, zones: zones, now: view.now)
        var preview = AchievementPreview()
        var cursor: UserCursor? = .start
        let limit = limits.maximumBackdatedUsers
        while let place = cursor {
            let page = try await readSlowly { [keyring] (connection) throws(StorageError) in
                let rows = try connection.users.page(
                    in: view.id,
                    oldestAfter: place,
                    limit: limit
                )
                let streaks = StreakLengths(connection: connection, keyring: keyring, fold: fold)
                let reached = try connection.snapshots(of: rows, for: judged, streaks)
                    .count { fold.wouldReach(judged, $0) }
                return (rows: rows, reached: reached)
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

extension Connection {
    /// The achievement that a change would make.
    fileprivate func draft(
        _ change: AchievementChange,
        in workspace: WorkspaceID
    ) throws(StorageError) -> Result<Achievement, ItemIssue> {
        let known = try achievements.active(in: workspace)
        let before = change.publicID.flatMap { id in known.first { $0.publicID == id } }
        guard change.publicID == nil || before != nil else {
            return .failure(Achievement.notFound)
        }
        let next = try achievements.nextID()
        let draft = AchievementDraft(
            change: change,
            known: before,
            id: before?.id ?? next,
            surroundings: try AchievementSurroundings(in: workspace, on: self),
            achievements: known
        )
        return Result { () throws(ItemIssue) in
            try draft.achievement(publicID: before?.publicID ?? "")
        }
    }

    /// Users with what an achievement asks for.
    fileprivate func snapshots(
        of rows: [UserRow],
        for achievement: Achievement,
        _ streaks: StreakLengths
    ) throws(StorageError) -> [Snapshot] {
        let keys = rows.map(\.key)
        let rulebook = streaks.fold.rulebook
        let known = Dictionary(rows.map { ($0.key, $0.user) }) { first, _ in first }
        let lengths =
            achievement.trigger.kind == .streak
            ? try streaks.lengths(of: known.compactMapValues { $0 }) : [:]
        let attributes = achievement.userFilter.isEmpty ? [:] : try users.attributes(of: keys)
        let threshold = achievement.trigger.threshold
        let places = threshold.map { threshold in keys.map { ($0, threshold.metric) } } ?? []
        let days = places.isEmpty ? [:] : try metricDays.newest(of: places)
        let filtered = try filteredTotals(of: keys.filter { days[$0] != nil }, threshold, rulebook)
        let completions = try completions.find(
            ([achievement.id] + achievement.trigger.parts).flatMap { part in
                keys.map { ($0, part) }
            }
        )
        return rows.map { row in
            var snapshot = Snapshot(
                key: row.key,
                user: row.user,
                attributes: attributes[row.key] ?? [:],
                tallies: (days[row.key] ?? [:]).map {
                    MetricTally(metric: $0.key, stored: $0.value)
                }
            )
            snapshot.achievements = AchievementState(
                completions: completions[row.key] ?? [:],
                filteredTotals: filtered[row.key] ?? [:]
            )
            snapshot.achievements.longestStreak = lengths[row.key]?.longest
            return snapshot
        }
    }

    private func filteredTotals(
        of keys: [UserKey],
        _ threshold: MetricThreshold?,
        _ rulebook: Rulebook
    ) throws(StorageError) -> [UserKey: [EventFilterID: Amount]] {
        guard let threshold, let filter = threshold.filter else { return [:] }
        return try filteredTotals.totals(
            at: keys.map {
                FilteredTotalPlace(user: $0, metric: threshold.metric, filter: filter)
            }
        ) { _, carried in rulebook.eventAttributes(carried) }
    }
}
