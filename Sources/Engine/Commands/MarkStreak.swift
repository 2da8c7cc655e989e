public import CivilTime

/// Puts a mark on a user's streak: something that does not follow from what the user did.
public struct MarkStreak: UserCommand {
    /// What it comes to.
    public typealias Outcome = MarkedStreak

    /// What is put there.
    public enum Kind: Hashable, Sendable {
        /// Freezes, from the user's today on.
        case grant(count: Int)
        /// Dates on which no streak of the user can break.
        case pause(ClosedRange<CivilDate>)
        /// The end of a pause, by its UUID.
        case endPause(String)
        /// The longest length of the last months again.
        case restore
        /// No length, whatever has been done in this period.
        case reset
    }

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// The streak; the primary one unless named.
    public var definition: StreakDefinitionID?
    /// What is put there.
    public var kind: Kind

    /// Something put on a user's streak.
    public init(
        user: UserKey,
        userID: String,
        definition: StreakDefinitionID? = nil,
        kind: Kind
    ) {
        self.user = user
        self.userID = userID
        self.definition = definition
        self.kind = kind
    }
    /// The caller's own id of the user.
    public var callersID: String? { userID }

    /// Every streak: a pause is on all of them.
    public var userTouches: [UserTouch] { [.streaks(.all)] }

    /// Puts it there; on a retry, unless it is there already.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> MarkedStreak {
        try fold.mark(self, number: number, in: &snapshot)
    }
}

/// What a mark on a user's streak came to.
public struct MarkedStreak: Hashable, Sendable {
    /// The UUID of the mark, by which a pause is ended.
    public let publicID: String
    /// The streak after it, where there is one.
    public let streak: StreakOutcome?
}
