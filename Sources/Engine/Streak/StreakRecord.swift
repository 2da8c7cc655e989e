public import CivilTime

/// Everything that a user's streak follows from, besides its rule.
public struct StreakRecord: Sendable {
    /// What the user did, in any order.
    public var activities: [StreakActivity]
    /// Where the user lived.
    public var zones: ZoneHistory
    /// The freezes that were granted.
    public var grants: [FreezeGrant]
    /// When the streak was paused.
    public var pauses: [StreakPause]

    /// A record.
    public init(
        activities: [StreakActivity],
        zones: ZoneHistory,
        grants: [FreezeGrant] = [],
        pauses: [StreakPause] = []
    ) {
        self.activities = activities
        self.zones = zones
        self.grants = grants
        self.pauses = pauses
    }
}

/// Something that a user did, as far as a streak is concerned.
public struct StreakActivity: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// What it adds to a sum.
    public let amount: Amount
    /// What it carries.
    public let attributes: [String: String]

    /// An activity.
    public init(at: Instant, amount: Amount = Amount(1), attributes: [String: String] = [:]) {
        self.at = at
        self.amount = amount
        self.attributes = attributes
    }
}

/// Freezes given to a user on a date: they can cover the period that holds it, and later ones.
public struct FreezeGrant: Hashable, Sendable {
    /// The date.
    public let on: CivilDate
    /// How many.
    public let count: Int

    /// A grant.
    public init(on: CivilDate, count: Int) {
        self.on = on
        self.count = count
    }
}

/// Dates, both inclusive, on which a user's streak cannot break.
public struct StreakPause: Hashable, Sendable {
    /// The dates.
    public let dates: ClosedRange<CivilDate>

    /// A pause.
    public init(_ dates: ClosedRange<CivilDate>) {
        self.dates = dates
    }
}
