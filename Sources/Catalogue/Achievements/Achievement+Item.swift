import Engine
import Storage

extension Achievement: Item {
    static var itemKind: ItemKind { .achievement }
    var ownKey: String? { if case .api(let key) = trigger { key } else { nil } }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [Achievement] {
        try change.connection.achievements.active(in: workspace)
    }

    static func surroundings(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> AchievementSurroundings {
        try AchievementSurroundings(in: workspace, on: change.connection)
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.achievements.insert(self, in: workspace, at: change.now)
    }

    func update(from old: Achievement, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.achievements.update(self)
    }

    func archive(
        beside surroundings: AchievementSurroundings,
        among items: [Achievement],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        try change.connection.achievements.archive(id, at: change.now)
    }

    func document(
        beside surroundings: AchievementSurroundings,
        among items: [Achievement]
    ) -> String {
        AchievementDocument.text(
            of: self,
            naming: ItemNames(surroundings.metrics, surroundings.attributes, items)
        )
    }
}

extension Editor<Achievement> {
    /// Those of some achievements that can go together: of which nothing that stays consists.
    func removable(_ publicIDs: Set<String>) -> Set<String> {
        let composites = items.filter { !$0.trigger.parts.isEmpty }
        var going = items.filter { publicIDs.contains($0.publicID) }
        var ids = Set(going.map(\.id))
        var count: Int
        // Whoever stays keeps its parts, and they keep theirs.
        repeat {
            count = going.count
            let kept = Set(composites.filter { !ids.contains($0.id) }.flatMap(\.trigger.parts))
            going.removeAll { kept.contains($0.id) }
            ids = Set(going.map(\.id))
        } while going.count < count
        return Set(going.map(\.publicID))
    }

    /// Ends an achievement, unless others that stay consist of it.
    mutating func archive(
        _ publicID: String,
        with others: Set<String>
    ) throws(StorageError) -> Result<String, ItemIssue> {
        guard let achievement = try find(publicID) else { return .failure(Achievement.notFound) }
        let whole = items.first { other in
            other.trigger.parts.contains(achievement.id) && !others.contains(other.publicID)
        }
        if let whole {
            return .failure(
                .isPart(of: whole.name)
            )
        }
        if let issue = try change.issue(of: .achievement(achievement.id), in: workspace) {
            return .failure(issue)
        }
        try end(achievement)
        return .success(publicID)
    }
}

extension ItemIssue {
    /// Why an attribute cannot be deleted: what an achievement asks for would look open to everybody
    /// and be so to nobody.
    static func keeping(_ attribute: Attribute, for achievements: [Achievement]) -> ItemIssue? {
        let user = achievements.first { achievement in
            achievement.userFilter.attributes[attribute.id] != nil
                || achievement.trigger.threshold?.filter?.attributes.attributes[attribute.id] != nil
        }
        return user.map { .attributeOfAchievement($0.name) }
    }
}
