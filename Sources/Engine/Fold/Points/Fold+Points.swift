import CivilTime

// What happens is noted while a command is applied, and points are given for it in one go, so that
// their order does not depend on where it was noticed.

extension Fold {
    /// Gives points for what has happened to a user in a command.
    func givePoints(
        for passed: [PointsOccasion] = [],
        _ context: PointsContext = PointsContext(),
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !rulebook.points.isEmpty, snapshot.user != nil else { return }
        var occasions = passed
        occasions += try occasionOfCreation(in: &snapshot)
        occasions += try occasionsOfGrowth(in: &snapshot)
        occasions += occasionsOfCompletions(in: &snapshot)
        try countPast(before: occasions, in: &snapshot)
        // Those of one rank stay in the order in which they came about.
        let ordered = occasions.enumerated().sorted { left, right in
            let ranks = (left.element.rank, right.element.rank)
            return ranks.0 == ranks.1 ? left.offset < right.offset : ranks.0 < ranks.1
        }
        for (_, occasion) in ordered where occasion.trigger.admits(snapshot.key) {
            try give(occasion, context, in: &snapshot)
        }
        tellPoints(in: &snapshot)
    }

    /// Gives points for an event that has been taken in, and for what it brought about.
    func givePoints(
        for event: Event,
        from before: Amount,
        to after: Amount,
        isRefusable: Bool,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !rulebook.points.isEmpty else { return }
        let passed = try pointsOccasions(
            of: event,
            adding: event.amount,
            from: before,
            to: after,
            in: &snapshot
        )
        let context = PointsContext(
            number: event.id.number,
            event: event,
            isRefusable: isRefusable
        )
        try givePoints(for: passed, context, in: &snapshot)
    }

    /// Takes back what an event gave points for that was deleted.
    func takePointsBack(
        of event: Event,
        from before: Amount,
        to after: Amount,
        by number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !rulebook.points.isEmpty else { return }
        var context = PointsContext(number: number, event: event)
        context.reason = "an event was deleted"
        context.isDeletion = true
        let passed = try pointsOccasions(
            of: event,
            adding: event.amount.negated,
            from: before,
            to: after,
            in: &snapshot
        )
        try givePoints(for: passed, context, in: &snapshot)
        try takeBackPeriods(without: event, context, in: &snapshot)
    }

