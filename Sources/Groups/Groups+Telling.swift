import Catalogue
import CivilTime
import Delivery
import Engine
import ServiceRuntime
import Storage

extension Groups {
    /// Looks again at some groups that are due, and tells what has befallen them; false when none
    /// was.
    ///
    /// Several processes may do so side by side: what one has told, another finds changed, and leaves
    /// it.
    public func step() async throws -> Bool {
        let now = clock.now()
        let due = try await database.readSlowly { (connection) throws(StorageError) in
            try connection.allow(.round)
            return try connection.streakGroups.due(at: now, limit: GroupLimits.groupsAtOnce)
        }
        guard !due.isEmpty else { return false }
        for (workspace, groups) in Dictionary(grouping: due, by: \.workspace) {
            let view = try await catalogue.viewIfExists(of: workspace)
            let shown =
                if let view {
                    try await database.readSlowly { [zones] (connection) throws(StorageError) in
                        try connection.allow(.round)
                        return try GroupReader(connection, view, zones).read(groups)
                    }
                } else { [ShownGroup]() }
            let found = Dictionary(shown.map { ($0.stored.id, $0) }) { first, _ in first }
            for group in groups {
                try await settle(group, found[group.id], at: view?.now ?? now)
            }
        }
        return true
    }

    /// Tells what has befallen a group; one whose streak is not in use waits until somebody touches
    /// it.
    private func settle(
        _ group: StoredGroup,
        _ shown: ShownGroup?,
        at now: Instant
    ) async throws {
        var settled = group
        settled.dueAt = shown?.state.nextChangeAt
        var facts: [Fact] = []
        if let shown {
            let next = group.told.next(shown.state, at: now)
            settled.told = next.told
            facts = next.facts.map { step in
                Fact(
                    GroupStreakFact(
                        step,
                        of: group.publicID,
                        named: group.name,
                        streak: shown.definition.key
                    )
                )
            }
        }
        let (new, told) = (settled, facts)
        let (moment, first) = (
            clock.now(), numbers.next(at: clock.now(), count: max(1, facts.count))
        )
        let isSettled = try await database.write { (connection) throws(StorageError) in
            try connection.allow(.round)
            guard try connection.streakGroups.settle(new) else { return false }
            try connection.facts.insert(
                told.enumerated().map { index, fact in
                    (first + Int64(index), .nobody, group.workspace, fact)
                },
                at: moment
            )
            return true
        }
        if isSettled, !told.isEmpty { feed.ring() }
    }
}
