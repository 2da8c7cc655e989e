public import CivilTime

/// Where a streak stands at the edge between two periods: all that later periods need to know of
/// earlier ones.
public struct StreakStanding: Hashable, Sendable {
    /// Whether a missed period can break something, and something may cover it.
    public var isGoing = false
    /// How many satisfied periods the run has.
    public var length = 0
    /// The longest run ever.
    public var longest = 0
    /// How many missed periods of the run grace has covered.
    public var graceUsed = 0
    /// How many freezes the user holds.
    public var freezes = 0
    /// The last date whose grants are among them.
    public var grantsThrough: CivilDate?
    /// The period in which the run began.
    public var startedIn: Int64?
    /// The last period that was satisfied, or covered.
    public var heldThrough: Int64?
    /// The last period that broke a run.
    public var brokenIn: Int64?

    /// The standing of somebody who never did anything.
    public init() {}
}

extension StreakStanding {
    /// A period was satisfied.
    mutating func extend(in period: Int64) {
        if !isGoing {
            // After a lapse the kept count goes on, with all of its grace again (R9).
            graceUsed = 0
            isGoing = true
            if length == 0 { startedIn = period }
        }
        length += 1
        longest = max(longest, length)
        heldThrough = period
    }

    /// A period was missed, and something covered it.
    mutating func hold(through period: Int64) {
        heldThrough = period
    }

    /// A period was missed, and nothing covered it.
    mutating func end(in period: Int64, resetsOnMiss: Bool) {
        isGoing = false
        brokenIn = period
        if resetsOnMiss {
            length = 0
            startedIn = nil
        }
    }

    /// A period had been satisfied before what made it so was voided.
    mutating func note(_ voided: VoidedSatisfaction) {
        if voided.contains(.beforeFirst) { longest = max(longest, length + 1) }
        if voided.contains(.beforeLater) { longest = max(longest, 1) }
    }

    /// Somebody ended the run (R15).
    mutating func reset() {
        isGoing = false
        length = 0
        startedIn = nil
    }

    /// Where the streak stands when its current period is satisfied or not (R5).
    func status(isCurrentSatisfied: Bool) -> StreakState.Status {
        if isCurrentSatisfied { return .extended }
        if isGoing { return .alive }
        if longest == 0 { return .none }
        return length == 0 ? .broken : .lapsed
    }
}
