/// Takes out of a user's score what is too old for a leaderboard of the last days.
///
/// Doing so twice changes nothing.
public struct SlideBoard: UserCommand {
    /// Nothing.
    public typealias Outcome = Void

    /// The user.
    public var user: UserKey
    /// The leaderboard.
    public let board: BoardID

    /// A score to be looked at.
    public init(_ board: BoardID, of user: UserKey) {
        self.board = board
        self.user = user
    }

    /// Nobody named the user.
    public var callersID: String? { nil }

    /// Nothing that could be told beforehand.
    public var userTouches: [UserTouch] { [] }

    /// Takes out what is too old.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) {
        guard snapshot.user != nil, let board = fold.rulebook.boards[board],
            board.state != .inactive, board.rollingDays != nil
        else { return }
        try fold.slide(board, in: &snapshot)
    }
}
