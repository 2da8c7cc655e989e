import CivilTime

@testable import Engine

/// The run of a streak while its periods are judged, one after the other.
struct ReferenceRun {
    /// Whether a missed period can break something, and something may cover it.
    private(set) var isGoing = false
    private(set) var length = 0
    private(set) var longest = 0
    private var graceLeft = 0

    /// A period was satisfied.
    mutating func extend(under rule: StreakRule) {
        if !isGoing {
            // After a lapse the kept count goes on, with all of its grace again (R9).
            if rule.resetsOnMiss { length = 0 }
            graceLeft = rule.gracePeriods
            isGoing = true
        }
        length += 1
        longest = max(longest, length)
    }

    /// A period was missed, and nothing covered it.
    mutating func end(under rule: StreakRule) {
        isGoing = false
        if rule.resetsOnMiss { length = 0 }
    }

    /// Takes a credit of grace, if there is one.
    mutating func spendGrace() -> Bool {
        guard graceLeft > 0 else { return false }
        graceLeft -= 1
        return true
    }

    /// Where the streak stands when its current period is satisfied or not.
    func status(isCurrentSatisfied: Bool, under rule: StreakRule) -> StreakState.Status {
        if isCurrentSatisfied { return .extended }
        if isGoing { return .alive }
        if longest == 0 { return .none }
        return rule.resetsOnMiss ? .broken : .lapsed
    }
}
