import CivilTime

extension CalendarJudge {
    /// The first period that something may be about which begins with its user's today: where a
    /// streak is judged in a zone of its own, that day may be over.
    func firstPeriod(markedAt moment: Instant) -> Int64 {
        let margin = hasFixedZone ? EngineLimits.secondsTouchedByMove : 0
        return period(at: moment.adding(seconds: -margin))
    }

    /// Whether the rules have changed in the period of a moment or later, so that what counted for
    /// nothing may count in the period that it lies in after a move.
    func haveRulesChanged(since moment: Instant) -> Bool {
        !timeline.isSteady && period(at: timeline.latest.from) >= period(at: moment)
    }

    func record(
        _ activity: StreakActivity,
        in loaded: inout LoadedPeriods
    ) throws(Interruption) -> Bool {
        let opens = period(of: activity)
        let versions = tallied(in: opens)
        var added = PeriodTally(partCount: versions.count)
        guard added.add(activity, under: versions) else { return false }
        guard counts(activity, in: opens) else {
            // It may have been enough for a length that was reached before the reset.
            guard !corrections.resets(in: opens).isEmpty else { return false }
            try recount(opens, in: &loaded, after: activity.at)
            return true
        }
        let index = loaded.index(of: opens)
        if index < loaded.periods.endIndex, loaded.periods[index].opens == opens {
            try add(activity, under: versions, at: index, in: &loaded)
            return true
        }
        try loaded.requirePredecessor(of: opens, at: index)
        insert(added, of: opens, at: index, in: &loaded)
        try rejudge(&loaded, from: index + 1, after: activity.at, in: opens)
        return true
    }

    private func insert(
        _ tally: PeriodTally,
        of opens: Int64,
        at index: Int,
        in loaded: inout LoadedPeriods
    ) {
        let before = seeing(loaded.periods)
            .standing(before: opens, after: loaded.periods[..<index])
        loaded.insert(StreakPeriod(opens: opens, tally: tally, before: before), at: index)
    }

    private func add(
        _ activity: StreakActivity,
        under versions: [StreakVersion],
        at index: Int,
        in loaded: inout LoadedPeriods
    ) throws(Interruption) {
        var period = loaded.periods[index]
        switch take(activity, under: versions, into: &period.tally) {
        case .unchanged: return
        case .unknown: try recount(period.opens, in: &loaded, after: activity.at)
        case .changed(let satisfaction):
            loaded.replace(at: index, with: period)
            guard satisfaction || corrections.firstRestore(after: activity.at) != nil else {
                return
            }
            try rejudge(&loaded, from: index + 1, after: activity.at, in: period.opens)
        }
    }

    func remove(
        _ activity: StreakActivity,
        from loaded: inout LoadedPeriods
    ) throws(Interruption) {
        let opens = period(of: activity)
        let index = loaded.index(of: opens)
        let isKept = index < loaded.periods.endIndex && loaded.periods[index].opens == opens
        guard isKept || !corrections.resets(in: opens).isEmpty else {
            // Nothing counted in it; or that is not known yet.
            return try loaded.requirePredecessor(of: opens, at: index)
        }
        try recount(opens, in: &loaded, after: activity.at)
    }

    /// Counts one period anew from all that happened in it, and judges from there on, after
    /// something of a moment has changed.
    func recount(
        _ opens: Int64,
        in loaded: inout LoadedPeriods,
        after moment: Instant
    ) throws(Interruption) {
        let next = try recountTally(of: opens, in: &loaded)
        try rejudge(&loaded, from: next, after: moment, in: opens)
    }

    /// Counts one period anew, and gives the place of the first that has to be judged after it.
    private func recountTally(
        of opens: Int64,
        in loaded: inout LoadedPeriods
    ) throws(Interruption) -> Int {
        let index = loaded.index(of: opens)
        let tally = keptTally(opens, of: try activities(of: opens, in: loaded))
        guard index < loaded.periods.endIndex, loaded.periods[index].opens == opens else {
            try loaded.requirePredecessor(of: opens, at: index)
            guard let tally else { return index }
            insert(tally, of: opens, at: index, in: &loaded)
            return index + 1
        }
        guard let tally else {
            try loaded.requirePredecessor(of: opens, at: index)
            loaded.remove(at: index)
            return index
        }
        var period = loaded.periods[index]
        period.tally = tally
        loaded.replace(at: index, with: period)
        return index + 1
    }

