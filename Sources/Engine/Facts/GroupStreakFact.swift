public import CivilTime

/// What befell the streak of a group.
///
/// It names nobody: a member may be erased, and the fact stays.
public struct GroupStreakFact: Hashable, Sendable {
    /// What befell it.
    public enum Kind: String, Sendable, CaseIterable {
        /// The length went from nothing to one.
        case started = "group_streak.started"
        /// The length grew.
        case extended = "group_streak.extended"
        /// A period was missed by too many.
        case lost = "group_streak.lost"
        /// What happened in the past turned out to be different (R8).
        case corrected = "group_streak.corrected"
    }

    /// What befell it, whichever group it is.
    public struct Step: Hashable, Sendable {
        /// What befell it.
        public let kind: Kind
        /// When.
        public let at: Instant
        /// The first date of the period, where it is about one.
        public let period: CivilDate?
        /// The length after it; of a lost streak, the length that was lost.
        public let length: Int
        /// The length before it.
        public let previousLength: Int
    }

    /// The id of the group.
    public let group: String
    /// The group's name at that time.
    public let name: String
    /// The key of the streak that its members have.
    public let streak: String
    /// What befell it.
    public let step: Step

    /// A fact about a group.
    public init(_ step: Step, of group: String, named name: String, streak: String) {
        self.step = step
        self.group = group
        self.name = name
        self.streak = streak
    }
}

extension Fact {
    /// What befell the streak of a group.
    public init(_ fact: GroupStreakFact) {
        var payload = FactPayload()
        payload.add("groupId", .text(fact.group))
        payload.add("name", .text(fact.name))
        payload.add("streak", .text(fact.streak))
        payload.add("period", fact.step.period.map(FactValue.date))
        payload.add("length", .whole(Int64(fact.step.length)))
        payload.add("previousLength", .whole(Int64(fact.step.previousLength)))
        self.init(
            kind: Kind(rawValue: fact.step.kind.rawValue),
            subject: fact.group,
            at: fact.step.at,
            payload: payload
        )
    }
}
