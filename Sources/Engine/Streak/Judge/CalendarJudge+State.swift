import CivilTime

extension CalendarJudge {
    /// What a streak is at a moment: of some of the newest periods in which something happened,
    /// oldest first, those that had begun by then.
    func state(
        of periods: ArraySlice<StreakPeriod>,
        at now: Instant,
        isBrief: Bool = false
    ) -> StreakState {
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        let current = period(at: now)
        var state = StreakState()
        var standing = StreakStanding()
        let journal: Journal = { judged in
            if judged.verdict != .idle || judged.resetAt != nil { state.journal.append(judged) }
        }
        let begun = periods.begun(by: current)
        let past = begun.last?.opens == current ? begun.dropLast() : begun
        if let last = past.last {
            if !isBrief {
                for (period, next) in zip(past, past.dropFirst()) {
                    _ = self.standing(after: period, before: next.opens, journal: journal)
                }
            }
            standing = self.standing(
                after: last,
                before: current,
                journal: isBrief ? nil : journal
            )
        } else if let first = begun.first {
            standing = first.before
        } else {
            standing = self.standing(before: current, journal: journal)
        }
        let tally = begun.last.flatMap { $0.opens == current ? $0.tally : nil }
        enter(current, tally: tally, at: now, in: &standing)
        state.latestAt = begun.last { $0.tally.latestAt > .distantPast }?.tally.latestAt
        state.newestPeriod = begun.last?.opens
        if standing.isGoing { state.lastExtendedAt = begun.lastSatisfiedAt }
        describe(standing, in: current, tally: tally, at: now, &state)
        return state
    }

    /// Takes in what has happened in the current period by now.
    private func enter(
        _ current: Int64,
        tally: PeriodTally?,
        at now: Instant,
        in standing: inout StreakStanding
    ) {
        receive(until: now, in: current, &standing)
        let resets = corrections.resets(in: current).filter { $0.isMade(by: now) }
        take(tally, resets, of: current, &standing)
    }

    private func describe(
        _ standing: StreakStanding,
        in current: Int64,
        tally: PeriodTally?,
        at now: Instant,
        _ state: inout StreakState
    ) {
        let isSatisfied = tally?.isSatisfied == true
        state.length = standing.length
        state.longest = standing.longest
        state.status = standing.status(isCurrentSatisfied: isSatisfied)
        state.freezeBalance = standing.freezes
        state.currentPeriod = current.date
        state.brokenPeriod = standing.brokenIn?.date
        state.startedIn = standing.length > 0 ? standing.startedIn : nil
        state.startedOn = standing.length > 0 ? standing.startedIn?.date : nil
        state.currentDates = dates(of: current)
        let instants = instants(of: current, around: now)
        state.window = instants
        state.secondsUntilClose = instants.upperBound.seconds - now.seconds
        state.extendedAt = tally?.satisfiedAt
        state.progress = tally?.progress ?? StreakProgress()
        if standing.isGoing || isSatisfied {
            state.expiresOn = expiry(after: standing.heldThrough ?? current)
        }
        guard standing.isGoing, !isSatisfied else { return }
        state.cover = cover(of: current, standing: standing)
        if state.cover == .broken {
            state.deadline = instants.upperBound
            state.openSince = instants.lowerBound
            let left = state.secondsUntilClose ?? 0
            state.isAtRisk = timeline.rule.atRiskSeconds.map { left <= $0 } ?? true
        }
    }

    /// The last date on which a run can still be kept that is held through a period: the end of the
    /// next period in which something is needed; nothing where that is too far ahead to tell.
    private func expiry(after held: Int64) -> CivilDate? {
        var period = held
        for _ in 0..<EngineLimits.periodsLookedAhead {
            period = next(after: period)
            let dates = dates(of: period)
            if excuse(of: dates, rule(in: period)) == nil { return dates.upperBound }
        }
        return nil
    }

    /// When the current period began and ends in the zone the user has now.
    private func instants(of current: Int64, around now: Instant) -> Range<Instant> {
        let period = period(holding: current.date, zones.entry(at: now))
        return period.start..<max(period.start, period.end)
    }
}

extension ArraySlice<StreakPeriod> {
    /// Those that had begun when a period began: most often all but a few at the end.
    func begun(by current: Int64) -> ArraySlice<StreakPeriod> {
        var end = endIndex
        while end > startIndex, self[end - 1].opens > current { end -= 1 }
        return self[..<end]
    }

    /// Since when the newest satisfied one has been satisfied.
    var lastSatisfiedAt: Instant? { last { $0.tally.isSatisfied }?.tally.satisfiedAt }
}
