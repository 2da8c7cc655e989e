import CivilTime

extension Fold {
    /// Takes back what a metric's trigger gave for multiples above one, as a total has fallen.
    ///
    /// Of an event that is no more, its own award gives first: whoever gave later has its multiples
    /// then. What else there is to be taken back comes from the newest awards.
    func takeBack(
        _ from: Int64,
        _ to: Int64,
        _ trigger: PointsTrigger,
        _ context: PointsContext,
        _ state: inout PointsTriggerState,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard state.newest != nil else { return }
        if context.isDeletion, let event = context.event,
            let award = try snapshot.award(of: event, by: trigger), award.isOpen
        {
            let count = min(award.count, from - to)
            let keeps = award.count - count
            try correct(award, to: keeps, trigger, context, &state, in: &snapshot)
            state.top -= count
        }
        while let number = state.newest, state.top > to {
            guard let award = try snapshot.award(number, by: trigger) else { break }
            let below = state.top - award.count
            if award.isOpen {
                let kept = max(0, to - below)
                let rest = try correct(award, to: kept, trigger, context, &state, in: &snapshot)
                state.top = below + rest
                if rest > 0 { return }
            }
            (state.newest, state.top) = (award.row.detail.below, below - award.missed)
        }
        if state.newest == nil { state.top = 0 }
    }

    /// Has an award hold for so many multiples alone, and tells for how many it still gives something.
    @discardableResult
    func correct(
        _ award: OpenAward,
        to count: Int64,
        _ trigger: PointsTrigger,
        _ context: PointsContext,
        _ state: inout PointsTriggerState,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> Int64 {
        guard let system = rulebook.points.system(trigger.system) else { return 0 }
        let rest = award.rest(of: count)
        let balance = try snapshot.balance(of: system.id)
        let change = balance.cut(rest.net - award.net)
        guard change != 0 else { return rest.count }
        var detail = award.row.detail
        let first = detail.multiples.lowerBound
        detail.multiples = first..<first + rest.count
        // What gave nothing any more lies below what does.
        detail.missed = award.missed + count - rest.count
        detail.reason = context.reason
        detail.event = context.event?.id.number
        detail.corrects = award.row.number
        detail.expired = try makeGood(-change, of: award, system, context, in: &snapshot)
        var changed = try snapshot.balance(of: system.id)
        let row = changed.row(
            .correction,
            change,
            at: now,
            on: pointsDay(at: now, of: snapshot),
            trigger: trigger.id,
            madeBy: context.number,
            detail: detail
        )
        add(row, to: changed, of: system, in: &snapshot)
        state.note(change, on: award.row.detail.countsOn ?? award.row.day)
        return rest.count
    }

    /// Makes good what has expired of what is about to be taken back, so that it is not taken twice;
    /// tells how much that is.
    ///
    /// As a row of its own, so that the correction tells what really falls away. What was spent is not
    /// made good.
    private func makeGood(
        _ amount: Int64,
        of award: OpenAward,
        _ system: PointsSystem,
        _ context: PointsContext,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> Int64 {
        var balance = try snapshot.balance(of: system.id)
        let row = award.row
        let lot = row.earned - max(0, row.amount)..<row.earned
        guard amount > 0, !lot.isEmpty, balance.spent > lot.lowerBound else { return 0 }
        let expiries = try snapshot.expiries(of: lot, after: row.number, in: system.id)
        let expired = expiries.reduce(0) { $0 + Int64($1.spent.clamped(to: lot).count) }
        let good = min(amount, expired - award.expired)
        guard good > 0, let last = expiries.last else { return 0 }
        var detail = PointsRow.Detail()
        detail.reason = "it had expired, and is taken back"
        detail.event = context.event?.id.number
        detail.corrects = last.number
        let back = balance.row(
            .expiry,
            good,
            at: now,
            on: pointsDay(at: now, of: snapshot),
            madeBy: context.number,
            detail: detail
        )
        add(back, to: balance, of: system, in: &snapshot)
        return good
    }
}

extension PointsRow {
    /// Of all that was ever earned, what was spent or gone by an expiry and not before it.
    fileprivate var spent: Range<Int64> { earned - total + amount..<earned - total }
}
