/// Takes a user off all leaderboards, or puts the user back; everybody below moves at once.
public struct HideUser: UserCommand {
    /// Nothing.
    public typealias Outcome = Void

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public let userID: String
    /// Whether the user is to be on none.
    public let isHidden: Bool

    /// A user to be hidden, or seen again.
    public init(user: UserKey, userID: String, isHidden: Bool) {
        self.user = user
        self.userID = userID
        self.isHidden = isHidden
    }

    /// The caller's own id of the user.
    public var callersID: String? { userID }

    /// Nothing that could be told beforehand.
    public var userTouches: [UserTouch] { [] }

    /// Hides the user, or does not.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) {
        try fold.hide(self, in: &snapshot)
    }
}

extension Fold {
    /// Takes a user off all leaderboards, or puts the user back.
    func hide(_ command: HideUser, in snapshot: inout Snapshot) throws(Interruption) {
        guard var user = snapshot.user else {
            throw .refused(Refusal(.unknownUser(command.userID)))
        }
        guard user.preferences.isHiddenFromBoards != command.isHidden else { return }
        user.preferences.isHiddenFromBoards = command.isHidden
        user.updatedAt = now
        snapshot.profile.user = user
        snapshot.profile.hasChanged = true
        let field = "hiddenFromLeaderboards"
        snapshot.tell(Fact(UserFact(kind: .changed, at: now, fields: [field])))
        try listAnew(rulebook.boards.counting, in: &snapshot)
    }
}
