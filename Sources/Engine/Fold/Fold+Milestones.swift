import CivilTime

extension Fold {
    /// Gives a user the milestones that runs of a streak have reached by growing: each once, or,
    /// where it is repeatable, once in each run (R16).
    ///
    /// What was given before is looked up only when a length passes a threshold. It stays, whatever
    /// becomes of the streak, so that nothing is given twice (R8).
    func reachMilestones(
        of definition: StreakDefinition,
        _ judge: StreakJudge,
        from before: (periods: [StreakPeriod], state: StreakState),
        to after: (periods: [StreakPeriod], state: StreakState),
        at moment: Instant,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !definition.milestones.isEmpty || givesPoints(for: definition) else { return }
        let known = judge.lengthsReached(in: before.periods, before.state)
        let growths = judge.growths(of: after, since: known, at: moment, now: now)
        try reachMilestones(of: definition, growths, after.state, in: &snapshot)
    }

    private func reachMilestones(
        of definition: StreakDefinition,
        _ growths: [RunGrowth],
        _ state: StreakState,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let isPassed = growths.contains { growth in
            definition.milestones.contains { growth.passes($0.threshold) }
        }
        guard wants(definition, snapshot) else { return }
        notePoints(of: definition, growths, in: &snapshot)
        guard isPassed else { return }
        var known = try snapshot.milestones(of: definition.id)
        // What is earned for the first time cannot have been given twice, whenever it was set up.
        let earlier = Set(known.map(\.threshold))
        for growth in growths {
            for milestone in definition.milestones where growth.passes(milestone.threshold) {
                guard !milestone.isEarned(in: growth, known),
                    growth.isNew(milestone.threshold) || !earlier.contains(milestone.threshold)
                else { continue }
                let earned = EarnedMilestone(
                    definition: definition.id,
                    threshold: milestone.threshold,
                    opens: growth.opens,
                    rewardItemID: milestone.rewardItemID,
                    earnedAt: growth.at
                )
                known.append(earned)
                snapshot.streaks.earn(earned)
                snapshot.tell(Fact(StreakFact(earned, of: definition, state)))
            }
        }
        snapshot.streaks.set(known, of: definition.id)
    }

    /// Gives what a streak turns out to have reached once it has been counted by other rules.
    func catchUpOnLengths(
        of definition: StreakDefinition,
        _ judge: StreakJudge,
        _ loaded: inout LoadedPeriods,
        _ state: StreakState,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard loaded.lengthBeforeRebuild != nil else { return }
        tellAmnesty(&loaded, of: definition, in: &snapshot)
        awaitLengths(of: definition, in: &snapshot)
        try reachMilestones(
            of: definition,
            judge.growths(
                of: (loaded.periods, state),
                since: loaded.reachedBeforeRebuild,
                at: now,
                now: now
            ),
            state,
            in: &snapshot
        )
        loaded.lengthBeforeRebuild = nil
        loaded.reachedBeforeRebuild = [:]
    }

    /// Gives what a streak has reached because a period began that had been satisfied before.
    func reachMilestones(
        of loaded: LoadedPeriods,
        from length: Int,
        _ state: StreakState,
        at moment: Instant,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard let definition = rulebook.streak(id: loaded.definition),
            let opens = state.newestPeriod
        else { return }
        let growth = RunGrowth(
            opens: opens,
            from: length,
            known: length,
            to: state.length,
            run: min(state.startedIn ?? opens, opens)...Int64.max,
            runLength: state.length,
            at: moment
        )
        try reachMilestones(of: definition, [growth], state, in: &snapshot)
    }

    private func wants(_ definition: StreakDefinition, _ snapshot: Snapshot) -> Bool {
        !definition.isPrimary || snapshot.user?.preferences.isStreakEnabled ?? true
    }
}

extension StreakMilestone {
    /// Whether it was given before: ever, or, where every run earns it, in the run that has grown.
    ///
    /// Runs may have joined or split since; whichever it was earned in, it counts in the one that
    /// has the period now.
    fileprivate func isEarned(in growth: RunGrowth, _ known: [EarnedMilestone]) -> Bool {
        let earned = known.filter { $0.threshold == threshold }
        if !isRepeatable { return !earned.isEmpty }
        return earned.contains { $0.opens == growth.opens || growth.run.contains($0.opens) }
    }
}

extension StreakFact {
    /// A milestone that was reached.
    fileprivate init(
        _ earned: EarnedMilestone,
        of definition: StreakDefinition,
        _ state: StreakState
    ) {
        self.init(
            streak: definition.publicID,
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
