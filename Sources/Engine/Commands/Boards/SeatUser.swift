/// Ranks a user in the bracket that the user has been given.
///
/// Doing so twice changes nothing.
public struct SeatUser: UserCommand {
    /// Nothing.
    public typealias Outcome = Void

    /// The user.
    public var user: UserKey
    /// The leaderboard.
    public let board: BoardID

    /// A user who has been given a bracket of a leaderboard.
    public init(_ user: UserKey, on board: BoardID) {
        self.user = user
        self.board = board
    }

    /// Nobody named the user.
    public var callersID: String? { nil }

    /// Nothing that could be told beforehand.
    public var userTouches: [UserTouch] { [] }

    /// Lists the user's scores anew.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) {
        guard snapshot.user != nil, let board = fold.rulebook.boards[board],
            board.state != .inactive
        else { return }
        try fold.listAnew([board], in: &snapshot)
    }
}
