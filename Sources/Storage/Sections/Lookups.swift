import Engine

/// What is looked up together for snapshots: all of it is asked for before anything is read.
public struct Lookups {
    /// Where it is looked up.
    public let source: SectionSource
    private var learners: [(inout [UserKey: Snapshot]) throws(StorageError) -> Void] = []

    /// Nothing yet.
    init(in source: SectionSource) { self.source = source }

    /// Asks for something, and has it taken in once everything has been asked for.
    mutating func ask<Value>(
        _ lookup: Lookup<Value>,
        _ learn: @escaping (Value, inout [UserKey: Snapshot]) throws(StorageError) -> Void
    ) throws(StorageError) {
        let asked = try source.connection.ask(lookup)
        after { (snapshots) throws(StorageError) in try learn(try asked.value(), &snapshots) }
    }

    /// Does something once everything has been asked for, such as to look up what follows from it.
    mutating func after(
        _ learn: @escaping (inout [UserKey: Snapshot]) throws(StorageError) -> Void
    ) {
        learners.append(learn)
    }

    /// Has the snapshots take in what was looked up, in the order in which it was asked for.
    func learn(into snapshots: inout [UserKey: Snapshot]) throws(StorageError) {
        for learn in learners { try learn(&snapshots) }
    }
}
