public import CivilTime
public import Engine
public import Storage

/// Whoever runs an intake: knows the rules of workspaces, and is told what became of groups.
public protocol IntakeHost: Sendable {
    /// The rules of workspaces as they are inside a transaction, of those that exist.
    func rules(
        of workspaces: Set<WorkspaceID>,
        on connection: any Connection
    ) throws(StorageError) -> [WorkspaceID: WorkspaceRules]

    /// Hears what else follows from a group that has been committed, before its callers are
    /// answered.
    func noteCommit(_ effects: GroupEffects)

    /// Hears how many events a group had, and how long it took.
    func noteGroup(events: Int, duration: Duration)

    /// Hears that a transaction is tried again.
    func noteRetry(_ error: StorageError)

    /// Hears that callers were told of a failure.
    func noteFailure(_ error: StorageError)
}

/// By what the commands of a workspace are judged.
public struct WorkspaceRules: Sendable {
    /// The rules.
    public let rulebook: Rulebook
    /// The moment at which the workspace's clock is held, if it is.
    public let clockAt: Instant?

    /// The rules of a workspace.
    public init(rulebook: Rulebook, clockAt: Instant?) {
        self.rulebook = rulebook
        self.clockAt = clockAt
    }
}

/// What follows from a group besides its answers.
public struct GroupEffects: Sendable {
    /// Whether there is something to tell.
    public private(set) var hasFacts = false
    /// The entries of the due list that are dead now.
    public private(set) var retired: [DueEntry] = []
    /// The scores on leaderboards that are others now.
    public private(set) var scores: [ScoreChange] = []
    /// The streaks whose newest version has judged somebody for the first time (R13).
    public private(set) var judged: [WorkspaceID: [StreakDefinition]] = [:]

    /// What follows from what was changed.
    public init(of snapshots: some Collection<Snapshot>) {
        // A snapshot is large, so that all of them are gone through once.
        for snapshot in snapshots {
            hasFacts = hasFacts || !snapshot.facts.told.isEmpty
            retired += snapshot.retiredDue
            scores += snapshot.scoreChanges
            for streak in snapshot.streaks.newlyJudged
            where judged[snapshot.workspace]?.contains(where: { $0.id == streak.id }) != true {
                judged[snapshot.workspace, default: []].append(streak)
            }
        }
    }
}

extension GroupEffects {
    /// Notes streaks that have judged somebody: last, and in one order, so that two groups never
    /// wait for each other in a circle.
    public func noteJudged(on connection: any Connection) throws(StorageError) {
        for streak in judged.values.joined().sorted(by: { $0.id.number < $1.id.number }) {
            try connection.streakDefinitions.noteJudged(
                streak.id,
                versionCount: streak.versions.count,
                revision: streak.revision
            )
        }
    }
}
