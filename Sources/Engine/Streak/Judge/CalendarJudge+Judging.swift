import CivilTime

extension CalendarJudge {
    /// Where a streak stands at the beginning of a period, from an earlier one that has ended.
    func standing(
        after earlier: StreakPeriod,
        before end: Int64,
        journal: Journal? = nil
    ) -> StreakStanding {
        var standing = earlier.before
        guard earlier.opens < end else { return standing }
        judge(earlier.opens, tally: earlier.tally, in: &standing, journal: journal)
        pass(from: next(after: earlier.opens), before: end, in: &standing, journal: journal)
        return standing
    }

    /// Where somebody who did nothing stands at the beginning of a period: what time has brought,
    /// and what somebody set.
    func standing(before end: Int64, journal: Journal? = nil) -> StreakStanding {
        var standing = StreakStanding()
        pass(from: .min, before: end, in: &standing, journal: journal)
        return standing
    }

    /// Goes over periods in which nothing happened.
    private func pass(
        from start: Int64,
        before end: Int64,
        in standing: inout StreakStanding,
        journal: Journal?
    ) {
        var period = start
        while period < end {
            if !standing.isGoing {
                guard let next = corrections.nextReset(from: period, before: end) else { break }
                receive(from: period, before: next, &standing)
                period = next
            }
            judge(period, tally: nil, in: &standing, journal: journal)
            period = next(after: period)
        }
        receive(from: period, before: end, &standing)
    }

    /// Judges a period that has ended.
    func judge(
        _ period: Int64,
        tally: PeriodTally?,
        in standing: inout StreakStanding,
        journal: Journal?
    ) {
        let rule = rule(in: period)
        let dates = dates(of: period)
        receive(through: dates.upperBound, under: rule, &standing)
        let resets = corrections.resets(in: period)
        let lengthBefore = standing.length
        take(tally, resets, of: period, &standing)
        let verdict: JudgedPeriod.Verdict =
            if tally?.isSatisfied == true {
                .satisfied
            } else {
                standing.isGoing ? judgeMissed(period, dates, rule, &standing) : .idle
            }
        journal?(
            JudgedPeriod(
                opens: period,
                verdict: verdict,
                length: verdict == .broken ? lengthBefore : standing.length,
                lengthAfter: standing.length,
                lengthBefore: lengthBefore,
                freezes: standing.freezes,
                resetAt: resets.last
            )
        )
    }

    /// Takes in that a period was satisfied, if it was, and what was reset in it before and after.
    func take(
        _ tally: PeriodTally?,
        _ resets: [Instant],
        of period: Int64,
        _ standing: inout StreakStanding
    ) {
        standing.note(tally?.voided ?? [])
        guard let satisfiedAt = tally?.satisfiedAt else {
            if !resets.isEmpty { standing.reset() }
            return
        }
        if resets.contains(where: { $0 < satisfiedAt }) { standing.reset() }
        standing.extend(in: period)
        if resets.contains(where: { $0 >= satisfiedAt }) { standing.reset() }
    }

    /// Finds who covers a missed period, in the order of R6; without anybody the run ends.
    private func judgeMissed(
        _ period: Int64,
        _ dates: ClosedRange<CivilDate>,
        _ rule: PeriodRule,
        _ standing: inout StreakStanding
    ) -> JudgedPeriod.Verdict {
        let verdict = cover(of: period, dates, rule, standing)
        switch verdict {
        case .broken: standing.end(in: period, resetsOnMiss: rule.resetsOnMiss)
        case .grace: standing.graceUsed += 1
        case .freeze: standing.freezes -= 1
        default: break
        }
        if verdict != .broken { standing.hold(through: period) }
        return verdict
    }

    /// What would cover the period that holds a moment if it ended unsatisfied; nothing when no run
    /// is going.
    func cover(of period: Int64, standing: StreakStanding) -> JudgedPeriod.Verdict? {
        guard standing.isGoing else { return nil }
        var standing = standing
        let rule = rule(in: period)
        receive(through: dates(of: period).upperBound, under: rule, &standing)
        return cover(of: period, dates(of: period), rule, standing)
    }

