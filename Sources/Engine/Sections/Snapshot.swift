/// What the engine knows about one user, section by section, and what a fold has changed of it.
public struct Snapshot: Sendable {
    /// Whose it is.
    public let key: UserKey
    /// The workspace of the user.
    public let workspace: WorkspaceID
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
    public init(key: UserKey, workspace: WorkspaceID, user: User? = nil) {
        self.key = key
        self.workspace = workspace
        isStored = user != nil
        profile = ProfileSection(user)
    }

    /// The user, once seen.
    public var user: User? { profile.user }
}

extension [UserKey: Snapshot] {
    /// The snapshot of a user whom a command is about.
    func snapshot(of user: UserKey) throws(Interruption) -> Snapshot {
        guard let snapshot = self[user] else { throw .lacking([.user(user)]) }
        return snapshot
    }
}
