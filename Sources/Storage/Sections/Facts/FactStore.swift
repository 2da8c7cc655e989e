public import Engine

/// Stores what there is to tell.
public struct FactStore: SectionStore {
    /// The section.
    public var section: any Section.Type { FactSection.self }

    /// Adds the facts of every user, numbered in the order in which they are added.
    public func store(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        let count = snapshots.reduce(0) { $0 + $1.facts.told.count }
        guard count > 0 else { return }
        var number = target.numbers(count)
        var facts: [(number: Int64, user: UserKey, workspace: WorkspaceID, fact: Fact)] = []
        for snapshot in snapshots {
            for fact in snapshot.facts.told {
                facts.append((number, snapshot.key, snapshot.workspace, fact))
                number += 1
            }
        }
        try target.connection.facts.insert(facts, at: target.moment)
    }
}
