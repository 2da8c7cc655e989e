import CivilTime

// Of a batch, the events that lie in periods that are over are put into the streaks together, once
// all of the user's have been taken in: late events cost what they change, however many come and in
// whatever order. What that reaches is told once.

extension Fold {
    /// Takes events of one user in, one after the other; the streaks follow at the end.
    ///
    /// A refusal tells which of them it is about.
    func record(
        _ drafts: [(draft: EventDraft, number: Int64)],
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [RecordedEvent] {
        var recorded: [RecordedEvent] = []
        recorded.reserveCapacity(drafts.count)
        for (index, each) in drafts.enumerated() {
            do {
                // What moves the user, and what counts once in a period, needs the streaks as they are.
                let isAlone = each.draft.tickOf != nil || moves(by: each.draft, snapshot)
                if isAlone { try advanceGathered(in: &snapshot) }
                snapshot.streaks.gathers = !isAlone
                recorded.append(try record(each.draft, number: each.number, in: &snapshot))
            } catch {
                throw error.about(index)
            }
        }
        do {
            try advanceGathered(in: &snapshot)
            snapshot.streaks.gathers = false
            try finish(&snapshot)
        } catch {
            throw error.about(max(0, drafts.count - 1))
        }
        return recorded
    }

    private func moves(by draft: EventDraft, _ snapshot: Snapshot) -> Bool {
        snapshot.user != nil && snapshot.mayMove(by: draft.userChange)
    }

    /// Whether an event lies in a period of a streak that is over, wherever its user is.
    func isOver(_ event: Event, for definition: StreakDefinition) -> Bool {
        guard case .calendar(let window, _) = definition.rule.window else { return false }
        let days: Int64 =
            switch window.unit {
            case .day: 1
            case .week: 7
            case .month: 31
            }
        return event.occurredAt < now.adding(seconds: -(days + 2) * 86_400)
    }

    /// Has the events that were put off count for their streaks.
    private func advanceGathered(in snapshot: inout Snapshot) throws(Interruption) {
        guard let number = snapshot.streaks.lastGathered else { return }
        for definition in rulebook.streaks {
            guard let events = snapshot.streaks.takeGathered(for: definition.id) else { continue }
            _ = try advance(definition, with: events, in: &snapshot)
        }
        try reachLengths(tellingOf: number, in: &snapshot)
    }
}

extension Interruption {
    /// The same; a refusal is about one of several events.
    fileprivate func about(_ index: Int) -> Interruption {
        guard case .refused(var refusal) = self else { return self }
        refusal.index = index
        return .refused(refusal)
    }
}

extension StreakSection {
    /// The number of the last event that was put off, if one was.
    fileprivate var lastGathered: Int64? {
        gathered.values.compactMap { $0.last?.id.number }.max()
    }

    /// Takes out what was put off for a streak.
    mutating func takeGathered(for definition: StreakDefinitionID) -> [Event]? {
        gathered.isEmpty ? nil : gathered.removeValue(forKey: definition)
    }
}
