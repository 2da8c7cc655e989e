public import CivilTime

/// A period that has ended, and what it was found to be (R6).
public struct JudgedPeriod: Hashable, Sendable {
    /// What a period is found to be.
    public enum Verdict: Hashable, Sendable {
        /// Its condition was met.
        case satisfied
        /// Its condition was not met, and no run was going.
        case idle
        /// A date that its zone left out.
        case absent
        /// Missed on a weekday that needs no activity.
        case dayOff
        /// Missed on a date of which a change of zone left less than 12 hours.
        case neutral
        /// Missed on a weekday that the user takes off.
        case restDay
        /// Missed on a vacation of the user.
        case vacation
        /// Missed while the user's streak was paused.
        case paused
        /// Missed while an amnesty held.
        case amnesty
        /// Missed while the definition was paused.
        case suspended
        /// Missed, and a restore took the run up again across it.
        case restored
        /// Missed, and a credit of grace was used.
        case grace
        /// Missed, and a freeze was used.
        case freeze
        /// Missed, and nothing covered it.
        case broken
    }

    /// Which period.
    public let opens: Int64
    /// What it was found to be.
    public let verdict: Verdict
    /// The length after it; of the period that broke a run, the length that was lost.
    public let length: Int
    /// The length after it, of the period that broke a run too: what a new run goes on from.
    public let lengthAfter: Int
    /// The length at its beginning.
    public let lengthBefore: Int
    /// How many freezes were left after it.
    public let freezes: Int
    /// When somebody reset the streak in it.
    public let resetAt: Instant?
}