    /// What an event gives points for by taking a metric's total, and those of filters, from one value
    /// to another.
    private func pointsOccasions(
        of event: Event,
        adding amount: Amount,
        from before: Amount,
        to after: Amount,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [PointsOccasion] {
        let index = rulebook.points
        guard !index.isEmpty else { return [] }
        var occasions = occasions(index.triggers(of: event.metric), from: before, to: after)
        guard index.hasFilters(event.metric) else { return occasions }
        for filter in index.filters(
            of: event.metric,
            passing: rulebook.eventAttributes(event.attributes)
        ) {
            guard let total = try snapshot.add(amount, to: filter, of: event.metric) else {
                throw .refused(Refusal(.totalOutOfRange))
            }
            occasions += self.occasions(
                index.triggers(of: filter.id),
                from: total.before,
                to: total.after
            )
        }
        return occasions
    }

    private func occasions(
        _ triggers: [PointsTrigger],
        from before: Amount,
        to after: Amount
    ) -> [PointsOccasion] {
        triggers.compactMap { trigger in
            guard let threshold = trigger.cause.threshold else { return nil }
            let (from, to) = (threshold.multiples(in: before), threshold.multiples(in: after))
            guard from != to else { return nil }
            return PointsOccasion(trigger: trigger, kind: .passed(from: from, to: to))
        }
    }

    /// A new user has time begin, too.
    private func occasionOfCreation(
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [PointsOccasion] {
        guard snapshot.profile.isNew, !snapshot.points.hasJudgedCreation else { return [] }
        snapshot.points.hasJudgedCreation = true
        for system in Set(rulebook.points.timeTriggers.map(\.system)).sorted() {
            guard let system = rulebook.points.system(system) else { continue }
            try settlePoints(of: system, in: &snapshot)
        }
        return rulebook.points.creationTriggers.map {
            PointsOccasion(trigger: $0, kind: .once(nil))
        }
    }

    private func occasionsOfCompletions(in snapshot: inout Snapshot) -> [PointsOccasion] {
        let completions = snapshot.achievements.newCompletions
        guard completions.count > snapshot.points.judgedCompletions else { return [] }
        let new = completions[snapshot.points.judgedCompletions...]
        snapshot.points.judgedCompletions = completions.count
        return new.flatMap { completion in
            rulebook.points.triggers(of: completion.achievement).map {
                PointsOccasion(trigger: $0, kind: .once(completion.achievement))
            }
        }
    }
}

// MARK: - Giving

extension Fold {
    private func give(
        _ occasion: PointsOccasion,
        _ context: PointsContext,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let trigger = occasion.trigger
        guard let system = rulebook.points.system(trigger.system) else { return }
        try settlePoints(of: system, in: &snapshot)
        switch occasion.kind {
        case .passed(let from, let to):
            try pass(from, to, of: trigger, context, in: &snapshot)
        case .grown(let growth): try grow(growth, of: trigger, context, in: &snapshot)
        case .once(let achievement):
            var detail = PointsRow.Detail()
            detail.achievement = achievement
            detail.multiples = 0..<1
            var state = try state(of: trigger, in: snapshot)
            // What counts from the past has just been counted.
            if trigger.countsPast, state.top > 0 { return }
            // It is reached now, also by an event of the past.
            var context = context
            context.day = pointsDay(at: now, of: snapshot)
            if try award(trigger, detail, context, &state, in: &snapshot) != nil { state.top = 1 }
            try keep(state, of: trigger, in: &snapshot)
        }
    }

    /// A total has passed multiples, upwards or downwards.
    private func pass(
        _ from: Int64,
        _ to: Int64,
        of trigger: PointsTrigger,
        _ context: PointsContext,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        // What was passed before the trigger became active gives nothing, now or later.
        var state = try state(of: trigger, base: from, in: snapshot)
        let first = max(from, state.base, state.top)
        if to < from {
            try takeBack(from, to, trigger, context, &state, in: &snapshot)
        } else if first < to {
            var detail = PointsRow.Detail()
            detail.multiples = first..<to
            if let newest = state.newest {
                (detail.below, detail.missed) = (newest, first - state.top)
            }
            if let row = try award(trigger, detail, context, &state, in: &snapshot) {
                (state.newest, state.top) = (row.number, row.detail.multiples.upperBound)
            }
        }
        try keep(state, of: trigger, in: &snapshot)
    }

    /// What a trigger needs to know, anew where it has become active since.
    func state(
        of trigger: PointsTrigger,
        base: Int64 = 0,
        in snapshot: Snapshot
    ) throws(Interruption) -> PointsTriggerState {
        let known = try snapshot.balance(of: trigger.system).triggers[trigger.id]
        if let known, known.activation == trigger.activations { return known }
        var state = PointsTriggerState(activation: trigger.activations)
        state.base = base
        if trigger.isCapped { state.days = [:] }
        return state
    }

    /// Keeps what a trigger needs to know.
    func keep(
        _ state: PointsTriggerState,
        of trigger: PointsTrigger,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        var balance = try snapshot.balance(of: trigger.system)
        guard balance.triggers[trigger.id] != state else { return }
        balance.triggers[trigger.id] = state
        snapshot.points.set(balance)
    }
}

// MARK: - Moments

extension Fold {
    /// The user's day at a moment, by the zone of now.
    func pointsDay(at moment: Instant, of snapshot: Snapshot) -> CivilDate {
        zone(named: snapshot.user?.zone).day(containing: moment)
    }
}
