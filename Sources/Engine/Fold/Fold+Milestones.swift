import CivilTime

extension Fold {
    /// Gives a user the milestones that a streak has reached by growing, each once, or, where it is
    /// repeatable, once in each run.
    ///
    /// What was given before is looked up only when a length passes a threshold. It stays, whatever
    /// becomes of the streak, so that nothing is given twice (R8).
    func reachMilestones(
        of definition: StreakDefinition,
        from before: (length: Int, longest: Int),
        to after: StreakState,
        at moment: Instant,
        in snapshot: inout Snapshot
    ) throws(StreakGap) {
        let passed = definition.milestones.filter { milestone in
            let threshold = milestone.threshold
            return before.length < threshold && threshold <= after.length
                || before.longest < threshold && threshold <= after.longest
        }
        guard !passed.isEmpty, wants(definition, snapshot) else { return }
        var known = try knownMilestones(of: definition, in: snapshot)
        for milestone in passed {
            guard let opens = place(of: milestone, after, known) else { continue }
            let earned = EarnedMilestone(
                definition: definition.id,
                threshold: milestone.threshold,
                opens: opens,
                rewardItemID: milestone.rewardItemID,
                earnedAt: moment
            )
            known.append(earned)
            snapshot.changes.milestones.append(earned)
            snapshot.changes.facts.append(.streak(StreakFact(earned, after)))
        }
        snapshot.milestones[definition.id] = known
    }

    /// Gives what a streak turns out to have reached once it has been counted by other rules.
    func catchUpOnMilestones(
        of definition: StreakDefinition,
        _ ledger: inout StreakLedger,
        _ state: StreakState,
        in snapshot: inout Snapshot
    ) throws(StreakGap) {
        guard let length = ledger.lengthBeforeRebuild else { return }
        try reachMilestones(
            of: definition,
            from: (length, length),
            to: state,
            at: now,
            in: &snapshot
        )
        ledger.lengthBeforeRebuild = nil
    }

    /// Gives what a streak has reached because a period began that had been satisfied before.
    func reachMilestones(
        of ledger: StreakLedger,
        from length: Int,
        to state: StreakState,
        at moment: Instant,
        in snapshot: inout Snapshot
    ) throws(StreakGap) {
        guard let definition = rulebook.streak(id: ledger.definition) else { return }
        let isRecord = state.longest == state.length
        try reachMilestones(
            of: definition,
            from: (length, isRecord ? length : state.longest),
            to: state,
            at: moment,
            in: &snapshot
        )
    }

    private func wants(_ definition: StreakDefinition, _ snapshot: Snapshot) -> Bool {
        !definition.isPrimary || snapshot.user?.preferences.isStreakEnabled ?? true
    }

    private func knownMilestones(
        of definition: StreakDefinition,
        in snapshot: Snapshot
    ) throws(StreakGap) -> [EarnedMilestone] {
        if let known = snapshot.milestones[definition.id] { return known }
        // Of a user never seen before nothing is stored.
        guard snapshot.user == nil || snapshot.changes.isNewUser else {
            throw StreakGap(
                definition: definition.id,
                before: nil,
                activities: nil,
                isOfMilestones: true
            )
        }
        return []
    }

    /// The period in which a milestone is earned; nothing where it has been earned before.
    private func place(
        of milestone: StreakMilestone,
        _ state: StreakState,
        _ known: [EarnedMilestone]
    ) -> Int64? {
        let earned = known.filter { $0.threshold == milestone.threshold }
        let runStart = state.startedIn ?? .max
        guard state.length >= milestone.threshold else {
            // A run of the past reached it, as is known only now.
            let before = runStart == .max ? state.newestPeriod : runStart - 1
            return earned.isEmpty ? before ?? 0 : nil
        }
        if !milestone.isRepeatable, !earned.isEmpty { return nil }
        let opens = state.newestPeriod ?? runStart
        // Runs may have joined or split since; whichever it was earned in, it counts in this one.
        return earned.contains { $0.opens >= runStart || $0.opens == opens } ? nil : opens
    }
}

extension StreakFact {
    /// A milestone that was reached.
    fileprivate init(_ earned: EarnedMilestone, _ state: StreakState) {
        self.init(
            definition: earned.definition,
            kind: .milestoneReached,
            at: earned.earnedAt,
            length: state.length,
            previousLength: state.length,
            freezes: state.freezeBalance,
            count: earned.threshold,
            rewardItemID: earned.rewardItemID
        )
    }
}
