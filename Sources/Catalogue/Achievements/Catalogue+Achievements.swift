import CivilTime
public import Engine
import ServiceRuntime
public import Storage

extension Catalogue {
    /// Creates achievements; what keeps one from being is an issue of its item alone.
    public func createAchievements(
        _ drafts: [AchievementChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Achievement, ItemIssue>] {
        try await edit(Achievement.self, in: workspace, for: drafts) {
            (editor, draft) throws(StorageError) in try editor.create(draft)
        }
    }

    /// Changes achievements; who has one keeps it.
    public func updateAchievements(
        _ changes: [AchievementChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Achievement, ItemIssue>] {
        try await edit(Achievement.self, in: workspace, for: changes) {
            (editor, change) throws(StorageError) in try editor.update(change)
        }
    }

    /// Ends achievements; nobody sees them any more.
    public func deleteAchievements(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await edit(Achievement.self, in: workspace) { (editor) throws(StorageError) in
            let going = editor.removable(Set(publicIDs))
            var results: [Result<String, ItemIssue>] = []
            for publicID in publicIDs {
                results.append(try editor.archive(publicID, with: going))
            }
            return results
        }
    }
}

extension Achievement {
    /// Whether users may have what it takes already; of what waits for a call, nobody can know.
    fileprivate var isFoundLater: Bool { status == .active && trigger.kind != .api }

    /// Whether the same users reach it as before.
    fileprivate func isReached(as before: Achievement) -> Bool {
        before.status == status && before.trigger == trigger && before.userFilter == userFilter
    }
}

extension Editor<Achievement> {
    /// Creates an achievement.
    mutating func create(
        _ draft: AchievementChange
    ) throws(StorageError) -> Result<Achievement, ItemIssue> {
        let id = try change.connection.achievements.nextID()
        let publicID = PublicID.make(at: change.now)
        let result = judge(draft, of: nil, id: id, publicID: publicID)
        guard case .success(let achievement) = result else { return result }
        try create(achievement)
        if achievement.isFoundLater { try startBackdating(achievement.id) }
        return result
    }

    /// Changes an achievement.
    mutating func update(
        _ wanted: AchievementChange
    ) throws(StorageError) -> Result<Achievement, ItemIssue> {
        guard let known = try find(wanted.publicID ?? "") else {
            return .failure(Achievement.notFound)
        }
        let result = judge(wanted, of: known, id: known.id, publicID: known.publicID)
        guard case .success(let achievement) = result else { return result }
        if !achievement.isReached(as: known),
            let issue = try change.issue(of: .achievement(known.id), in: workspace)
        {
            return .failure(issue)
        }
        try update(achievement)
        if achievement.isFoundLater, !achievement.isReached(as: known) {
            try startBackdating(achievement.id)
        }
        return result
    }

    private func judge(
        _ change: AchievementChange,
        of known: Achievement?,
        id: AchievementID,
        publicID: String
    ) -> Result<Achievement, ItemIssue> {
        let draft = AchievementDraft(
            change: change,
            known: known,
            id: id,
            surroundings: surroundings,
            achievements: items
        )
        return Result { () throws(ItemIssue) in try draft.achievement(publicID: publicID) }
    }

    private func startBackdating(_ achievement: AchievementID) throws(StorageError) {
        let connection = change.connection
        try connection.backdatings.start(
            achievement,
            in: workspace,
            total: try connection.userCounts.count(in: workspace),
            at: change.now
        )
    }
}

// MARK: - Reading

extension Catalogue {
    /// How the search for users who already have what it takes for an achievement goes, if there
    /// was one.
    public func backdating(of achievement: AchievementID) async throws -> Backdating? {
        try await database.read { (connection) throws(StorageError) in
            try connection.backdatings.find(achievement)
        }
    }

    /// The achievement that a change would make, without storing anything.
    ///
    /// With the id of an achievement, it is a change of that; without, a new one.
    public func draftAchievement(
        _ change: AchievementChange,
        in workspace: WorkspaceID
    ) async throws -> Result<Achievement, ItemIssue> {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.draft(change, in: workspace)
        }
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
}
