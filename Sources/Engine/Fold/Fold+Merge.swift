import CivilTime

// Two records of one person become one: the one who stays is given everything of the other as a
// history, which is taken in as an import is. So whatever follows from events is derived anew from
// all of them, and what does not is added where it is not there.

extension Fold {
    /// Gives a user everything that another has.
    ///
    /// An event whose idempotency key the user has used is one and the same. What either has reached
    /// stays, and is not given again. What the union reaches for the first time is told.
    public func merge(
        _ life: MergedLife,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> MergedUser {
        guard snapshot.user != nil else {
            throw .refused(Refusal(.unknownUser(life.history.userID)))
        }
        // Time brings what it owes first, so that it is not taken for a part of the merge.
        try settlePoints(in: &snapshot)
        let before = try figures(of: snapshot)
        let toldCount = snapshot.facts.told.count
        let adoptedCount = try adopt(life.completions, in: &snapshot)
        try adopt(life.milestones, in: &snapshot)
        let imported = try importHistory(
            ImportUser(user: snapshot.key, history: life.history, tellsEach: true),
            number: number,
            in: &snapshot
        )
        let quietNumber = number + Int64(life.history.marks.count + life.history.events.count)
        let quiet = try keep(life.quietEvents, from: quietNumber, in: &snapshot)
        if imported.needsRecount { try recountStreaks(tellingEach: true, in: &snapshot) }
        try carryPoints(
            life.points,
            number: quietNumber + Int64(life.quietEvents.count),
            in: &snapshot
        )
        try finish(&snapshot)
        tellPoints(in: &snapshot)
        var outcome = MergedUser(before: before, after: try figures(of: snapshot))
        outcome.eventCount = imported.eventCount + quiet
        outcome.repeatedCount = imported.repeatedCount + life.quietEvents.count - quiet
        outcome.markCount = imported.markCount
        outcome.completionCount = adoptedCount
        let fact = UserFact(merging: life.mergedID, outcome, at: now)
        snapshot.facts.tell(Fact(fact), keepingReachedAfter: toldCount)
        return outcome
    }

    /// How far a user has come, by now.
    public func figures(of snapshot: Snapshot) throws(Interruption) -> UserFigures {
        // What is looked at on the way is nobody's concern.
        var snapshot = snapshot
        var figures = UserFigures()
        for metric in rulebook.metrics {
            figures.totals[metric.id] = try snapshot.tally(of: metric.id).total
        }
        for definition in rulebook.streaks {
            let state = try streak(definition, in: &snapshot).state
            figures.streaks[definition.id] = state.length
        }
        figures.achievements = Set(try snapshot.completions().keys)
        try settlePoints(in: &snapshot)
        for system in rulebook.points.systems {
            figures.points[system.id] = try snapshot.balance(of: system.id).total
        }
        return figures
    }

    /// Has a user have what was reached before, with its date, and what is made up of it; says how
    /// much of the former there was.
    private func adopt(
        _ completions: [Completion],
        in snapshot: inout Snapshot
    ) throws(Interruption) -> Int {
        let known = try snapshot.completions()
        let new = completions.filter { known[$0.achievement] == nil }
        for each in new {
            snapshot.adopt(Completion(achievement: each.achievement, achievedAt: each.achievedAt))
        }
        try conclude(new.compactMap { rulebook.achievements[$0.achievement] }, in: &snapshot)
        return new.count
    }

    private func adopt(
        _ milestones: [EarnedMilestone],
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        for (streak, earned) in Dictionary(grouping: milestones, by: \.definition) {
            var known = try snapshot.milestones(of: streak)
            for each in earned {
                let isKnown = known.contains {
                    $0.threshold == each.threshold && $0.opens == each.opens
                }
                if isKnown { continue }
                known.append(each)
                snapshot.streaks.earn(each)
            }
            snapshot.streaks.set(known, of: streak)
        }
    }

    /// Keeps events that nothing follows from; says how many were not there.
    private func keep(
        _ events: [Event],
        from number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> Int {
        var count = 0
        for (index, event) in events.enumerated() {
            if let key = event.usedKey, try snapshot.event(under: key) != nil { continue }
            let moved = event.moved(to: EventID(number: number + Int64(index), user: snapshot.key))
            snapshot.totals.add(moved)
            if event.deletedAt != nil {
                snapshot.totals.delete(moved)
            } else {
                var tally = try snapshot.tally(of: event.metric)
                guard tally.add(event.amount, eventCount: 1, on: event.day) else {
                    throw .refused(Refusal(.totalOutOfRange))
                }
                snapshot.totals.set(tally)
            }
            count += 1
        }
        return count
    }
}

extension Event {
    fileprivate var usedKey: UsedKey? {
        idempotencyKey.map { UsedKey($0, of: metric, isShared: sharesKey) }
    }

    /// The same event of somebody else.
    fileprivate func moved(to id: EventID) -> Event {
        Event(
            id: id,
            metric: metric,
            amount: amount,
            occurredAt: occurredAt,
            receivedAt: receivedAt,
            day: day,
            attributes: attributes,
            idempotencyKey: idempotencyKey,
            sharesKey: sharesKey,
            deletedAt: deletedAt
        )
    }
}

extension FactSection {
    /// Tells a fact in place of those after so many, but for what was reached for the first time.
    fileprivate mutating func tell(_ fact: Fact, keepingReachedAfter count: Int) {
        let kinds: Set<Fact.Kind> = [.achievementCompleted, Fact.Kind(.milestoneReached)]
        let reached = told.dropFirst(count).filter { kinds.contains($0.kind) }
        told = told.prefix(count) + [fact] + reached
    }
}
