import CivilTime

/// The run of a streak while its periods are judged, one after the other.
struct ReferenceRun {
    /// Whether a missed period can break something, and something may cover it.
    private(set) var isGoing = false
    private(set) var length = 0
    private(set) var longest = 0
    private(set) var startedOn: CivilDate?
    /// The last period that was satisfied, and the last that was satisfied or covered.
    private(set) var satisfiedOn: CivilDate?
    private(set) var heldOn: CivilDate?
    private(set) var brokenOn: CivilDate?
    private var graceUsed = 0

    /// A period was satisfied.
    mutating func extend(on date: CivilDate) {
        if !isGoing {
            // After a lapse the kept count goes on, with all of its grace again (R9).
            isGoing = true
            graceUsed = 0
            if length == 0 { startedOn = date }
        }
        length += 1
        longest = max(longest, length)
        satisfiedOn = date
        heldOn = date
    }

    /// A period was missed, and something covered it.
    mutating func hold(on date: CivilDate) { heldOn = date }

    /// A period was missed, and nothing covered it.
    mutating func end(on date: CivilDate?, resetsOnMiss: Bool) {
        isGoing = false
        brokenOn = date
        if resetsOnMiss { clear() }
    }

    /// Somebody reset the streak.
    mutating func reset() {
        isGoing = false
        clear()
    }

    private mutating func clear() {
        length = 0
        startedOn = nil
    }

    /// Takes a credit of grace, if there is one.
    mutating func spendGrace(of credits: Int) -> Bool {
        guard graceUsed < credits else { return false }
        graceUsed += 1
        return true
    }
}
