/// What happened to a user, to be told.
public struct FactSection: Section {
    /// The facts, in the order in which they came about.
    public internal(set) var told: [Fact] = []
}

extension Snapshot {
    /// Leaves a fact to be told.
    mutating func tell(_ fact: Fact) {
        facts.told.append(fact)
    }
}
