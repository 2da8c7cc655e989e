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

    /// A run has reached multiples of a length: it gives for each once, and never more often than it
    /// has multiples, however periods of the past come and go.
    func grow(
        _ growth: RunGrowth,
        of trigger: PointsTrigger,
        _ context: PointsContext,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard case .streak(let length, _) = trigger.cause else { return }
        var state = try state(of: trigger, in: snapshot)
        var held = try held(in: growth, by: trigger, state, in: snapshot)
        let multiples = growth.multiples(of: length)
        // What gave nothing when the period reached it is missed.
        if held.period == 0, growth.hadReached(length) { return }
        for multiple in multiples
        where held.run < growth.runLength / length && held.period < multiples.count {
            var detail = PointsRow.Detail()
            detail.multiples = multiple - 1..<multiple
            detail.period = growth.opens
            detail.isAfterReset = growth.isAfterReset
            let row = try award(trigger, detail, context, &state, in: &snapshot)
            guard row != nil else { continue }
            held = (held.run + 1, held.period + 1)
            state.note(growth, held: held.run)
        }
        try keep(state, of: trigger, in: &snapshot)
    }

    /// How often a run has given something that still holds, and how often in the period in which it
    /// grows.
    ///
    /// A run that goes on, or that begins after everything that was given, needs no look at the
    /// ledger.
    private func held(
        in growth: RunGrowth,
        by trigger: PointsTrigger,
        _ state: PointsTriggerState,
        in snapshot: Snapshot
    ) throws(Interruption) -> (run: Int, period: Int) {
        let parts = growth.parts
        let first = parts.lowerBound
        guard let newest = state.period, first.opens <= newest else { return (0, 0) }
        let isKnown = state.run == first.opens && state.isAfterReset == first.isAfterReset
        if isKnown, growth.opens > newest { return (Int(state.count), 0) }
        let since = isKnown ? growth.opens : first.opens
        let awards = try snapshot.awards(of: trigger, since: Self.earliest(since))
            .filter { $0.isOpen && $0.part.map(parts.contains) ?? false }
        return (
            isKnown ? Int(state.count) : awards.count,
            awards.count { $0.part == growth.part }
        )
    }

    /// A moment before which nothing was given for a period: days lie far below what moments come to.
    fileprivate static func earliest(_ period: Int64) -> Instant {
        let start = isDay(period) ? Zone.utc.startOfDay(period.date) : Instant(microseconds: period)
        return start.adding(seconds: -2 * 86_400)
    }

    /// Whether a period is told by its first day, and not by the moment at which a window opens.
    fileprivate static func isDay(_ period: Int64) -> Bool { period.magnitude < 1 << 32 }
}

// MARK: - Taking back

extension Fold {
    /// Takes back what triggers of streaks gave beyond what runs come to without an event that was
    /// deleted.
    func takeBackPeriods(
        without event: Event,
        _ context: PointsContext,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !rulebook.points.isEmpty else { return }
        for streak in streaks(of: event.metric, for: snapshot) {
            let triggers = rulebook.points.triggers(of: streak)
                .filter { $0.admits(snapshot.key) }
            guard !triggers.isEmpty,
                let gap = try gap(without: event, in: streak, snapshot)
            else { continue }
            for trigger in triggers {
                try takeBack(beyond: gap, trigger, context, in: &snapshot)
            }
        }
        tellPoints(in: &snapshot)
    }

    /// The period that is not satisfied any more without an event, and the runs around it; nothing
    /// where it still is.
    private func gap(
        without event: Event,
        in streak: StreakDefinition,
        _ snapshot: Snapshot
    ) throws(Interruption) -> RunGap? {
        let judge = try judge(of: streak, for: snapshot)
        let loaded = try snapshot.periods(of: streak.id)
        let period = judge.period(of: StreakActivity(event))
        if let period, loaded.isSatisfied(period) || !loaded.reaches(period) { return nil }
        let state = try state(of: loaded, judge)
        let growths = judge.growths(of: (loaded.periods, state), since: [:], at: now, now: now)
        let runs = GrownRun.runs(of: growths, after: loaded.periods.first, ofWindows: period == nil)
        let opens = period ?? event.occurredAt.microseconds
        return RunGap(
            period: opens,
            runs: [runs.last { $0.first.opens <= opens }, runs.first { $0.first.opens > opens }]
                .compactMap { $0 }
        )
    }

    private func takeBack(
        beyond gap: RunGap,
        _ trigger: PointsTrigger,
        _ context: PointsContext,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard case .streak(let length, _) = trigger.cause,
            let system = rulebook.points.system(trigger.system)
        else { return }
        var state = try state(of: trigger, in: snapshot)
        guard let newest = state.period, gap.start <= newest else { return }
        try settlePoints(of: system, in: &snapshot)
        state = try self.state(of: trigger, in: snapshot)
        let awards = try snapshot.awards(of: trigger, since: Self.earliest(gap.start))
            .filter(\.isOpen)
        let taken = gap.beyond(length, awards, of: context.event?.id.number)
        for award in taken { try correct(award, to: 0, trigger, context, &state, in: &snapshot) }
        let numbers = Set(taken.map(\.row.number))
        let kept = awards.filter { !numbers.contains($0.row.number) }
        for run in gap.lacking(length, kept, atMost: taken.count) {
            try give(run, trigger, context, &state, in: &snapshot)
        }
        // What a run has given has to be looked at again.
        state.run = nil
        try keep(state, of: trigger, in: &snapshot)
    }

