import CivilTime
public import Engine
import ServiceRuntime
import Storage

extension LaurelService {
    /// Creates achievements; what keeps one from being is an issue of its item alone.
    public func createAchievements(
        _ drafts: [AchievementChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Achievement, ItemIssue>] {
        let now = clock.now()
        return try await changeConfiguration(of: workspace) { (connection) throws(StorageError) in
            var desk = try AchievementDesk(connection, workspace: workspace)
            var results: [Result<Achievement, ItemIssue>] = []
            for draft in drafts {
                let id = try connection.achievements.nextID()
                let result = Result { () throws(ItemIssue) in
                    try desk.apply(draft, to: nil, id: id, publicID: PublicID.make(at: now))
                }
                if case .success(let achievement) = result {
                    try connection.achievements.insert(achievement, in: workspace, at: now)
                    if achievement.isFoundLater {
                        try connection.startBackdating(achievement.id, in: workspace, at: now)
                    }
                }
                results.append(result)
            }
            return results
        }
    }

    /// Changes achievements; who has one keeps it.
    public func updateAchievements(
        _ changes: [AchievementChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Achievement, ItemIssue>] {
        let now = clock.now()
        return try await changeConfiguration(of: workspace) { (connection) throws(StorageError) in
            var desk = try AchievementDesk(connection, workspace: workspace)
            var results: [Result<Achievement, ItemIssue>] = []
            for change in changes {
                let before = try? desk.find(change.publicID ?? "")
                let result = Result { () throws(ItemIssue) in
                    let known = try desk.find(change.publicID ?? "")
                    return try desk.apply(
                        change,
                        to: known,
                        id: known.id,
                        publicID: known.publicID
                    )
                }
                if case .success(let achievement) = result {
                    try connection.achievements.update(achievement)
                    if achievement.isFoundLater, !achievement.isReached(as: before) {
                        try connection.startBackdating(achievement.id, in: workspace, at: now)
                    }
                }
                results.append(result)
            }
            return results
        }
    }

    /// Ends achievements; nobody sees them any more.
    public func deleteAchievements(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        let now = clock.now()
        return try await changeConfiguration(of: workspace) { (connection) throws(StorageError) in
            var desk = try AchievementDesk(connection, workspace: workspace)
            let going = desk.removable(Set(publicIDs))
            var results: [Result<String, ItemIssue>] = []
            for publicID in publicIDs {
                let result = Result { () throws(ItemIssue) in
                    try desk.remove(publicID, with: going)
                }
                if case .success(let id) = result {
                    try connection.achievements.archive(id, at: now)
                }
                results.append(result.map { _ in publicID })
            }
            return results
        }
    }
}

extension Achievement {
    /// Whether users may have what it takes already; of what waits for a call, nobody can know.
    fileprivate var isFoundLater: Bool { status == .active && trigger.kind != .api }

    /// Whether the same users reach it as before.
    fileprivate func isReached(as before: Achievement?) -> Bool {
        before?.status == status && before?.trigger == trigger && before?.userFilter == userFilter
    }
}

extension Connection {
    fileprivate func startBackdating(
        _ achievement: AchievementID,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        let total = try userCounts.count(in: workspace)
        try backdatings.start(achievement, in: workspace, total: total, at: moment)
    }
}
