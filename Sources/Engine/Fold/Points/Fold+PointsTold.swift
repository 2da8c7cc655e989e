import CivilTime

extension Fold {
    /// Tells how totals have changed since they were last told: of each system once, and each expiry.
    func tellPoints(in snapshot: inout Snapshot) {
        let rows = snapshot.points.newRows[snapshot.points.toldRows...]
        guard !rows.isEmpty else { return }
        snapshot.points.toldRows = snapshot.points.newRows.count
        for system in rulebook.points.systems {
            let own = rows.filter { $0.system == system.id }
            guard let first = own.first, let last = own.last else { continue }
            for row in own where row.isExpiry {
                var fact = PointsFact(.expired, of: system, at: row.at)
                (fact.total, fact.added) = (row.total, row.amount)
                fact.rows = row.number...row.number
                snapshot.tell(Fact(fact))
            }
            tellChange(own.filter { !$0.isExpiry }, of: system, in: &snapshot)
            let before = rulebook.points.level(of: system.id, at: first.total - first.amount)
            let after = rulebook.points.level(of: system.id, at: last.total)
            guard before?.id != after?.id else { continue }
            var fact = PointsFact(.levelChanged, of: system, at: last.at)
            fact.total = last.total
            (fact.previousLevel, fact.newLevel) = (before?.publicID, after?.publicID)
            tell(fact, isPast: own.allSatisfy(\.isOfPast), in: &snapshot)
        }
    }

    private func tellChange(
        _ rows: [PointsRow],
        of system: PointsSystem,
        in snapshot: inout Snapshot
    ) {
        guard let first = rows.first, let last = rows.last else { return }
        var fact = PointsFact(.changed, of: system, at: last.at)
        fact.total = last.total
        fact.added = rows.reduce(0) { $0 + $1.amount }
        fact.rows = first.number...last.number
        let event = rows.lazy.compactMap(\.detail.event).first
        fact.event = event.map { EventID(number: $0, user: snapshot.key).description }
        tell(fact, isPast: rows.allSatisfy(\.isOfPast), in: &snapshot)
    }

    /// What was counted from the past is told as backdated: nobody has done anything now.
    private func tell(_ fact: PointsFact, isPast: Bool, in snapshot: inout Snapshot) {
        var told = Fact(fact)
        if isPast { told.payload.add("backdated", .bool(true)) }
        snapshot.tell(told)
    }

    /// What a command came to for a user's points, also if it was committed unheard.
    func pointsOutcomes(
        madeBy number: Int64,
        in snapshot: Snapshot
    ) throws(Interruption) -> [PointsOutcome] {
        let index = rulebook.points
        guard !index.isEmpty else { return [] }
        let rows = try snapshot.rows(madeBy: number, isRetry: isRetry)
        guard !rows.isEmpty else { return [] }
        return index.systems.compactMap { system in
            let own = rows.filter { $0.system == system.id }
            guard let first = own.first, let last = own.last else { return nil }
            let before = first.total - first.amount
            return PointsOutcome(
                system: system,
                total: last.total,
                added: own.reduce(0) { $0 + $1.amount },
                level: PointsLevelStep(
                    from: index.level(of: system.id, at: before),
                    to: index.level(of: system.id, at: last.total)
                ),
                awards: own.map { index.award($0, of: snapshot.key) }
            )
        }
    }
}

extension PointsRow {
    /// Whether points are gone by it that were not spent in time.
    fileprivate var isExpiry: Bool { kind == .expiry && amount < 0 }
}

extension PointsIndex {
    /// A row with its trigger and boosts, as far as these were not deleted.
    public func award(_ row: PointsRow, of user: UserKey) -> PointsAward {
        let ids = Set(row.detail.boosts.map(\.id))
        return PointsAward(
            row,
            of: user,
            trigger: row.trigger.flatMap { trigger($0) },
            boosts: ids.isEmpty ? [] : boosts.filter { ids.contains($0.id) }
        )
    }
}
