public import Engine

/// Loads and stores users' streaks.
public struct StreakStore: SectionStore {
    /// The section.
    public var section: any Section.Type { StreakSection.self }

    /// Looks up marks, periods as far back as they are wanted, and what streaks have earned.
    public func look(for wants: Set<Want>, in lookups: inout Lookups) throws(StorageError) {
        let wanted = WantedStreaks(wants)
        let connection = lookups.source.connection
        if !wanted.marked.isEmpty {
            let marks = connection.streakMarks.marksLookup(of: wanted.marked)
            try lookups.ask(marks) { marks, snapshots in
                for user in wanted.marked { snapshots[user]?.learn(marks: marks[user] ?? []) }
            }
        }
        if !wanted.newest.isEmpty {
            let newest = connection.streakPeriods.newestLookup(of: wanted.newest)
            try lookups.ask(newest) { newest, snapshots in
                for (user, definition) in wanted.newest {
                    let found = newest[user]?.first { $0.definition == definition }
                    snapshots[user]?.learn(
                        periods: found ?? LoadedPeriods(user: user, definition: definition)
                    )
                }
            }
        }
        if !wanted.older.isEmpty { try lookForOlder(wanted.older, in: &lookups) }
        if !wanted.milestones.isEmpty {
            let milestones = connection.streakMilestones.milestones(of: wanted.milestones)
            try lookups.ask(milestones) { found, snapshots in
                for (user, definition) in wanted.milestones {
                    let earned = found[user]?.filter { $0.definition == definition } ?? []
                    snapshots[user]?.learn(milestones: earned, of: definition)
                }
            }
        }
    }

    private func lookForOlder(
        _ older: [(user: UserKey, want: WantedPeriods)],
        in lookups: inout Lookups
    ) throws(StorageError) {
        let connection = lookups.source.connection
        let periods = try connection.ask(
            connection.streakPeriods.periods(
                of: older.map { ($0.user, $0.want.definition, $0.want.before) }
            )
        )
        let stretches = older.compactMap { user, want in
            want.activities.map { EventStretch(user: user, metrics: want.metrics, instants: $0) }
        }
        let events =
            stretches.contains { !$0.metrics.isEmpty }
            ? try connection.ask(connection.events.happened(in: stretches)) : nil
        lookups.after { (snapshots) throws(StorageError) in
            let periods = try periods.value()
            let events = try events?.value() ?? [:]
            for (user, want) in older {
                let found = periods[user]?[want.definition] ?? []
                let first = want.before ?? .min
                let isWhole = want.before == nil || found.first.map { $0.opens >= first } ?? true
                let happened = want.activities.map { instants in
                    (events[user] ?? []).filter { event in
                        want.metrics.contains(event.metric) && instants.contains(event.occurredAt)
                    }
                }
                snapshots[user]?.learn((found, isWhole), events: happened ?? [], for: want)
            }
        }
    }

    /// Stores marks, periods with what is due next, and milestones.
    public func store(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        let connection = target.connection
        try connection.streakMarks.remove(
            snapshots.flatMap { snapshot in
                snapshot.streaks.removedMarks.map { (user: snapshot.key, mark: $0) }
            }
        )
        try connection.streakMarks.insert(
            snapshots.flatMap { snapshot in
                snapshot.streaks.newMarks.map { (user: snapshot.key, mark: $0) }
            }
        )
        var changed = snapshots.flatMap { snapshot in
            snapshot.streaks.periods.values.filter(\.isChanged)
                .sorted { $0.definition.number < $1.definition.number }
                .map { (workspace: snapshot.workspace, periods: $0) }
        }
        try storeDue(&changed, in: target)
        try connection.streakPeriods.store(changed.map(\.periods))
        try connection.streakMilestones.insert(
            snapshots.flatMap { snapshot in
                snapshot.streaks.newMilestones.map { (user: snapshot.key, milestone: $0) }
            }
        )
    }

    /// Numbers the entries of the due list in the order in which they are added.
    private func storeDue(
        _ streaks: inout [(workspace: WorkspaceID, periods: LoadedPeriods)],
        in target: SectionTarget
    ) throws(StorageError) {
        let changed = streaks.indices.filter { streaks[$0].periods.isDueChanged }
        guard !changed.isEmpty else { return }
        var number = target.numbers(changed.count)
        var entries: [DueEntry] = []
        for index in changed {
            let (workspace, periods) = streaks[index]
            guard let dueAt = periods.dueAt else { continue }
            streaks[index].periods.dueNumber = number
            entries.append(
                DueEntry(
                    streak: periods.definition,
                    StreakDueEntry(at: dueAt, number: number),
                    of: periods.user,
                    in: workspace,
                    length: periods.length
                )
            )
            number += 1
        }
        try target.connection.due.insert(entries)
    }
}

extension Snapshot {
    /// The entries of the due list that are dead once what was changed is committed.
    public var retiredDue: [DueEntry] {
        streaks.periods.values.compactMap { periods in
            guard periods.isDueChanged, let stored = periods.storedDue else { return nil }
            return DueEntry(streak: periods.definition, stored, of: key, in: workspace)
        } + retiredPointsDue
    }
}

/// What is wanted of users' streaks.
private struct WantedStreaks {
    var marked: [UserKey] = []
    var newest: [(user: UserKey, definition: StreakDefinitionID)] = []
    var older: [(user: UserKey, want: WantedPeriods)] = []
    var milestones: [(user: UserKey, definition: StreakDefinitionID)] = []

    init(_ wants: Set<Want>) {
        for want in wants {
            switch want {
            case .marks(let user): marked.append(user)
            case .streak(let definition, let user): newest.append((user, definition))
            case .periods(let want, let user): older.append((user, want))
            case .milestones(let definition, let user): milestones.append((user, definition))
            default: break
            }
        }
    }
}
