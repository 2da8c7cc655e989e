import CivilTime
public import Engine

/// Loads and stores users' points.
public struct PointsStore: SectionStore {
    /// The section.
    public var section: any Section.Type { PointsSection.self }

    /// Looks up balances, and rows of the ledger.
    public func look(for wants: Set<Want>, in lookups: inout Lookups) throws(StorageError) {
        let wanted = WantedPoints(wants)
        if !wanted.balances.isEmpty {
            let balances = lookups.source.connection.pointsBalances
            try lookups.ask(balances.balances(of: wanted.balances)) { found, snapshots in
                for user in wanted.balances {
                    snapshots[user]?.learn(balances: found[user] ?? [])
                }
            }
        }
        try lookForRows(wanted, in: &lookups)
        try lookForCorrections(wanted, in: &lookups)
        let ledger = lookups.source.connection.pointsLedger
        for (user, system, number) in wanted.lots {
            let limit = EngineLimits.pointsLotsAtOnce
            let lots = ledger.lots(of: user, system, after: number, limit: limit)
            try lookups.ask(lots) { rows, snapshots in
                snapshots[user]?.learn(lots: rows, isWhole: rows.count < limit, of: system)
            }
        }
    }

    private func lookForRows(
        _ wanted: WantedPoints,
        in lookups: inout Lookups
    ) throws(StorageError) {
        let ledger = lookups.source.connection.pointsLedger
        if !wanted.triggers.isEmpty {
            try lookups.ask(ledger.rows(of: wanted.triggers)) { found, snapshots in
                for (user, _, trigger) in wanted.triggers {
                    let rows = found[user]?.filter { $0.trigger == trigger } ?? []
                    snapshots[user]?.learn(rows: rows, of: trigger)
                }
            }
        }
        if !wanted.commands.isEmpty {
            try lookups.ask(ledger.rows(madeBy: wanted.commands)) { found, snapshots in
                for (user, number) in wanted.commands {
                    let rows = found[user]?.filter { $0.madeBy == number } ?? []
                    snapshots[user]?.learn(rows: rows, madeBy: number)
                }
            }
        }
        if !wanted.keys.isEmpty {
            try lookups.ask(ledger.rows(under: wanted.keys)) { found, snapshots in
                for (user, key) in wanted.keys {
                    let row = found[user]?.first { row in
                        row.key.map { PointsKey($0, in: row.system) == key } ?? false
                    }
                    snapshots[user]?.learn(row: row, under: key)
                }
            }
        }
    }

    /// Looks up what corrections have to know.
    private func lookForCorrections(
        _ wanted: WantedPoints,
        in lookups: inout Lookups
    ) throws(StorageError) {
        let ledger = lookups.source.connection.pointsLedger
        for (user, system, trigger, number, limit) in wanted.awards {
            let awards = ledger.awards(of: user, system, trigger, from: number, limit: limit)
            try lookups.ask(awards) { rows, snapshots in
                snapshots[user]?.learn(awards: rows, from: number, of: system)
            }
            let corrections = ledger.corrections(
                of: user,
                system,
                trigger,
                from: number,
                limit: limit
            )
            try lookups.ask(corrections) { rows, snapshots in
                snapshots[user]?.learn(corrections: rows, of: system)
            }
        }
        for (user, event) in wanted.events {
            try lookups.ask(ledger.rows(of: event, user)) { rows, snapshots in
                snapshots[user]?.learn(rows: rows, of: event)
            }
            try lookups.ask(ledger.corrections(of: event, user)) { rows, snapshots in
                snapshots[user]?.learn(corrections: rows, of: event.system)
            }
        }
        for (user, system, trigger, moment) in wanted.newest {
            let rows = ledger.rows(of: user, system, trigger, since: moment)
            try lookups.ask(rows) { rows, snapshots in
                snapshots[user]?.learn(rows: rows, since: moment, of: trigger)
            }
        }
        for (user, lot) in wanted.expiries {
            try lookups.ask(ledger.expiries(of: lot, user)) { rows, snapshots in
                snapshots[user]?.learn(expiries: rows, of: lot)
            }
        }
        guard !wanted.sums.isEmpty else { return }
        try lookups.ask(ledger.sums(of: wanted.sums)) { found, snapshots in
            for (user, _, trigger) in wanted.sums {
                snapshots[user]?.learn(sum: found[user]?[trigger] ?? 0, of: trigger)
            }
        }
    }

