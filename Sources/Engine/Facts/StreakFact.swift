public import CivilTime

/// What befell a user's streak.
public struct StreakFact: Hashable, Sendable {
    /// What befell it.
    public enum Kind: String, Sendable, CaseIterable {
        /// The length went from nothing to one.
        case started = "streak.started"
        /// The length grew.
        case extended = "streak.extended"
        /// A period was missed and nothing covered it.
        case lost = "streak.lost"
        /// A freeze was used for a missed period.
        case freezeConsumed = "streak.freeze_consumed"
        /// Time brought freezes.
        case freezeEarned = "streak.freeze_earned"
        /// What happened in the past turned out to be different (R8).
        case corrected = "streak.corrected"
        /// The length reached a milestone.
        case milestoneReached = "streak.milestone_reached"
        /// The run will end with its period unless something happens (R12).
        case atRisk = "streak.at_risk"
    }

    /// The public id of the streak's definition.
    public let streak: String
    /// What befell it.
    public let kind: Kind
    /// When.
    public let at: Instant
    /// The length after it; of a lost streak, the length that was lost.
    public let length: Int
    /// The length before it.
    public let previousLength: Int
    /// How many freezes the user held after it.
    public let freezes: Int
    /// How many freezes were used or came; of a milestone, its threshold.
    public let count: Int
    /// What the caller gives for the milestone that was reached.
    public let rewardItemID: String?
    /// When the run ends that is at risk.
    public let endsAt: Instant?

    /// A fact with all its parts.
    public init(
        streak: String,
        kind: Kind,
        at: Instant,
        length: Int,
        previousLength: Int,
        freezes: Int,
        count: Int = 0,
        rewardItemID: String? = nil,
        endsAt: Instant? = nil
    ) {
        self.streak = streak
        self.kind = kind
        self.at = at
        self.length = length
        self.previousLength = previousLength
        self.freezes = freezes
        self.count = count
        self.rewardItemID = rewardItemID
        self.endsAt = endsAt
    }

    /// What time brought to a streak.
    init(_ moment: StreakMoment, streak: String) {
        let kind: Kind
        var previousLength = moment.length
        var count = 0
        switch moment.kind {
        case .freezeConsumed: (kind, count) = (.freezeConsumed, 1)
        case .freezeEarned(let earned): (kind, count) = (.freezeEarned, earned)
        case .broken: kind = .lost
        case .atRisk: kind = .atRisk
        case .extended(let before):
            kind = moment.length == 1 ? .started : .extended
            previousLength = before
        }
        self.init(
            streak: streak,
            kind: kind,
            at: moment.at,
            length: moment.length,
            previousLength: previousLength,
            freezes: moment.freezes,
            count: count,
            endsAt: moment.endsAt
        )
    }
}

// MARK: - The envelope

extension Fact {
    /// What befell a streak.
    public init(_ fact: StreakFact) {
        var payload = FactPayload()
        payload.add("length", .whole(Int64(fact.length)))
        payload.add("previousLength", .whole(Int64(fact.previousLength)))
        payload.add("freezes", .whole(Int64(fact.freezes)))
        payload.add("count", .whole(Int64(fact.count)))
        payload.add("rewardItemId", fact.rewardItemID.map(FactValue.text))
        payload.add("endsAt", fact.endsAt.map(FactValue.instant))
        self.init(kind: Kind(fact.kind), subject: fact.streak, at: fact.at, payload: payload)
    }
}

extension StreakFact {
    /// What a fact says of a streak; nothing when it is not about one.
    public init?(_ fact: Fact) {
        guard let kind = Kind(rawValue: fact.kind.rawValue), let streak = fact.subject,
            let length = fact.payload["length"]?.whole
        else { return nil }
        self.init(
            streak: streak,
            kind: kind,
            at: fact.at,
            length: length,
            previousLength: fact.payload["previousLength"]?.whole ?? length,
            freezes: fact.payload["freezes"]?.whole ?? 0,
            count: fact.payload["count"]?.whole ?? 0,
            rewardItemID: fact.payload["rewardItemId"]?.text,
            endsAt: fact.payload["endsAt"]?.instant
        )
    }
}
