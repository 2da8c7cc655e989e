/// What the engine knows about one user, section by section, and what a fold has changed of it.
public struct Snapshot: Sendable {
    /// Whose it is.
    public let key: UserKey
    /// The workspace of the user.
    public let workspace: WorkspaceID
    /// The version of the user's row that was read.
    public let version: Int64
    /// Whether anything may be stored; of a user never seen before nothing is, and so all is known.
    public let isStored: Bool
    /// Who the user is.
    public internal(set) var profile: ProfileSection
    /// What the user has done.
    public internal(set) var totals = TotalsSection()
    /// The user's streaks.
    public internal(set) var streaks = StreakSection()
    /// What the user has reached.
    public internal(set) var achievements = AchievementSection()
    /// The user's points.
    public internal(set) var points = PointsSection()
    /// The user's scores on leaderboards.
    public internal(set) var boards = BoardSection()
    /// What there is to tell.
    public internal(set) var facts = FactSection()

    /// A user of whom nothing else has been looked up.
    public init(key: UserKey, workspace: WorkspaceID, user: User? = nil, version: Int64 = 0) {
        self.key = key
        self.workspace = workspace
        self.version = version
        isStored = user != nil
        profile = ProfileSection(user)
    }

    /// The user, once seen.
    public var user: User? { profile.user }

    /// Whether a fold has left anything to be written of any section.
    public var mayHaveChanged: Bool {
        mayChangeRollUps || !facts.told.isEmpty || totals.hasChanged || streaks.hasChanged
            || achievements.hasChanged || points.hasChanged || boards.hasChanged
    }
}

extension [UserKey: Snapshot] {
    /// The snapshot of a user whom a command is about.
    func snapshot(of user: UserKey) throws(Interruption) -> Snapshot {
        guard let snapshot = self[user] else { throw .lacking([.user(user)]) }
        return snapshot
    }
}
