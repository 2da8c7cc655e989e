import CivilTime

extension CalendarJudge {
    /// What a streak is at a moment: of some of the newest periods in which something happened,
    /// oldest first, those that had begun by then.
    func state(of periods: ArraySlice<StreakPeriod>, at now: Instant) -> StreakState {
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        let current = period(at: now)
        var state = StreakState()
        var standing = StreakStanding()
        let journal: Journal = { judged in
            if judged.verdict != .idle || judged.resetAt != nil { state.journal.append(judged) }
        }
        let begun = periods.prefix { $0.opens <= current }
        let past = begun.prefix { $0.opens < current }
        if let last = past.last {
            for (period, next) in zip(past, past.dropFirst()) {
                _ = self.standing(after: period, before: next.opens, journal: journal)
            }
            standing = self.standing(after: last, before: current, journal: journal)
        } else if let first = begun.first {
            standing = first.before
        } else {
            standing = self.standing(before: current, journal: journal)
        }
        let tally = begun.last.flatMap { $0.opens == current ? $0.tally : nil }
        enter(current, tally: tally, at: now, in: &standing)
        state.latestAt = begun.last?.tally.latestAt
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
        let corrections = corrections(in: current).filter { $0.isMade(by: now) }
        let satisfiedAt = tally?.satisfiedAt
        for correction in corrections where satisfiedAt.map({ correction.at < $0 }) ?? true {
            standing.correct(correction, in: current)
        }
        guard let satisfiedAt else { return }
        standing.extend(in: current)
        for correction in corrections where correction.at >= satisfiedAt {
            standing.correct(correction, in: current)
        }
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
            let held = standing.heldThrough ?? current
            state.expiresOn = dates(of: next(after: held)).upperBound
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

    /// When the current period began and ends in the zone the user has now.
    private func instants(of current: Int64, around now: Instant) -> Range<Instant> {
        let period = window.period(holding: current.date, in: zones.zone(at: now))
        return period.start..<max(period.start, period.end)
    }
}

extension ArraySlice<StreakPeriod> {
    /// Since when the newest satisfied one has been satisfied.
    var lastSatisfiedAt: Instant? { last { $0.tally.isSatisfied }?.tally.satisfiedAt }
}
