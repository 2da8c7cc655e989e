/// A period in which something happened, or a restore was made, and where the streak stood before it.
///
/// Since each one tells what came before it, an event on time needs the newest one alone, and one
/// of the past needs those from its own period on.
public struct StreakPeriod: Hashable, Sendable {
    /// Which period: the number of its first day, or, of a rolling window, the microsecond at which
    /// it opened.
    public let opens: Int64
    /// What happened in it.
    public var tally: PeriodTally
    /// Where the streak stood before it.
    public var before: StreakStanding
    /// The period that a restore in this one goes back to: those between the two are covered (R15).
    ///
    /// A period that holds a restore is kept even if nothing happened in it, so that later ones need
    /// not know what the restore followed from.
    public var restoredFrom: Int64?

    /// A period with all its parts.
    public init(
        opens: Int64,
        tally: PeriodTally,
        before: StreakStanding,
        restoredFrom: Int64? = nil
    ) {
        self.opens = opens
        self.tally = tally
        self.before = before
        self.restoredFrom = restoredFrom
    }
}
