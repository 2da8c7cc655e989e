import CivilTime

extension Fold {
    /// Notes where runs of a streak have grown, if points are given for that.
    func notePoints(
        of streak: StreakDefinition,
        _ growths: [RunGrowth],
        in snapshot: inout Snapshot
    ) {
        guard givesPoints(for: streak) else { return }
        snapshot.points.growths += growths.map { (streak, $0) }
    }

    /// Whether a trigger gives points for a streak.
    func givesPoints(for streak: StreakDefinition) -> Bool {
        !rulebook.points.isEmpty && !rulebook.points.triggers(of: streak).isEmpty
    }

    /// What runs that have grown give points for: lengths that they reached in periods that had not
    /// ended when the trigger became active.
    func occasionsOfGrowth(in snapshot: inout Snapshot) throws(Interruption) -> [PointsOccasion] {
        guard !snapshot.points.growths.isEmpty else { return [] }
        let growths = snapshot.points.growths
        snapshot.points.growths = []
        var occasions: [PointsOccasion] = []
        for (streak, growth) in growths {
            for trigger in rulebook.points.triggers(of: streak) {
                guard case .streak(let length, _) = trigger.cause, let since = trigger.activeSince,
                    !growth.multiples(of: length).isEmpty,
                    try judge(of: streak, for: snapshot).end(of: growth.opens) >= since
                else { continue }
                occasions.append(PointsOccasion(trigger: trigger, kind: .grown(growth)))
            }
        }
        return occasions
    }

    /// A run has reached multiples of a length: each gives once in the run, and the run never gives
    /// more often than it has multiples, however periods of the past come and go.
    func grow(
        _ growth: RunGrowth,
        of trigger: PointsTrigger,
        _ context: PointsContext,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard case .streak(let length, _) = trigger.cause else { return }
        var state = try state(of: trigger, in: snapshot)
        for multiple in growth.multiples(of: length) {
            let given = try given(in: growth, multiple, by: trigger, state, in: snapshot)
            guard !given.hasMultiple, given.count < multiple else { continue }
            var detail = PointsRow.Detail()
            detail.multiples = multiple - 1..<multiple
            detail.period = growth.opens
            guard try award(trigger, detail, context, &state, in: &snapshot) else { continue }
            state.note(max(multiple, given.highest), in: growth, given: given.count + 1)
        }
        try keep(state, of: trigger, in: &snapshot)
    }

    /// What a run has given: whether this multiple, how often in all, and the highest one.
    ///
    /// A run that goes on, or that begins after everything that was given, needs no look at the
    /// ledger.
    private func given(
        in growth: RunGrowth,
        _ multiple: Int64,
        by trigger: PointsTrigger,
        _ state: PointsTriggerState,
        in snapshot: Snapshot
    ) throws(Interruption) -> (hasMultiple: Bool, count: Int64, highest: Int64) {
        guard let newest = state.period, growth.run.lowerBound <= newest else {
            return (false, 0, 0)
        }
        if growth.run.lowerBound == state.run, multiple > state.top, growth.opens >= newest {
            return (false, state.count, state.top)
        }
        let awards = try snapshot.rows(of: trigger).awards(of: trigger.activations)
            .filter { award in
                guard award.isOpen, let period = award.row.detail.period else { return false }
                return period == growth.opens || growth.run.contains(period)
            }
        let multiples = awards.map(\.row.detail.multiples.upperBound)
        return (multiples.contains(multiple), Int64(awards.count), multiples.max() ?? 0)
    }
}

extension RunGrowth {
    /// Which multiples of a length the run reaches in it for the first time.
    func multiples(of length: Int) -> [Int64] {
        guard length > 0, from / length < to / length else { return [] }
        return (from / length + 1...to / length).filter { isNew($0 * length) }.map(Int64.init)
    }
}

extension PointsTriggerState {
    /// Takes in that a run has given something, so many times in all, and up to which multiple.
    fileprivate mutating func note(_ multiple: Int64, in growth: RunGrowth, given: Int64) {
        // Of a run that is over, it is looked up if somebody needs to know.
        if let period, growth.opens < period {
            if growth.run.contains(period) { run = nil }
            return
        }
        period = growth.opens
        run = growth.run.lowerBound
        top = multiple
        count = given
    }
}
