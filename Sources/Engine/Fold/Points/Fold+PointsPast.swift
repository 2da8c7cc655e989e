import CivilTime

extension Fold {
    /// Gives what triggers of a system give for what a user did before they were there, if that has not
    /// been counted yet.
    ///
    /// A trigger that gave something before is brought to what it gives now in all. No boost and no cap
    /// holds, as these are about days.
    func countPast(
        of system: PointsSystem,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        for trigger in rulebook.points.pastTriggers where trigger.system == system.id {
            try countPast(for: trigger, of: system, in: &snapshot)
        }
    }

    /// The same of triggers that what has just happened fires: of that, they give in their turn.
    func countPast(
        before occasions: [PointsOccasion],
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        for occasion in occasions where occasion.trigger.countsPast {
            guard let system = rulebook.points.system(occasion.trigger.system) else { continue }
            let count: Int64 = if case .passed(let from, _) = occasion.kind { from } else { 0 }
            try countPast(for: occasion.trigger, of: system, count, in: &snapshot)
        }
    }

    private func countPast(
        for trigger: PointsTrigger,
        of system: PointsSystem,
        _ multiples: Int64? = nil,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let known = try snapshot.balance(of: system.id).triggers[trigger.id]
        guard known?.activation ?? 0 < trigger.activations else { return }
        var state = try state(of: trigger, in: snapshot)
        let count: Int64
        if let multiples {
            count = try isOpen(trigger.userFilter, to: snapshot) ? multiples : 0
        } else {
            count = try multiplesOfPast(for: trigger, snapshot)
        }
        if count > 0 {
            let given = known == nil ? 0 : try snapshot.sum(of: trigger)
            if let row = try givePast(count, of: trigger, given, of: system, in: &snapshot) {
                (state.newest, state.top) = (row.number, row.detail.multiples.upperBound)
            } else {
                // What it gave before is what it gives now, and is settled.
                (state.base, state.top) = (count, count)
            }
        }
        try keep(state, of: trigger, in: &snapshot)
    }

    /// What a trigger would give a user for what was before, besides what it has given already.
    public func pointsOfPast(
        for trigger: PointsTrigger,
        _ snapshot: Snapshot
    ) throws(Interruption) -> Int64 {
        let count = try multiplesOfPast(for: trigger, snapshot)
        guard count > 0, let system = rulebook.points.system(trigger.system) else { return 0 }
        let balance = try snapshot.balance(of: system.id)
        let isKnown = balance.triggers[trigger.id] != nil
        let given = isKnown ? try snapshot.sum(of: trigger) : 0
        return balance.cut(trigger.worthOfPast(count) - given, to: system)
    }

    private func multiplesOfPast(
        for trigger: PointsTrigger,
        _ snapshot: Snapshot
    ) throws(Interruption) -> Int64 {
        guard try isOpen(trigger.userFilter, to: snapshot) else { return 0 }
        switch trigger.cause {
        case .metric(let threshold):
            let total =
                if let filter = threshold.filter {
                    try snapshot.total(of: filter, threshold.metric)
                } else {
                    try snapshot.tally(of: threshold.metric).total
                }
            return threshold.multiples(in: total)
        case .achievement(let achievement):
            return try snapshot.completion(of: achievement) == nil ? 0 : 1
        case .userCreation: return 1
        case .streak, .time: return 0
        }
    }

    private func givePast(
        _ count: Int64,
        of trigger: PointsTrigger,
        _ given: Int64,
        of system: PointsSystem,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> PointsRow? {
        var balance = try snapshot.balance(of: system.id)
        var detail = PointsRow.Detail()
        detail.activation = trigger.activations
        detail.points = trigger.points
        detail.multiples = 0..<count
        detail.reason = PointsRow.reasonOfPast
        detail.before = given
        let amount = balance.cut(trigger.worthOfPast(count) - given, to: system)
        guard amount != 0 else { return nil }
        if given == 0 { detail.trim(to: amount) }
        let day = pointsDay(at: now, of: snapshot)
        let row = balance.row(
            amount > 0 ? .award : .deduction,
            amount,
            at: now,
            on: day,
            trigger: trigger.id,
            detail: detail
        )
        add(row, to: balance, of: system, in: &snapshot)
        return row
    }
}

extension PointsTrigger {
    /// What it gives for so many multiples where no boost holds.
    fileprivate func worthOfPast(_ count: Int64) -> Int64 {
        var detail = PointsRow.Detail()
        detail.points = points
        return detail.worth(of: count)
    }
}

extension PointsRow {
    /// The reason of what was counted from the past.
    static let reasonOfPast = "counted from the past"

    /// Whether it was counted from the past.
    var isOfPast: Bool { detail.reason == Self.reasonOfPast }
}