    /// Gives for a multiple of a run what was taken back in the period that is gone: other periods reach
    /// it now.
    private func give(
        _ run: GrownRun,
        _ trigger: PointsTrigger,
        _ context: PointsContext,
        _ state: inout PointsTriggerState,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard case .streak(let length, _) = trigger.cause else { return }
        let multiple = Int64(run.length / length)
        var detail = PointsRow.Detail()
        detail.multiples = multiple - 1..<multiple
        detail.period = run.newest.opens
        detail.isAfterReset = run.newest.isAfterReset
        var context = context
        context.event = nil
        context.day =
            Self.isDay(run.newest.opens)
            ? run.newest.opens.date
            : pointsDay(at: Instant(microseconds: run.newest.opens), of: snapshot)
        try award(trigger, detail, context, &state, in: &snapshot)
        state.period = max(state.period ?? run.newest.opens, run.newest.opens)
    }
}

/// A run as it is: from where to where it grew, and how long it became.
private struct GrownRun {
    let first: ReachedPart
    var last: ReachedPart
    var length: Int
    /// Where it grew last.
    var newest: ReachedPart

    func contains(_ award: OpenAward) -> Bool {
        award.part.map { first <= $0 && $0 <= last } ?? false
    }

    /// The runs that periods come to, of which the first one may have begun before them.
    ///
    /// Windows open at other moments without an event, so that their runs are told to their ends.
    static func runs(
        of growths: [RunGrowth],
        after period: StreakPeriod?,
        ofWindows isRolling: Bool
    ) -> [GrownRun] {
        var runs: [GrownRun] = []
        if let period, let start = period.before.startedIn, period.before.length > 0 {
            let last = ReachedPart(opens: period.opens - 1, isAfterReset: true)
            let first = ReachedPart(opens: start, isAfterReset: false)
            let newest = max(first, last)
            runs = [
                GrownRun(first: first, last: newest, length: period.before.length, newest: newest)
            ]
        }
        for growth in growths {
            let first = growth.parts.lowerBound
            if runs.last?.first != first {
                let (part, length) = (growth.part, growth.to)
                runs.append(GrownRun(first: first, last: part, length: length, newest: part))
            }
            runs[runs.count - 1].last = isRolling ? growth.parts.upperBound : growth.part
            runs[runs.count - 1].length = growth.to
            runs[runs.count - 1].newest = growth.part
        }
        return runs
    }
}

/// A period in which nothing counts any more, and the runs around it: one, where it was covered.
private struct RunGap {
    let period: Int64
    let runs: [GrownRun]

    /// The first period of which something may be taken back.
    var start: Int64 { runs.first.map { min($0.first.opens, period) } ?? period }

    /// The awards beyond what the runs come to, newest first: what the event gave, what its period did,
    /// and the newest ones.
    func beyond(_ length: Int, _ awards: [OpenAward], of event: Int64?) -> [OpenAward] {
        var taken = awards.filter { award in
            award.row.detail.period == period && !runs.contains { $0.contains(award) }
        }
        for run in runs {
            let own = awards.filter { run.contains($0) }.sorted { left, right in
                let ranks = (rank(of: left, event), rank(of: right, event))
                return ranks.0 == ranks.1
                    ? left.row.number > right.row.number : ranks.0 < ranks.1
            }
            taken += own.prefix(max(0, own.count - run.length / length))
        }
        return taken.sorted { $0.row.number > $1.row.number }
    }

    /// The runs that come to more than they have been given, once for each multiple.
    func lacking(_ length: Int, _ awards: [OpenAward], atMost limit: Int) -> [GrownRun] {
        let lacking = runs.flatMap { run in
            let count = run.length / length - awards.count { run.contains($0) }
            return Array(repeating: run, count: max(0, count))
        }
        return Array(lacking.prefix(limit))
    }

    private func rank(of award: OpenAward, _ event: Int64?) -> Int {
        if event != nil, award.row.detail.event == event { return 0 }
        return award.row.detail.period == period ? 1 : 2
    }
}

extension OpenAward {
    /// Of a streak, the part of the period that it is for.
    fileprivate var part: ReachedPart? {
        row.detail.period.map {
            ReachedPart(opens: $0, isAfterReset: row.detail.isAfterReset)
        }
    }
}

extension RunGrowth {
    /// Which multiples of a length the run reaches in it for the first time.
    func multiples(of length: Int) -> [Int64] {
        guard length > 0, from / length < to / length else { return [] }
        return (from / length + 1...to / length).filter { isNew($0 * length) }.map(Int64.init)
    }

    /// Whether the period had reached a multiple of a length already, perhaps another one.
    fileprivate func hadReached(_ length: Int) -> Bool {
        to == from + 1 && known > 0 && known % length == 0
    }
}

extension PointsTriggerState {
    /// Takes in how often a run has given something that holds.
    fileprivate mutating func note(_ growth: RunGrowth, held: Int) {
        // Of a run that is over, it is looked up if somebody needs to know.
        if let period, growth.opens < period, !growth.run.contains(period) { return }
        period = max(period ?? growth.opens, growth.opens)
        (run, isAfterReset) = (growth.run.lowerBound, growth.beganAfterReset)
        count = Int64(held)
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
