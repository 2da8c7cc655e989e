public import CivilTime
public import Engine
public import Storage

extension StreakDefinition {
    /// The definition that rows hold.
    init(_ stored: StoredStreakDefinition, zones: ZoneDatabase) throws(StorageError) {
        let milestones: [StreakMilestone]
        let versions: [StreakVersion]
        do {
            milestones = try StreakMilestoneDocument.milestones(from: stored.milestones)
            versions = try stored.versions.map { version in
                StreakVersion(
                    from: version.from,
                    rule: try StreakRuleDocument.rule(from: version.rule, zones: zones),
                    isPaused: version.isPaused,
                    isCustomizable: version.isCustomizable
                )
            }
        } catch {
            throw StorageError(
                .invalidValue,
                "a document of streak \(stored.id.number) is not what it should be: \(error)"
            )
        }
        guard !versions.isEmpty else {
            throw StorageError(.invalidValue, "streak \(stored.id.number) has no rule")
        }
        self.init(
            id: stored.id,
            publicID: stored.publicID,
            key: stored.key,
            name: stored.name,
            details: stored.details,
            isPrimary: stored.isPrimary,
            isCustomizable: stored.isCustomizable,
            milestones: milestones,
            createdAt: stored.createdAt,
            archivedAt: stored.archivedAt,
            revision: stored.revision,
            versions: versions,
            judgedCount: stored.judgedCount,
            changedAt: stored.changedAt
        )
    }

    /// The definition as rows hold it, with its versions from a place on.
    func stored(versionsFrom place: Int) -> StoredStreakDefinition {
        StoredStreakDefinition(
            id: id,
            publicID: publicID,
            key: key,
            name: name,
            details: details,
            isPrimary: isPrimary,
            isCustomizable: isCustomizable,
            milestones: StreakMilestoneDocument.text(of: milestones),
            createdAt: createdAt,
            archivedAt: archivedAt,
            revision: revision,
            versions: versions.dropFirst(place).map { version in
                StoredStreakDefinition.Version(
                    from: version.from,
                    rule: StreakRuleDocument.text(of: version.rule),
                    isPaused: version.isPaused,
                    isCustomizable: version.isCustomizable
                )
            },
            judgedCount: judgedCount,
            changedAt: changedAt
        )
    }
}

extension Connection {
    /// The streaks of a workspace that are not archived, oldest first.
    public func streaksInUse(
        in workspace: WorkspaceID,
        zones: ZoneDatabase
    ) throws(StorageError) -> [StreakDefinition] {
        var streaks: [StreakDefinition] = []
        for stored in try streakDefinitions.inUse(in: workspace) {
            streaks.append(try StreakDefinition(stored, zones: zones))
        }
        return streaks
    }
}
