import CivilTime

/// An award as it stands after its corrections.
struct OpenAward {
    let row: PointsRow
    /// What it still comes to.
    var net: Int64
    /// The highest multiple that it still holds for.
    var to: Int64

    /// Whether it holds for any multiple.
    var isOpen: Bool { to > row.detail.multiples.lowerBound }

    /// What it comes to when it holds up to a multiple alone.
    func worth(upTo multiple: Int64) -> Int64 {
        let count = max(0, min(multiple, to) - row.detail.multiples.lowerBound)
        var worth = row.detail.worth(of: count)
        if row.isOfPast {
            // Of the multiples, what was given before it is not this row's to take back.
            let whole = row.detail.worth(of: max(0, to - row.detail.multiples.lowerBound))
            worth = net > 0 ? max(0, net - whole + worth) : min(0, net - whole + worth)
        }
        return net > 0 ? min(net, worth) : max(net, worth)
    }
}

extension [PointsRow] {
    /// The awards of one activation of a trigger as they stand, oldest first.
    func awards(of activation: Int) -> [OpenAward] {
        var awards: [OpenAward] = []
        var indices: [Int64: Int] = [:]
        for row in self where row.detail.activation == activation {
            if row.kind != .correction {
                indices[row.number] = awards.count
                awards.append(
                    OpenAward(row: row, net: row.amount, to: row.detail.multiples.upperBound)
                )
            } else if let index = row.detail.corrects.flatMap({ indices[$0] }) {
                awards[index].net += row.amount
                awards[index].to = row.detail.multiples.upperBound
            }
        }
        return awards
    }
}

extension Fold {
    /// Takes back what a metric's trigger gave for multiples above one, the newest award first.
    func takeBack(
        above multiple: Int64,
        _ trigger: PointsTrigger,
        _ context: PointsContext,
        _ state: inout PointsTriggerState,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let awards = try snapshot.rows(of: trigger).awards(of: trigger.activations)
        var top: Int64 = 0
        for award in awards.reversed() where award.isOpen {
            if award.to > multiple {
                try correct(award, upTo: multiple, trigger, context, &state, in: &snapshot)
            }
            let end = min(award.to, multiple)
            if end > award.row.detail.multiples.lowerBound { top = max(top, end) }
        }
        state.top = top
    }

    /// Has an award hold up to a multiple alone.
    private func correct(
        _ award: OpenAward,
        upTo multiple: Int64,
        _ trigger: PointsTrigger,
        _ context: PointsContext,
        _ state: inout PointsTriggerState,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard let system = rulebook.points.system(trigger.system) else { return }
        var balance = try snapshot.balance(of: system.id)
        let change = balance.cut(award.worth(upTo: multiple) - award.net, to: system)
        guard change != 0 else { return }
        var detail = award.row.detail
        let first = detail.multiples.lowerBound
        detail.multiples = first..<max(first, min(award.to, multiple))
        detail.reason = context.reason
        detail.event = context.event?.id.number
        detail.corrects = award.row.number
        let row = balance.row(
            .correction,
            change,
            at: now,
            on: pointsDay(at: now, of: snapshot),
            trigger: trigger.id,
            madeBy: context.number,
            detail: detail
        )
        add(row, to: balance, of: system, in: &snapshot)
        state.note(change, on: award.row.detail.countsOn ?? award.row.day)
    }

    /// Takes back what triggers of streaks gave in a period that is not satisfied any more without an
    /// event that was deleted.
    func takeBackPeriods(
        without event: Event,
        _ context: PointsContext,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !rulebook.points.isEmpty else { return }
        for streak in rulebook.streaks(of: event.metric) {
            for trigger in rulebook.points.triggers(of: streak) {
                var state = try state(of: trigger, in: snapshot)
                guard let newest = state.period,
                    let system = rulebook.points.system(trigger.system)
                else { continue }
                let periods = try snapshot.periods(of: streak.id)
                let period = try judge(of: streak, for: snapshot).period(of: StreakActivity(event))
                if let period, period > newest || !periods.reaches(period) { continue }
                try settlePoints(of: system, in: &snapshot)
                let awards = try snapshot.rows(of: trigger).awards(of: trigger.activations)
                for award in awards where award.isOpen {
                    guard let given = award.row.detail.period,
                        period.map({ $0 == given }) ?? (award.row.detail.event == event.id.number),
                        !periods.isSatisfied(given)
                    else { continue }
                    try correct(award, upTo: 0, trigger, context, &state, in: &snapshot)
                    // What the run has given has to be looked at again.
                    state.run = nil
                }
                try keep(state, of: trigger, in: &snapshot)
            }
        }
        tellPoints(in: &snapshot)
    }
}

extension LoadedPeriods {
    /// Whether a period is among those that are at hand, if there is one.
    fileprivate func reaches(_ period: Int64) -> Bool {
        isWhole || periods.first.map { $0.opens <= period } ?? false
    }

    fileprivate func isSatisfied(_ period: Int64) -> Bool {
        periods.contains { $0.opens == period && $0.tally.isSatisfied }
    }
}
