public import CivilTime

/// Something that happened because of a command, or because time went by.
public enum Fact: Hashable, Sendable {
    /// Something befell a streak.
    case streak(StreakFact)
}

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
    }

    /// The streak.
    public let definition: StreakDefinitionID
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
    /// How many freezes were used or came.
    public let count: Int

    /// A fact with all its parts.
    public init(
        definition: StreakDefinitionID,
        kind: Kind,
        at: Instant,
        length: Int,
        previousLength: Int,
        freezes: Int,
        count: Int = 0
    ) {
        self.definition = definition
        self.kind = kind
        self.at = at
        self.length = length
        self.previousLength = previousLength
        self.freezes = freezes
        self.count = count
    }

    /// What time brought to a streak.
    init(_ moment: StreakMoment, definition: StreakDefinitionID) {
        let kind: Kind
        var previousLength = moment.length
        var count = 0
        switch moment.kind {
        case .freezeConsumed: (kind, count) = (.freezeConsumed, 1)
        case .freezeEarned(let earned): (kind, count) = (.freezeEarned, earned)
        case .broken: kind = .lost
        case .extended(let before):
            kind = moment.length == 1 ? .started : .extended
            previousLength = before
        }
        self.init(
            definition: definition,
            kind: kind,
            at: moment.at,
            length: moment.length,
            previousLength: previousLength,
            freezes: moment.freezes,
            count: count
        )
    }
}
