/// Gives a user the scores that follow from what was done before leaderboards were opened.
///
/// Doing so twice changes nothing.
public struct FillBoards: UserCommand {
    /// Nothing.
    public typealias Outcome = Void

    /// The user.
    public var user: UserKey
    /// The leaderboards.
    public let boards: [BoardID]

    /// Scores to be found for a user.
    public init(of user: UserKey, for boards: [BoardID]) {
        self.user = user
        self.boards = boards
    }

    /// Nobody named the user.
    public var callersID: String? { nil }

    /// Nothing that could be told beforehand.
    public var userTouches: [UserTouch] { [] }

    /// Finds the scores.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) {
        guard snapshot.user != nil else { return }
        for id in boards {
            guard let board = fold.rulebook.boards[id] else { continue }
            try fold.fill(board, in: &snapshot)
        }
    }
}
