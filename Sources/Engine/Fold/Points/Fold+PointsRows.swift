import CivilTime

extension Fold {
    /// Has a trigger give, or take, what it gives for so many multiples, and tells the row; nothing
    /// when that comes to nothing.
    @discardableResult
    func award(
        _ trigger: PointsTrigger,
        _ detail: PointsRow.Detail,
        _ context: PointsContext,
        _ state: inout PointsTriggerState,
        at moment: Instant? = nil,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> PointsRow? {
        guard let system = rulebook.points.system(trigger.system),
            try isOpen(trigger.userFilter, to: snapshot)
        else { return nil }
        let moment = moment ?? now
        let day = context.day ?? context.event?.day ?? pointsDay(at: moment, of: snapshot)
        var detail = detail
        detail.event = context.event?.id.number
        detail.activation = trigger.activations
        detail.points = trigger.points
        detail.countsOn = day
        let count = Int64(detail.multiples.count)
        if trigger.points > 0 {
            detail.boosts = try boosts(of: system, on: day, in: snapshot).map {
                PointsRow.Boost($0)
            }
        }
        var amount = detail.worth(of: count)
        amount = try capped(amount, of: trigger, on: day, &state, in: snapshot)
        var balance = try snapshot.balance(of: system.id)
        amount = balance.cut(amount, to: system)
        if trigger.blocksIfOutOfPoints, amount < 0, balance.total + amount < 0 {
            if context.isRefusable {
                throw .refused(
                    Refusal(.outOfPoints(-amount, system: system.key, having: balance.total))
                )
            }
            amount = -max(0, balance.total)
        }
        guard amount != 0 else { return nil }
        detail.trim(to: amount)
        let row = balance.row(
            amount > 0 ? .award : .deduction,
            amount,
            at: moment,
            on: pointsDay(at: moment, of: snapshot),
            trigger: trigger.id,
            madeBy: context.number,
            detail: detail
        )
        add(row, to: balance, of: system, in: &snapshot)
        state.note(amount, on: day)
        return row
    }

    /// Adds a row that a balance has taken in already.
    func add(
        _ row: PointsRow,
        to balance: PointsBalance,
        of system: PointsSystem,
        in snapshot: inout Snapshot
    ) {
        var balance = balance
        let isLot = row.amount > 0 && row.kind != .expiry
        if let days = system.expiresAfterDays, isLot, balance.expiresOn == nil {
            balance.expiresOn = row.day.adding(days: days)
            balance.expiresAfterDays = days
        }
        snapshot.points.add(row)
        balance.dueAt = nextPoints(of: balance, in: system, snapshot)
        snapshot.points.set(balance)
    }

    /// The boosts of a system that hold for a user on one of the user's days.
    func boosts(
        of system: PointsSystem,
        on day: CivilDate,
        in snapshot: Snapshot
    ) throws(Interruption) -> [PointsBoost] {
        var holding: [PointsBoost] = []
        for boost in rulebook.points.boosts(of: system.id, for: snapshot.key, on: day)
        where try isOpen(boost.userFilter, to: snapshot) { holding.append(boost) }
        return holding
    }

    /// As much of an amount as the caps of a trigger leave on a day and in its week.
    private func capped(
        _ amount: Int64,
        of trigger: PointsTrigger,
        on day: CivilDate,
        _ state: inout PointsTriggerState,
        in snapshot: Snapshot
    ) throws(Interruption) -> Int64 {
        guard trigger.isCapped else { return amount }
        let week = day.startOfWeek(weekStart: 0)
        let caps: [(limit: Int64?, dates: ClosedRange<CivilDate>)] = [
            (trigger.maxPerDay, day...day), (trigger.maxPerWeek, week...week.adding(days: 6)),
        ]
        var room = Int64.max
        for (limit, dates) in caps {
            guard let limit else { continue }
            let given: Int64
            if let known = state.given(in: dates) {
                given = known
            } else {
                let rows = try snapshot.rows(of: trigger).filter {
                    $0.detail.activation == trigger.activations
                }
                if state.days == nil {
                    state.days = [:]
                    for row in rows { state.note(row.amount, on: row.detail.countsOn ?? row.day) }
                }
                given = rows.reduce(0) { sum, row in
                    dates.contains(row.detail.countsOn ?? row.day) ? sum + row.amount : sum
                }
            }
            room = min(room, max(0, limit - abs(given)))
        }
        return amount > 0 ? min(amount, room) : max(amount, -room)
    }
}

extension PointsRow.Detail {
    /// What the trigger makes of so many multiples, with the boosts.
    func worth(of count: Int64) -> Int64 {
        let (product, overflows) = points.multipliedReportingOverflow(by: count)
        let most = EngineLimits.maximumPoints
        let amount = overflows ? (points > 0 ? most : -most) : min(most, max(-most, product))
        return amount > 0 ? PointsMultiplier(boosts).applied(to: amount) : amount
    }

    /// For how many of so many multiples an amount is what the trigger makes of them.
    ///
    /// Where a limit or the rounding has cut it, the highest ones gave nothing: when they fall, nothing
    /// is to be taken back.
    func multiples(for amount: Int64, of count: Int64) -> Int64 {
        guard amount != 0, count > 0 else { return 0 }
        let size = amount.magnitude
        guard count > 1, worth(of: count - 1).magnitude >= size else { return count }
        var (low, high) = (Int64(1), count - 1)
        while low < high {
            let middle = (low + high) / 2
            if worth(of: middle).magnitude >= size { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Leaves out the multiples that gave nothing of an amount.
    mutating func trim(to amount: Int64) {
        let first = multiples.lowerBound
        let count = Int64(multiples.count)
        multiples = first..<first + self.multiples(for: amount, of: count)
    }
}

extension PointsBalance {
    /// As much of a correction as can be counted; it gives back also what goes above the most that one
    /// can have.
    func cut(_ amount: Int64) -> Int64 {
        let most = EngineLimits.maximumPoints
        guard amount > 0 else { return max(amount, min(0, -most - total)) }
        return max(0, min(amount, most - total, Int64.max - earned))
    }

    /// As much of an amount as there is room for.
    func cut(_ amount: Int64, to system: PointsSystem) -> Int64 {
        let most = EngineLimits.maximumPoints
        guard amount > 0 else { return max(amount, min(0, -most - total)) }
        let room = min(min(system.maxPoints ?? most, most) - total, Int64.max - earned)
        return max(0, min(amount, room))
    }

    /// Takes in a change of the total, and tells its row.
    mutating func row(
        _ kind: PointsRow.Kind,
        _ amount: Int64,
        at moment: Instant,
        on day: CivilDate,
        trigger: PointsTriggerID? = nil,
        madeBy number: Int64? = nil,
        key: String? = nil,
        detail: PointsRow.Detail = PointsRow.Detail()
    ) -> PointsRow {
        lastNumber += 1
        total += amount
        // What had expired was earned before.
        if kind != .expiry { earned += max(0, amount) }
        return PointsRow(
            system: system,
            number: lastNumber,
            kind: kind,
            amount: amount,
            total: total,
            earned: earned,
            at: moment,
            day: day,
            trigger: trigger,
            madeBy: number,
            key: key,
            detail: detail
        )
    }
}
