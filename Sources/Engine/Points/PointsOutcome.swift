/// What a command came to for a user's points in one system.
public struct PointsOutcome: Hashable, Sendable {
    /// The system.
    public let system: PointsSystem
    /// The total after it.
    public let total: Int64
    /// How much it added; below zero where it took something.
    public let added: Int64
    /// The level that the user is on now, where it has changed.
    public let level: PointsLevelStep?
    /// The rows that it made, oldest first.
    public let awards: [PointsAward]
}

/// That a user is on another level.
public struct PointsLevelStep: Hashable, Sendable {
    /// The level before; nothing below the lowest.
    public let before: PointsLevel?
    /// The level now; nothing below the lowest.
    public let after: PointsLevel?

    /// A change from one level to another; nothing where they are the same.
    public init?(from before: PointsLevel?, to after: PointsLevel?) {
        guard before?.id != after?.id else { return nil }
        self.before = before
        self.after = after
    }
}

/// A row of a ledger, with what it was given for.
public struct PointsAward: Hashable, Sendable {
    /// Its name.
    public let id: PointsRowID
    /// The row.
    public let row: PointsRow
    /// The trigger, if one gave it.
    public let trigger: PointsTrigger?
    /// The boosts that it was multiplied by, oldest first.
    public let boosts: [PointsBoost]

    /// A row of a user, with what it was given for.
    public init(
        _ row: PointsRow,
        of user: UserKey,
        trigger: PointsTrigger?,
        boosts: [PointsBoost]
    ) {
        id = PointsRowID(row, of: user)
        self.row = row
        self.trigger = trigger
        self.boosts = boosts
    }
}
