/// Tells what time has brought to a user's streak.
public struct SettleStreak: UserCommand {
    /// What it comes to.
    public typealias Outcome = Void

    /// The streak.
    public let definition: StreakDefinitionID
    /// The user.
    public var user: UserKey

    /// What time has brought to a streak, to be told.
    public init(_ definition: StreakDefinitionID, of user: UserKey) {
        self.definition = definition
        self.user = user
    }

    /// Nothing: the user is named by key.
    public var callersID: String? { nil }

    /// The streak.
    public var userTouches: [UserTouch] { [.streaks(.one(definition))] }

    /// Tells it, unless the streak is no more.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) {
        guard let definition = fold.rulebook.streak(id: definition) else { return }
        try fold.settleStreak(definition, in: &snapshot)
    }
}
