public import CivilTime

/// What the streak of a group is at one moment, with every period that it follows from (R21).
public struct GroupState: Sendable {
    /// Where it stands.
    public enum Status: String, Sendable, CaseIterable {
        /// No period ever counted.
        case none
        /// The current period counts.
        case extended
        /// It does not yet, and the run is unbroken.
        case alive
        /// A period was missed.
        case broken
    }

    /// How many periods of the run counted.
    public internal(set) var length = 0
    /// The longest run of its history, as that is now.
    public internal(set) var longest = 0
    /// Where it stands.
    public internal(set) var status = Status.none
    /// The first date of the period with which the run began.
    public internal(set) var startedOn: CivilDate?
    /// The first date of the last period that ended a run.
    public internal(set) var brokenOn: CivilDate?
    /// When the run ends, unless enough members satisfy their period by then.
    public internal(set) var deadline: Instant?
    /// When it may be another one although no member does anything; nothing where it will not.
    public internal(set) var nextChangeAt: Instant?
    /// Its periods, oldest first, through the current one.
    public internal(set) var periods: [GroupPeriod] = []

    /// The state of a group in which nobody did anything.
    public init() {}
}

/// One period of a group's streak.
public struct GroupPeriod: Hashable, Sendable {
    /// What it was found to be.
    public enum Verdict: String, Sendable, CaseIterable {
        /// It counts: enough members satisfied it.
        case satisfied
        /// It neither counts nor ends the run: those who satisfied it and those who were covered
        /// are enough.
        case covered
        /// Neither is the case, and it is not over for everybody.
        case open
        /// Neither is the case, and it is over.
        case missed
    }

    /// A member, and what the member did.
    public struct Member: Hashable, Sendable {
        /// The member.
        public let user: UserKey
        /// What the member did.
        public let part: GroupPart
    }

    /// Its dates.
    public let dates: ClosedRange<CivilDate>
    /// What it was found to be.
    public let verdict: Verdict
    /// How many members have to satisfy it.
    public let needed: Int
    /// Who belonged to the group in it, in the order of joining.
    public let members: [Member]
    /// When it counted, or ended for the last of those who did not satisfy it.
    public let at: Instant
    /// The length before it.
    public let lengthBefore: Int
    /// The length after it.
    public let length: Int
    /// When the run began that goes on after it.
    let startedOn: CivilDate?

    /// Whether something is told of it: it counts, or ended a run.
    var isStep: Bool {
        verdict == .satisfied || verdict == .missed && lengthBefore > 0
    }
}
