import CivilTime

/// Something that time brings to a balance.
private enum PointsMoment {
    case tick(PointsTrigger)
    case expiry
}

extension Fold {
    /// Gives what time has brought of every system, and tells it.
    ///
    /// After a long silence, the rest comes in its turn.
    func settlePoints(
        in snapshot: inout Snapshot,
        atMost limit: Int = EngineLimits.pointsMomentsAtOnce
    ) throws(Interruption) {
        guard snapshot.user != nil else { return }
        for system in rulebook.points.systems {
            try settlePoints(of: system, in: &snapshot, atMost: limit)
        }
        tellPoints(in: &snapshot)
    }

    /// Gives what time has brought of a system by now, each thing at its own moment, and looks ahead.
    ///
    /// Without a limit of its own it gives all, as what happens now comes after what came before.
    func settlePoints(
        of system: PointsSystem,
        in snapshot: inout Snapshot,
        atMost limit: Int = EngineLimits.pointsMomentsOfCommand
    ) throws(Interruption) {
        let triggers = rulebook.points.timeTriggers.filter { $0.system == system.id }
        try countPast(of: system, in: &snapshot)
        let before = try snapshot.balance(of: system.id)
        let isTimeless =
            triggers.isEmpty && before.expiresOn == nil && before.dueAt == nil
            && (before.earned == 0 || before.expiresAfterDays == system.expiresAfterDays)
        if isTimeless { return }
        begin(triggers, of: system, before, in: &snapshot)
        for _ in 0..<limit {
            let balance = try snapshot.balance(of: system.id)
            guard let (at, moment) = next(of: balance, in: system, snapshot), at <= now else {
                break
            }
            switch moment {
            case .tick(let trigger): try tick(trigger, at: at, in: &snapshot)
            case .expiry: try expire(of: system, at: at, in: &snapshot)
            }
        }
        var balance = try snapshot.balance(of: system.id)
        balance.dueAt = nextPoints(of: balance, in: system, snapshot)
        if balance != (try snapshot.balance(of: system.id)) { snapshot.points.set(balance) }
    }

    /// Lets time begin for triggers that have become active, and finds out when points expire where
    /// that has changed.
    private func begin(
        _ triggers: [PointsTrigger],
        of system: PointsSystem,
        _ before: PointsBalance,
        in snapshot: inout Snapshot
    ) {
        var balance = before
        for trigger in triggers
        where balance.triggers[trigger.id]?.activation != trigger.activations {
            var state = PointsTriggerState(activation: trigger.activations)
            if trigger.isCapped { state.days = [:] }
            state.startedOn = pointsDay(at: beginning(of: trigger, snapshot), of: snapshot)
            balance.triggers[trigger.id] = state
        }
        if balance.expiresAfterDays != system.expiresAfterDays {
            balance.expiresAfterDays = system.expiresAfterDays
            let canExpire = system.expiresAfterDays != nil && balance.total > 0
            balance.expiresOn = canExpire ? pointsDay(at: now, of: snapshot) : nil
        }
        if balance != before { snapshot.points.set(balance) }
    }

    /// From when a trigger counts time for a user.
    private func beginning(of trigger: PointsTrigger, _ snapshot: Snapshot) -> Instant {
        let created = snapshot.user?.createdAt ?? now
        return max(created, trigger.activeSince ?? created)
    }

    /// When time brings something to a balance next.
    func nextPoints(
        of balance: PointsBalance,
        in system: PointsSystem,
        _ snapshot: Snapshot
    ) -> Instant? {
        next(of: balance, in: system, snapshot)?.at
    }

    private func next(
        of balance: PointsBalance,
        in system: PointsSystem,
        _ snapshot: Snapshot
    ) -> (at: Instant, moment: PointsMoment)? {
        var next: (at: Instant, moment: PointsMoment)?
        if let day = balance.expiresOn {
            next = (zone(named: snapshot.user?.zone).startOfDay(day), .expiry)
        }
        for trigger in rulebook.points.timeTriggers where trigger.system == system.id {
            guard let state = balance.triggers[trigger.id],
                state.activation == trigger.activations,
                let at = nextTick(of: trigger, state, snapshot)
            else { continue }
            if next.map({ at < $0.at }) ?? true { next = (at, .tick(trigger)) }
        }
        return next
    }

    private func nextTick(
        of trigger: PointsTrigger,
        _ state: PointsTriggerState,
        _ snapshot: Snapshot
    ) -> Instant? {
        guard case .time(let interval) = trigger.cause else { return nil }
        let (units, overflows) = (state.ticks + 1).multipliedReportingOverflow(
            by: Int64(interval.count)
        )
        guard !overflows else { return nil }
        switch interval.unit {
        case .hour:
            return beginning(of: trigger, snapshot).adding(seconds: units * 3_600)
        case .day:
            guard let first = state.startedOn else { return nil }
            return zone(named: snapshot.user?.zone).startOfDay(first.adding(days: Int(units)))
        }
    }

    /// A time has come that gives something; it is counted whether or not it does.
    private func tick(
        _ trigger: PointsTrigger,
        at moment: Instant,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        var state = try state(of: trigger, in: snapshot)
        var detail = PointsRow.Detail()
        detail.multiples = state.ticks..<state.ticks + 1
        state.ticks += 1
        try award(trigger, detail, PointsContext(), &state, at: moment, in: &snapshot)
        try keep(state, of: trigger, in: &snapshot)
    }

    /// A day has come on which points may be gone: those that came so long ago and that nobody has
    /// spent, the oldest first.
    ///
    /// Where it turns out to be a later day, that comes in its turn.
    private func expire(
        of system: PointsSystem,
        at moment: Instant,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        var balance = try snapshot.balance(of: system.id)
        defer { snapshot.points.set(balance) }
        guard let days = system.expiresAfterDays else {
            balance.expiresOn = nil
            return
        }
        let lots = try snapshot.lots(of: balance)
        guard let index = lots.rows.firstIndex(where: { $0.earned > balance.spent }) else {
            balance.spentThrough = lots.rows.last?.number ?? balance.spentThrough
            if lots.isWhole { balance.expiresOn = nil }
            return
        }
        let first = lots.rows[index]
        balance.spentThrough = max(balance.spentThrough, first.number - 1)
        let day = first.day.adding(days: days)
        let at = zone(named: snapshot.user?.zone).startOfDay(day)
        balance.expiresOn = day
        guard at <= moment else { return }
        let earned = lots.rows[index...].prefix { $0.day == first.day }.last?.earned ?? first.earned
        let row = balance.row(.expiry, balance.spent - earned, at: at, on: day)
        snapshot.points.add(row)
    }
}
