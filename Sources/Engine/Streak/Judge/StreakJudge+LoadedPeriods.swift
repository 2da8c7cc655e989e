import CivilTime

extension StreakJudge {
    /// Takes an activity into loaded periods; false when it does not count.
    func record(
        _ activity: StreakActivity,
        in loaded: inout LoadedPeriods
    ) throws(Interruption) -> Bool {
        if loaded.activitiesLoaded?.contains(activity.at) == true {
            loaded.activities.append(activity)
        }
        return switch windows {
        case .calendar(let judge): try judge.record(activity, in: &loaded)
        case .rolling(let judge): try judge.record(activity, in: &loaded)
        }
    }

    /// Takes activities into loaded periods, and judges it once where that comes to the same; false when
    /// none of them counts.
    func record(
        together activities: [StreakActivity],
        in loaded: inout LoadedPeriods
    ) throws(Interruption) -> Bool {
        guard activities.count > 1, case .calendar(let judge) = windows, judge.judgesTogether else {
            var isCounted = false
            for activity in activities where try record(activity, in: &loaded) { isCounted = true }
            return isCounted
        }
        if let instants = loaded.activitiesLoaded {
            loaded.activities += activities.filter { instants.contains($0.at) }
        }
        return try judge.record(together: activities, in: &loaded)
    }

    /// Takes an activity out of loaded periods again.
    func remove(
        _ activity: StreakActivity,
        from loaded: inout LoadedPeriods
    ) throws(Interruption) {
        if let index = loaded.activities.firstIndex(of: activity) {
            loaded.activities.remove(at: index)
        }
        switch windows {
        case .calendar(let judge): try judge.remove(activity, from: &loaded)
        case .rolling(let judge): try judge.remove(activity, from: &loaded)
        }
    }

    /// Counts everything anew.
    func rebuild(_ loaded: inout LoadedPeriods) throws(Interruption) {
        guard loaded.isWhole else {
            throw loaded.lacking(
                before: nil,
                activities: .distantPast ..< .distantFuture,
                of: timeline.metrics
            )
        }
        let activities = try loaded.activities(
            in: .distantPast ..< .distantFuture,
            under: timeline
        )
        loaded.replace(from: 0, with: periods(of: activities))
        loaded.revision = timeline.revision
        loaded.touch()
    }

    /// Judges anew from a moment on, after something other than an activity has changed; what
    /// happened in the period of the moment is counted anew if need be.
    func rejudge(
        _ loaded: inout LoadedPeriods,
        from moment: Instant,
        recounting: Bool
    ) throws(Interruption) {
        switch windows {
        case .calendar(let judge):
            if recounting {
                return try judge.recount(judge.period(at: moment), in: &loaded, after: moment)
            }
            let opens = judge.firstPeriod(markedAt: moment)
            if let restore = judge.corrections.restores.first(where: { $0.opens > opens }) {
                return try judge.rederive(&loaded, from: opens, derivingFrom: restore.opens)
            }
            try judge.rejudge(&loaded, from: loaded.index(of: opens), isThorough: true)
        case .rolling(let judge):
            try judge.recount(&loaded, from: moment)
        }
    }
}

extension StreakJudge {
    /// Judges anew what a move at a moment, or the days around it that it makes shorter, can touch.
    func followMove(at moment: Instant, in loaded: inout LoadedPeriods) throws(Interruption) {
        guard case .calendar(let judge) = windows, !judge.hasFixedZone else { return }
        let since = moment.adding(seconds: -EngineLimits.secondsTouchedByMove)
        try rejudge(&loaded, from: since, recounting: false)
        // What happened just then, or is about to happen, is in the new zone now.
        let hasFixedDays = judge.hasFixedDays
        if !hasFixedDays && loaded.periods.contains(where: { $0.tally.latestAt >= moment })
            || !timeline.isSteady && timeline.latest.from >= moment
            || !hasFixedDays && judge.haveRulesChanged(since: since)
            || judge.circumstances.corrections.contains(where: { $0.at >= moment })
        {
            try rebuild(&loaded)
        }
    }
}