    private func cover(
        of period: Int64,
        _ dates: ClosedRange<CivilDate>,
        _ rule: PeriodRule,
        _ standing: StreakStanding
    ) -> JudgedPeriod.Verdict {
        if let excuse = excuse(of: dates, rule) { return excuse }
        if rule.isSuspended { return .suspended }
        if restored.contains(where: { $0.covers(period) }) { return .restored }
        if standing.graceUsed < rule.gracePeriods { return .grace }
        return standing.freezes > 0 ? .freeze : .broken
    }

    /// Why nothing is needed in a period, whatever its user holds.
    func excuse(of dates: ClosedRange<CivilDate>, _ rule: PeriodRule) -> JudgedPeriod.Verdict? {
        if !exists(dates.lowerBound) { return .absent }
        if rule.isDayOff(dates.lowerBound) { return .dayOff }
        if isNeutral(dates.lowerBound) { return .neutral }
        if let rest = rest(on: dates.lowerBound, rule) { return rest }
        if isPaused(dates) { return .paused }
        return amnesty(covering: dates.lowerBound.key) == nil ? nil : .amnesty
    }

    /// What the user has taken a date off for (R19).
    private func rest(on date: CivilDate, _ rule: PeriodRule) -> JudgedPeriod.Verdict? {
        guard rule.restDays != .none, !circumstances.rest.isEmpty else { return nil }
        return circumstances.rest.excuse(of: date, within: rule.restDays)
    }

    /// The amnesty that touches a period (R17).
    func amnesty(covering period: Int64) -> StreakAmnesty? {
        amnesties.first { $0.periods.contains(period) }?.amnesty
    }

    /// Whether a date is neutral: a change of zone cut it short (R4), and not too many before it (R20).
    private func isNeutral(_ date: CivilDate) -> Bool {
        isCutShort(date) && !isPastNeutralLimit(date)
    }

    private func isCutShort(_ date: CivilDate) -> Bool {
        window.unit == .day && zones.isNeutral(date, resetTime: window.resetTime)
    }

    /// Whether a date was cut short and is not neutral, as too many of the dates before it were (R20).
    func isBeyondNeutralLimit(_ date: CivilDate) -> Bool {
        isCutShort(date) && isPastNeutralLimit(date)
    }

    /// Whether so many of the dates before one were cut short that no more is forgiven.
    private func isPastNeutralLimit(_ date: CivilDate) -> Bool {
        // One move alone cuts fewer dates short than that.
        guard zones.entries.count > 2 else { return false }
        let earlier = 1..<EngineLimits.neutralDaysSpan
        return earlier.count { isCutShort(date.adding(days: -$0)) } >= EngineLimits.neutralDays
    }

    /// Whether a pause reaches into a period; any day of it is enough, since the user may have
    /// counted on the others.
    func isPaused(_ dates: ClosedRange<CivilDate>) -> Bool {
        var low = 0
        var high = pausedDates.count
        while low < high {
            let middle = (low + high) / 2
            if pausedDates[middle].upperBound < dates.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < pausedDates.count && pausedDates[low].lowerBound <= dates.upperBound
    }

    /// Takes in what came in periods that nobody had to judge, under the rules that held in them: a
    /// maximum that was lowered later takes nothing away.
    private func receive(
        from start: Int64,
        before end: Int64,
        _ standing: inout StreakStanding
    ) {
        for beginning in beginnings {
            // An odd place is that of the beginning of the period after it.
            let period = (beginning + 1) >> 1
            guard period >= start, period < end else { continue }
            receive(before: period, &standing)
            receive(through: dates(of: period).upperBound, under: rule(in: period), &standing)
        }
        receive(before: end, &standing)
    }

    /// Takes in what has come before a period, under the rule of the one before it.
    private func receive(before period: Int64, _ standing: inout StreakStanding) {
        let last = period.date.adding(days: -1)
        receive(through: last, under: rule(in: window.unit.firstDate(of: last).key), &standing)
    }

    func receive(
        through date: CivilDate,
        under rule: PeriodRule,
        _ standing: inout StreakStanding
    ) {
        if let through = standing.grantsThrough, through >= date { return }
        let count = income.count(after: standing.grantsThrough, through: date)
        standing.grantsThrough = date
        guard count > 0 else { return }
        let held = standing.freezes
        standing.freezes = max(held, min(rule.maximumFreezes, held + count))
    }
}
