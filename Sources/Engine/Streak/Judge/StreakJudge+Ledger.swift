import CivilTime

extension StreakJudge {
    /// Takes an activity into a ledger; false when it does not count.
    func record(
        _ activity: StreakActivity,
        in ledger: inout LoadedPeriods
    ) throws(Interruption) -> Bool {
        if ledger.activitiesLoaded?.contains(activity.at) == true {
            ledger.activities.append(activity)
        }
        return switch windows {
        case .calendar(let judge): try judge.record(activity, in: &ledger)
        case .rolling(let judge): try judge.record(activity, in: &ledger)
        }
    }

    /// Takes activities into a ledger, and judges it once where that comes to the same; false when
    /// none of them counts.
    func record(
        together activities: [StreakActivity],
        in ledger: inout LoadedPeriods
    ) throws(Interruption) -> Bool {
        guard activities.count > 1, case .calendar(let judge) = windows, judge.judgesTogether else {
            var isCounted = false
            for activity in activities where try record(activity, in: &ledger) { isCounted = true }
            return isCounted
        }
        if let loaded = ledger.activitiesLoaded {
            ledger.activities += activities.filter { loaded.contains($0.at) }
        }
        return try judge.record(together: activities, in: &ledger)
    }

    /// Takes an activity out of a ledger again.
    func remove(
        _ activity: StreakActivity,
        from ledger: inout LoadedPeriods
    ) throws(Interruption) {
        if let index = ledger.activities.firstIndex(of: activity) {
            ledger.activities.remove(at: index)
        }
        switch windows {
        case .calendar(let judge): try judge.remove(activity, from: &ledger)
        case .rolling(let judge): try judge.remove(activity, from: &ledger)
        }
    }

    /// Counts everything anew.
    func rebuild(_ ledger: inout LoadedPeriods) throws(Interruption) {
        guard ledger.isWhole else {
            throw ledger.lacking(
                before: nil,
                activities: .distantPast ..< .distantFuture,
                of: timeline.metrics
            )
        }
        let activities = try ledger.activities(
            in: .distantPast ..< .distantFuture,
            under: timeline
        )
        ledger.replace(from: 0, with: periods(of: activities))
        ledger.revision = timeline.revision
        ledger.touch()
    }

    /// Judges anew from a moment on, after something other than an activity has changed; what
    /// happened in the period of the moment is counted anew if need be.
    func rejudge(
        _ ledger: inout LoadedPeriods,
        from moment: Instant,
        recounting: Bool
    ) throws(Interruption) {
        switch windows {
        case .calendar(let judge):
            if recounting {
                return try judge.recount(judge.period(at: moment), in: &ledger, after: moment)
            }
            let opens = judge.firstPeriod(markedAt: moment)
            if let restore = judge.corrections.restores.first(where: { $0.opens > opens }) {
                return try judge.rederive(&ledger, from: opens, derivingFrom: restore.opens)
            }
            try judge.rejudge(&ledger, from: ledger.place(of: opens), isThorough: true)
        case .rolling(let judge):
            try judge.recount(&ledger, from: moment)
        }
    }
}

extension StreakJudge {
    /// Judges anew what a move at a moment, or the days around it that it makes shorter, can touch.
    func followMove(at moment: Instant, in ledger: inout LoadedPeriods) throws(Interruption) {
        guard case .calendar(let judge) = windows, !judge.hasFixedZone else { return }
        let since = moment.adding(seconds: -EngineLimits.secondsTouchedByMove)
        try rejudge(&ledger, from: since, recounting: false)
        // What happened just then, or is about to happen, is in the new zone now.
        let hasFixedDays = judge.window.resetTime == .midnight
        if !hasFixedDays && ledger.periods.contains(where: { $0.tally.latestAt >= moment })
            || !timeline.isSteady && timeline.latest.from >= moment
            || !hasFixedDays && judge.haveRulesChanged(since: since)
            || judge.circumstances.corrections.contains(where: { $0.at >= moment })
        {
            try rebuild(&ledger)
        }
    }
}
