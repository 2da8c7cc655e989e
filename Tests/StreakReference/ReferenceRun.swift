/// The run of a streak while its periods are judged, one after the other: days by their numbers, and
/// windows of a rolling streak by the microseconds at which they opened.
struct ReferenceRun {
    /// Whether a missed period can break something, and something may cover it.
    private(set) var isGoing = false
    private(set) var length = 0
    private(set) var longest = 0
    private(set) var startedIn: Int64?
    /// The last period that was satisfied, and the last that was satisfied or covered.
    private(set) var satisfiedIn: Int64?
    private(set) var heldIn: Int64?
    private(set) var brokenIn: Int64?
    private var graceUsed = 0
    /// All runs there were, oldest first; one whose count was kept goes on.
    private(set) var stretches: [ReferenceStretch] = []

    /// A period was satisfied.
    mutating func extend(in period: Int64) {
        if !isGoing {
            // After a lapse the kept count goes on, with all of its grace again (R9).
            isGoing = true
            graceUsed = 0
            if length == 0 {
                startedIn = period
                stretches.append(ReferenceStretch(first: period))
            }
        }
        length += 1
        longest = max(longest, length)
        satisfiedIn = period
        heldIn = period
        stretches[stretches.count - 1].steps.append(period)
    }

    /// A period was missed, and something covered it.
    mutating func hold(in period: Int64) { heldIn = period }

    /// A period was missed, and nothing covered it.
    mutating func end(in period: Int64, resetsOnMiss: Bool) {
        isGoing = false
        brokenIn = period
        if resetsOnMiss { clear(in: period) }
    }

    /// Somebody reset the streak.
    mutating func reset(in period: Int64) {
        isGoing = false
        clear(in: period)
    }

    private mutating func clear(in period: Int64) {
        if length > 0 { stretches[stretches.count - 1].last = period }
        length = 0
        startedIn = nil
    }

    /// Takes a credit of grace, if there is one.
    mutating func spendGrace(of credits: Int) -> Bool {
        guard graceUsed < credits else { return false }
        graceUsed += 1
        return true
    }
}

/// A run from its first period to the one that ended it.
package struct ReferenceStretch: Hashable {
    package let first: Int64
    /// The period that ended it, if it has ended.
    package fileprivate(set) var last: Int64?
    /// The periods that made it longer; the first of them made its length 1.
    package fileprivate(set) var steps: [Int64] = []

    /// Whether something of a period is of this run.
    package func contains(_ period: Int64) -> Bool {
        first <= period && period <= last ?? .max
    }

    /// The period in which it reached a length, if it did.
    package func reached(_ length: Int) -> Int64? {
        steps.dropFirst(length - 1).first
    }
}
