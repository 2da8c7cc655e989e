public import CivilTime

/// Everything that a user's streak follows from, besides its rule.
public struct StreakRecord: Sendable {
    /// What the user did, in any order.
    public var activities: [StreakActivity]
    /// What else there is to know about the user.
    public var circumstances: StreakCircumstances

    /// A record.
    public init(activities: [StreakActivity], circumstances: StreakCircumstances) {
        self.activities = activities
        self.circumstances = circumstances
    }
}

/// What a streak follows from, besides its rule and what the user did.
public struct StreakCircumstances: Sendable {
    /// Where the user lived.
    public var zones: ZoneHistory
    /// The freezes that were granted.
    public var grants: [FreezeGrant]
    /// When the streak was paused.
    public var pauses: [StreakPause]
    /// When somebody reset or restored the streak, oldest first.
    public var corrections: [StreakCorrection]
    /// The amnesties that are for the user and the streak.
    public var amnesties: [StreakAmnesty] = []
    /// The days that the user takes off.
    public var rest = RestDays()
    /// When the user was first seen: the start of what time brings.
    public var firstSeenAt: Instant?

    /// The circumstances of a user.
    public init(
        zones: ZoneHistory,
        grants: [FreezeGrant] = [],
        pauses: [StreakPause] = [],
        corrections: [StreakCorrection] = [],
        firstSeenAt: Instant? = nil
    ) {
        self.zones = zones
        self.grants = grants
        self.pauses = pauses
        self.corrections = corrections
        self.firstSeenAt = firstSeenAt
    }
}

/// Something that a user did, as far as a streak is concerned.
public struct StreakActivity: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// The civil day in the user's zone, where it has been fixed (R1).
    public let day: CivilDate?
    /// The metric; nothing where there is only one kind.
    public let metric: MetricID?
    /// What it adds to a sum.
    public let amount: Amount
    /// What it carries.
    public let attributes: [String: String]

    /// An activity.
    public init(
        at: Instant,
        day: CivilDate? = nil,
        metric: MetricID? = nil,
        amount: Amount = Amount(1),
        attributes: [String: String] = [:]
    ) {
        self.at = at
        self.day = day
        self.metric = metric
        self.amount = amount
        self.attributes = attributes
    }

    /// What a user did, taken from an event.
    public init(_ event: Event) {
        self.init(
            at: event.occurredAt,
            day: event.day,
            metric: event.metric,
            amount: event.amount,
            attributes: event.attributes
        )
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
    /// The UUID by which callers know it; empty where nobody asks.
    public let publicID: String
    /// The dates.
    public let dates: ClosedRange<CivilDate>

    /// A pause.
    public init(_ dates: ClosedRange<CivilDate>, publicID: String = "") {
        self.publicID = publicID
        self.dates = dates
    }
}

/// A moment at which somebody reset or restored a streak (R15).
public struct StreakCorrection: Hashable, Sendable {
    /// What was done.
    public enum Kind: Hashable, Sendable {
        /// The run ended, and what was done before in its period counts no more.
        case reset
        /// The longest run of the last months was taken up again.
        case restore
    }

    /// When.
    public let at: Instant
    /// What was done; what became of it follows from the history.
    public let kind: Kind

    /// A reset or a restore at a moment.
    public init(at: Instant, _ kind: Kind) {
        self.at = at
        self.kind = kind
    }

    /// Whether it ends the run.
    public var isReset: Bool { kind == .reset }
}

extension Instant {
    /// Whether a correction of this moment has been made by another: those of one instant of a held
    /// clock lie a few microseconds apart, in the order of the calls.
    func isMade(by now: Instant) -> Bool { self < now.adding(milliseconds: 1) }
}