    /// Stores rows and balances, with what is due next.
    public func store(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        let rows = snapshots.flatMap { snapshot in
            snapshot.points.newRows.map { (user: snapshot.key, row: $0) }
        }
        try target.connection.pointsLedger.insert(rows)
        var changed = snapshots.flatMap { snapshot in
            snapshot.points.changedBalances.map {
                ChangedBalance(snapshot: snapshot, balance: $0)
            }
        }
        guard !changed.isEmpty else { return }
        try storeDue(&changed, in: target)
        try target.connection.pointsBalances.store(changed.map { ($0.user, $0.balance) })
    }

    /// Numbers the entries of the due list in the order in which they are added.
    private func storeDue(
        _ balances: inout [ChangedBalance],
        in target: SectionTarget
    ) throws(StorageError) {
        let moved = balances.indices.filter { balances[$0].isDueChanged }
        guard !moved.isEmpty else { return }
        var number = target.numbers(moved.count)
        var entries: [DueEntry] = []
        for index in moved {
            guard let at = balances[index].balance.dueAt else {
                balances[index].balance.dueNumber = nil
                continue
            }
            balances[index].balance.dueNumber = number
            entries.append(
                DueEntry(
                    points: balances[index].balance.system,
                    StreakDueEntry(at: at, number: number),
                    of: balances[index].user,
                    in: balances[index].workspace
                )
            )
            number += 1
        }
        try target.connection.due.insert(entries)
    }
}

/// A balance that has to be written.
private struct ChangedBalance {
    let user: UserKey
    let workspace: WorkspaceID
    var balance: PointsBalance
    /// Whether the due list has to say something else about it.
    let isDueChanged: Bool

    init(snapshot: Snapshot, balance: PointsBalance) {
        user = snapshot.key
        workspace = snapshot.workspace
        self.balance = balance
        isDueChanged = snapshot.points.storedDue(of: balance.system)?.at != balance.dueAt
    }
}

extension DueEntry {
    /// When time brings something to a user's balance next.
    init(
        points system: PointsSystemID,
        _ entry: StreakDueEntry,
        of user: UserKey,
        in workspace: WorkspaceID
    ) {
        self.init(
            kind: .points,
            workspace: workspace,
            subject: system.number,
            user: user,
            at: entry.at,
            number: entry.number
        )
    }
}

extension Snapshot {
    /// The entries of the due list about points that are dead once what was changed is committed.
    var retiredPointsDue: [DueEntry] {
        points.changedBalances.compactMap { balance in
            guard let stored = points.storedDue(of: balance.system), stored.at != balance.dueAt
            else { return nil }
            return DueEntry(points: balance.system, stored, of: key, in: workspace)
        }
    }
}

/// What is wanted of users' points.
private struct WantedPoints {
    var balances: [UserKey] = []
    var triggers: [(user: UserKey, system: PointsSystemID, trigger: PointsTriggerID)] = []
    var sums: [(user: UserKey, system: PointsSystemID, trigger: PointsTriggerID)] = []
    var awards:
        [(
            user: UserKey, system: PointsSystemID, trigger: PointsTriggerID, number: Int64,
            limit: Int
        )] = []
    var newest:
        [(user: UserKey, system: PointsSystemID, trigger: PointsTriggerID, since: Instant)] = []
    var events: [(user: UserKey, event: PointsOfEvent)] = []
    var expiries: [(user: UserKey, lot: PointsLot)] = []
    var commands: [(user: UserKey, number: Int64)] = []
    var keys: [(user: UserKey, key: PointsKey)] = []
    var lots: [(user: UserKey, system: PointsSystemID, after: Int64)] = []

    init(_ wants: Set<Want>) {
        for want in wants {
            switch want {
            case .points(let user): balances.append(user)
            case .pointsRows(let trigger, let system, let user):
                triggers.append((user, system, trigger))
            case .pointsRowsSince(let moment, let trigger, let system, let user):
                newest.append((user, system, trigger, moment))
            case .pointsSum(let trigger, let system, let user):
                sums.append((user, system, trigger))
            case .pointsAwards(let trigger, let system, let number, let limit, let user):
                awards.append((user, system, trigger, number, limit))
            case .pointsOfEvent(let event, let user): events.append((user, event))
            case .pointsExpiries(let lot, let user): expiries.append((user, lot))
            case .pointsMade(let number, let user): commands.append((user, number))
            case .pointsKey(let key, let user): keys.append((user, key))
            case .pointsLots(let system, let number, let user):
                lots.append((user, system, number))
            default: break
            }
        }
    }
}
