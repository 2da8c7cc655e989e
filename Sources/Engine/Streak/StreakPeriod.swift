/// A period in which something happened, and where the streak stood before it.
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

    /// A period with all its parts.
    public init(opens: Int64, tally: PeriodTally, before: StreakStanding) {
        self.opens = opens
        self.tally = tally
        self.before = before
    }
}
