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
    /// The first dates of periods that a freeze covered.
    public internal(set) var freezesUsed: [CivilDate] = []
    /// The first dates of periods that grace covered.
    public internal(set) var graceUsed: [CivilDate] = []
    /// How many freezes the user holds.
    public internal(set) var freezeBalance = 0
    /// The first date of the period that holds the moment; none of a rolling window.
    public internal(set) var currentPeriod: CivilDate?
    /// The first date of the last period that broke a run.
    public internal(set) var brokenPeriod: CivilDate?
    /// How long until the current window closes, or, once a rolling one has closed, until the run
    /// breaks.
    public internal(set) var secondsUntilClose: Int64?
}

extension StreakRule {
    /// What a streak is at a moment: a replay of everything, from nothing.
    ///
    /// Activities that lie too far ahead of the moment have to be left out before (R10).
    public func state(of record: StreakRecord, at now: Instant) -> StreakState {
        switch window {
        case .calendar(let window, let zone):
            var replay = CalendarReplay(rule: self, window: window, fixedZone: zone, record: record)
            return replay.run(until: now)
        case .rolling(let length):
            var replay = RollingReplay(rule: self, length: length)
            return replay.run(record.activities, until: now)
        }
    }
}
