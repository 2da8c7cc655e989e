import CivilTime

// An amnesty is set up for a workspace (R17). Whose streak it may touch is judged anew from its
// beginning on, by whoever looks at it next, from the periods that are stored: no event is counted
// again. Who had broken is told that this was corrected.

extension Fold {
    /// The loaded periods of a streak of which amnesties have changed since it was judged, judged by
    /// those of now; nothing where something else has changed too.
    func followAmnesties(
        of definition: StreakDefinition,
        _ judge: StreakJudge,
        _ loaded: LoadedPeriods,
        in snapshot: Snapshot
    ) throws(Interruption) -> LoadedPeriods? {
        guard let newest = loaded.periods.last,
            let change = try streakUser(of: snapshot)
                .amnestyChange(since: loaded.revision, of: definition, by: judge)
        else { return nil }
        var loaded = loaded
        guard !judge.hasEnded(with: newest, before: change.start) else {
            loaded.revision = judge.timeline.revision
            return loaded
        }
        // What is due and has not been told yet is told by the amnesties of now.
        let isDue = loaded.dueAt.map { $0 <= now } ?? false
        let moment = isDue ? min(loaded.toldAt, now) : now
        let before = try change.former.map { judge throws(Interruption) in
            try state(of: loaded, judge, at: moment)
        }
        loaded.lengthBeforeRebuild = loaded.length
        loaded.reachedBeforeRebuild = loaded.periods.lengthsReached
        try judge.rejudge(&loaded, from: change.start, recounting: false)
        loaded.revision = judge.timeline.revision
        loaded.touch()
        loaded.length = try state(of: loaded, judge).length
        let after = try state(of: loaded, judge, at: moment)
        if let before, before.length != after.length { loaded.amnestied = (before, after) }
        if !isDue { loaded.toldAt = max(loaded.toldAt, now) }
        loaded.dueAt = now
        return loaded
    }

    /// Tells what a change of the amnesties has made of a streak.
    func tellAmnesty(
        _ loaded: inout LoadedPeriods,
        of definition: StreakDefinition,
        in snapshot: inout Snapshot
    ) {
        guard let (before, after) = loaded.amnestied else { return }
        append(.corrected, of: definition, from: before, to: after, at: now, in: &snapshot)
        loaded.amnestied = nil
    }

    /// A streak at a moment of the past.
    private func state(
        of loaded: LoadedPeriods,
        _ judge: StreakJudge,
        at moment: Instant
    ) throws(Interruption) -> StreakState {
        let last = judge.lastPeriod(at: moment)
        if let first = loaded.periods.first, first.opens > last {
            try loaded.requirePredecessor(of: last, at: 0)
        }
        return judge.state(of: loaded.periods, at: moment)
    }
}

extension Snapshot {
    /// Whether a change of a user may bring the user under an amnesty, or from under one.
    func mayComeUnderAmnesty(by change: UserChange, _ rulebook: Rulebook) -> Bool {
        guard user != nil, !rulebook.amnesties.isEmpty else { return false }
        return rulebook.amnesties.ask(
            forOneOf: change.attributes.keys.compactMap {
                rulebook.attribute(.user, key: $0)?.id
            }
        )
    }
}
