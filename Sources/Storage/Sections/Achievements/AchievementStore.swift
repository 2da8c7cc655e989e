public import Engine

/// Loads and stores what users have reached.
public struct AchievementStore: SectionStore {
    /// The section.
    public var section: any Section.Type { AchievementSection.self }

    /// Looks up completions, and what events that pass filters add up to.
    public func look(for wants: Set<Want>, in lookups: inout Lookups) throws(StorageError) {
        let wanted = WantedAchievements(wants)
        let completions = lookups.source.connection.completions
        if !wanted.totals.isEmpty { try lookForTotals(wanted.totals, in: &lookups) }
        if !wanted.completions.isEmpty {
            try lookups.ask(completions.find(wanted.completions)) { found, snapshots in
                for (user, achievement) in wanted.completions {
                    snapshots[user]?.learn(found[user]?[achievement], of: achievement)
                }
            }
        }
        if !wanted.everything.isEmpty {
            try lookups.ask(completions.allLookup(of: wanted.everything)) { found, snapshots in
                for user in wanted.everything {
                    snapshots[user]?.learn(completions: found[user] ?? [:])
                }
            }
        }
    }

    private func lookForTotals(
        _ keys: [FilteredTotalKey],
        in lookups: inout Lookups
    ) throws(StorageError) {
        let source = lookups.source
        let table = source.connection.filteredTotals
        try lookups.ask(table.stored(keys)) { (stored, snapshots) throws(StorageError) in
            let owners = snapshots.mapValues(\.workspace)
            let totals = try table.totals(at: keys, given: stored) { user, carried in
                owners[user].map { source.eventAttributes($0, carried) } ?? [:]
            }
            for key in keys {
                let total = totals[key.user]?[key.filter.id] ?? .zero
                snapshots[key.user]?.learn(total: total, of: key.filter.id)
            }
        }
    }

    /// Stores totals of filters.
    public func store(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        try target.connection.filteredTotals.store(
            snapshots.flatMap { snapshot in
                snapshot.achievements.changedFilters.sorted { $0.number < $1.number }.map {
                    (snapshot.key, $0, snapshot.achievements.filteredTotals[$0] ?? .zero)
                }
            }
        )
    }

    /// Stores completions, and counts them.
    public func count(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        try target.connection.completions.insert(
            snapshots.flatMap { snapshot in
                snapshot.achievements.newCompletions.map { (snapshot.key, $0) }
            },
            countingIn: target.slot
        )
    }
}

/// What is wanted of users' achievements.
private struct WantedAchievements {
    var totals: [FilteredTotalKey] = []
    var completions: [(user: UserKey, achievement: AchievementID)] = []
    var everything: [UserKey] = []

    init(_ wants: Set<Want>) {
        for want in wants {
            switch want {
            case .filteredTotal(let filter, let metric, let user):
                totals.append(FilteredTotalKey(user: user, metric: metric, filter: filter))
            case .completion(let achievement, let user): completions.append((user, achievement))
            case .completions(let user): everything.append(user)
            default: break
            }
        }
    }
}
