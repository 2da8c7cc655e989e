public import CivilTime

/// What a streak is at one moment.
public struct StreakState: Hashable, Sendable {
    /// Where it stands (R5).
    public enum Status: String, Sendable {
        /// The current period is satisfied.
        case extended
        /// It is not yet, and the run is unbroken.
        case alive
        /// A past period was missed, and nothing covered it.
        case broken
        /// The same, where the count is kept.
        case lapsed
        /// Nothing was ever satisfied.
        case none
    }

    /// How many satisfied periods the run has.
    public internal(set) var length = 0
    /// Where it stands.
    public internal(set) var status = Status.none
    /// The longest run ever.
    public internal(set) var longest = 0
    /// How many freezes the user holds.
    public internal(set) var freezeBalance = 0
    /// The first date of the period that holds the moment; none of a rolling window.
    public internal(set) var currentPeriod: CivilDate?
    /// The first date of the last period that broke a run.
    public internal(set) var brokenPeriod: CivilDate?
    /// How long until the current window closes, or, once a rolling one has closed, until the run
    /// breaks.
    public internal(set) var secondsUntilClose: Int64?
    /// The first date of the period in which the run began.
    public internal(set) var startedOn: CivilDate?
    /// The last date on which the run can still be kept, freezes aside.
    public internal(set) var expiresOn: CivilDate?
    /// The dates of the current period.
    public internal(set) var currentDates: ClosedRange<CivilDate>?
    /// When the current window opened, and when it closes; of a rolling one that has closed and is
    /// waiting for the next, nothing.
    public internal(set) var window: Range<Instant>?
    /// When the run breaks if nothing happens any more and nothing covers it.
    public internal(set) var deadline: Instant?
    /// What would cover the current period if it ended unsatisfied; nothing when it is satisfied, or
    /// no run is going.
    public internal(set) var cover: JudgedPeriod.Verdict?
    /// Since when the current period is satisfied.
    public internal(set) var extendedAt: Instant?
    /// When the run last grew; nothing when none is going, or when that is longer ago than was
    /// looked at.
    public internal(set) var lastExtendedAt: Instant?
    /// What happened in the current period.
    public internal(set) var progress = StreakProgress()
    /// When something last counted.
    public internal(set) var latestAt: Instant?
    /// Whether the run ends with the current period unless something happens (R12).
    public internal(set) var isAtRisk = false
    /// The periods that have ended, as far back as was looked at, oldest first; those in which no
    /// run was going are left out.
    public internal(set) var journal: [JudgedPeriod] = []

    /// The state of somebody who never did anything.
    init() {}
}

extension StreakState {
    /// The first dates of periods that a freeze covered.
    public var freezesUsed: [CivilDate] {
        journal.filter { $0.verdict == .freeze }.map(\.opens.date)
    }

    /// The first dates of periods that grace covered.
    public var graceUsed: [CivilDate] {
        journal.filter { $0.verdict == .grace }.map(\.opens.date)
    }

    /// The same for a user who does not want a streak.
    public var switchedOff: StreakState {
        var state = StreakState()
        state.currentPeriod = currentPeriod
        state.currentDates = currentDates
        state.window = window
        state.freezeBalance = freezeBalance
        return state
    }
}