    /// All that happened in a period, as far as it can count.
    private func activities(
        of opens: Int64,
        in loaded: LoadedPeriods
    ) throws(Interruption) -> [StreakActivity] {
        try loaded.activities(in: reach(of: opens), under: timeline).filter {
            period(of: $0) == opens
        }
    }

    /// The instants among which all of a period's activities are, wherever its user was.
    func reach(of opens: Int64) -> Range<Instant> {
        let dates = dates(of: opens)
        let margin: Int64 = 2
        let first = (dates.lowerBound.key - margin) * 86_400
        let last = (dates.upperBound.key + 1 + margin) * 86_400
        return Instant(seconds: first)..<Instant(seconds: last)
    }

    /// Judges the periods from an index on anew, after something of a moment in the period before
    /// it has changed; with them what restores came to that have seen it.
    private func rejudge(
        _ loaded: inout LoadedPeriods,
        from index: Int,
        after moment: Instant,
        in opens: Int64
    ) throws(Interruption) {
        guard let restore = corrections.firstRestore(after: moment) else {
            return try rejudge(&loaded, from: index)
        }
        try rederive(&loaded, from: opens, derivingFrom: restore.opens)
    }

    /// Takes in a restore that has just been made.
    func restore(_ loaded: inout LoadedPeriods, at moment: Instant) throws(Interruption) {
        guard let restore = corrections.restores.first(where: { $0.at == moment }) else { return }
        var first = restore.opens
        for reset in corrections.takenBack where reset.by == moment {
            _ = try recountTally(of: reset.opens, in: &loaded)
            first = min(first, reset.opens)
        }
        let index = loaded.index(of: restore.opens)
        if index == loaded.periods.endIndex || loaded.periods[index].opens != restore.opens {
            try loaded.requirePredecessor(of: restore.opens, at: index)
            insert(emptyTally(restore.opens), of: restore.opens, at: index, in: &loaded)
        }
        try rederive(&loaded, from: first, derivingFrom: restore.opens)
    }

    /// Judges anew from a period on, and derives the restores from another period on: as far back
    /// as these can see, and as far as they have covered.
    func rederive(
        _ loaded: inout LoadedPeriods,
        from opens: Int64,
        derivingFrom first: Int64
    ) throws(Interruption) {
        var start = corrections.restores.reduce(opens) { start, restore in
            restore.opens >= first ? min(start, restore.since) : start
        }
        try loaded.requirePredecessor(of: start, at: loaded.index(of: start))
        for period in loaded.periods where period.opens >= first {
            start = min(start, period.restoredFrom ?? start)
        }
        let index = loaded.index(of: start)
        try loaded.requirePredecessor(of: start, at: index)
        var periods = loaded.periods
        let known = loaded
        try judge(
            &periods,
            from: index,
            derivingFrom: first,
            StreakPast(
                tally: { opens, moment throws(Interruption) in
                    let activities = try self.activities(of: opens, in: known)
                    return self.tally(opens, of: activities, before: moment)
                },
                requirePredecessor: { opens throws(Interruption) in
                    try known.requirePredecessor(of: opens, at: 0)
                }
            )
        )
        loaded.replace(from: 0, with: periods)
    }

    /// Judges the periods from an index on anew: all of them, or as far as that changes anything,
    /// where nothing but the one before the index has changed.
    func rejudge(
        _ loaded: inout LoadedPeriods,
        from index: Int,
        isThorough: Bool = false
    ) throws(Interruption) {
        if index < loaded.periods.endIndex {
            try loaded.requirePredecessor(of: loaded.periods[index].opens, at: index)
        }
        let judge = seeing(loaded.periods)
        var index = index
        while index < loaded.periods.endIndex {
            let period = loaded.periods[index]
            let before = judge.standing(
                before: period.opens,
                after: loaded.periods[..<index]
            )
            if before != period.before {
                loaded.restand(at: index, before)
            } else if !isThorough {
                return
            }
            index += 1
        }
    }
}
