import CivilTime

@testable import Engine

/// Freezes in the order of time (R7): grants come in, missed periods take one.
struct ReferenceFreezes {
    private let maximum: Int
    private var grants: ArraySlice<FreezeGrant>
    private(set) var balance = 0

    init(_ grants: [FreezeGrant], maximum: Int) {
        self.maximum = maximum
        self.grants = grants.sorted { $0.on < $1.on }[...]
    }

    /// Takes in the grants up to a date; what would go above the maximum is lost.
    mutating func receive(until date: CivilDate) {
        while let grant = grants.first, grant.on <= date {
            balance = min(maximum, balance + grant.count)
            grants.removeFirst()
        }
    }

    /// Takes a freeze, if there is one.
    mutating func spend() -> Bool {
        guard balance > 0 else { return false }
        balance -= 1
        return true
    }
}
