import CivilTime

/// Judges the days, weeks or months of one user's streak in order.
struct CalendarJudge {
    let timeline: StreakTimeline
    let window: CalendarWindow
    let circumstances: StreakCircumstances
    /// The zones that count: the user's, or the one that the window fixes.
    let zones: ZoneHistory
    let hasFixedZone: Bool
    private let income: FreezeIncome
    /// The rule of every period, where there was only ever one.
    private let steadyRule: PeriodRule?
    /// The dates of pauses, in order, with those that meet made one.
    private let pausedDates: [ClosedRange<CivilDate>]
    /// What was reset and restored, and in which periods.
    var corrections: CalendarCorrections
    /// The periods that restores cover, as far as those are at hand.
    var restored: [RestoredGap] = []
    /// Where among the periods each version began; where there was only ever one, nothing.
    private let beginnings: [Int64]

    /// What is told of each period that has ended.
    typealias Journal = (JudgedPeriod) -> Void

    init(
        timeline: StreakTimeline,
        window: CalendarWindow,
        zone: Zone?,
        circumstances: StreakCircumstances
    ) {
        self.timeline = timeline
        self.window = window
        self.circumstances = circumstances
        let zones = zone.map { ZoneHistory($0) } ?? circumstances.zones
        self.zones = zones
        // The day of an event is that of the workspace's zone where the user's is not known.
        hasFixedZone = zone != nil || timeline.rule.fallbackZone != nil
        beginnings =
            timeline.isSteady
            ? []
            : timeline.versions.dropFirst().map { version in
                let zone = zones.zone(at: version.from)
                let period = window.period(containing: version.from, in: zone)
                return Self.place(version.from, in: period)
            }
        pausedDates = Self.merged(circumstances.pauses.map(\.dates))
        // While a definition is paused, it is frozen in time: what is corrected then is seen when
        // it goes on.
        let pausedSince = timeline.pausedSince ?? .distantFuture
        corrections = CalendarCorrections(
            circumstances.corrections.filter { $0.at.isMade(by: pausedSince) },
            window: window,
            zones: zones
        )
        steadyRule =
            timeline.isSteady ? PeriodRule(timeline.versions[...], unit: window.unit) : nil
        income = FreezeIncome(circumstances, timeline: timeline) { instant in
            zones.zone(at: instant).day(containing: instant, resetTime: window.resetTime)
        }
    }
}

// MARK: - The calendar

extension CalendarJudge {
    /// The period of an activity, in the zone its user had then (R1).
    func period(of activity: StreakActivity) -> Int64 {
        if let day = activity.day, !hasFixedZone, window.resetTime == .midnight {
            return window.unit.firstDate(of: day).key
        }
        return period(at: activity.at)
    }

    /// The period that holds a moment.
    func period(at moment: Instant) -> Int64 {
        window.period(containing: moment, in: zones.zone(at: moment)).firstDate.key
    }

    /// The date of a moment, as the window cuts days.
    func date(at moment: Instant) -> CivilDate {
        zones.zone(at: moment).day(containing: moment, resetTime: window.resetTime)
    }

    func next(after period: Int64) -> Int64 {
        window.unit.firstDate(after: period.date).key
    }

    func dates(of period: Int64) -> ClosedRange<CivilDate> {
        period.date...next(after: period).date.adding(days: -1)
    }

    /// When a period began and ended where its user was.
    func instants(of period: Int64) -> Range<Instant> {
        let dates = dates(of: period)
        let start = window.period(holding: dates.lowerBound, in: zone(on: dates.lowerBound)).start
        let end = window.period(holding: dates.upperBound, in: zone(on: dates.upperBound)).end
        return start..<max(start, end)
    }

    func zone(on date: CivilDate) -> Zone {
        guard zones.entries.count > 1 else { return zones.latestZone }
        return zones.zone(at: zones.latestZone.startOfDay(date, resetTime: .noon))
    }

    /// Whether a period was one at all: a date that its zone left out is none (R4).
    func exists(_ date: CivilDate) -> Bool {
        guard window.unit == .day else { return true }
        return zone(on: date).dayExists(date)
    }
}

// MARK: - Counting

extension CalendarJudge {
    /// The versions whose progress a period counts: those that held in it and were not paused.
    func tallied(in period: Int64) -> [StreakVersion] {
        guard !timeline.isSteady else { return timeline.versions }
        return inForce(in: period).filter { !$0.isPaused }
    }

    /// Whether an activity can count in its period at all: not while the definition was paused, and
    /// not when a reset has voided what was done before it.
    func counts(_ activity: StreakActivity, in period: Int64) -> Bool {
        if !timeline.isSteady, timeline.isPaused(at: activity.at) { return false }
        return !corrections.resets(in: period).contains { $0 >= activity.at }
    }

    /// What a period holds, counted anew from all that happened in it; nothing when none of that
    /// counts.
    func tally(_ period: Int64, of activities: [StreakActivity]) -> PeriodTally? {
        let versions = tallied(in: period)
        let activities = activities.sorted { $0.at < $1.at }
        var tally = PeriodTally(partCount: versions.count)
        tally.voided = voided(in: period, of: activities)
        var isCounted = !tally.voided.isEmpty
        for activity in activities where counts(activity, in: period) {
            if tally.add(activity, under: versions) { isCounted = true }
        }
        return isCounted ? tally : nil
    }

    /// Whether a period was satisfied by what resets have voided.
    private func voided(
        in period: Int64,
        of activities: [StreakActivity]
    ) -> VoidedSatisfaction {
        let resets = corrections.resets(in: period)
        let versions = tallied(in: period)
        var voided: VoidedSatisfaction = []
        for (index, reset) in resets.enumerated() {
            let since = index == 0 ? .distantPast : resets[index - 1]
            var part = PeriodTally(partCount: versions.count)
            for activity in activities where activity.at > since && activity.at <= reset {
                guard timeline.isSteady || !timeline.isPaused(at: activity.at) else { continue }
                _ = part.add(activity, under: versions)
            }
            if part.isSatisfied { voided.insert(index == 0 ? .beforeFirst : .beforeLater) }
        }
        return voided
    }
}

// MARK: - Judging

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
        return isPaused(dates) ? .paused : nil
    }

    private func isNeutral(_ date: CivilDate) -> Bool {
        window.unit == .day && zones.isNeutral(date, resetTime: window.resetTime)
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

    /// Ranges of dates in order, with those that overlap made one.
    private static func merged(_ ranges: [ClosedRange<CivilDate>]) -> [ClosedRange<CivilDate>] {
        var merged: [ClosedRange<CivilDate>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, last.upperBound >= range.lowerBound {
                let end = max(last.upperBound, range.upperBound)
                merged[merged.count - 1] = last.lowerBound...end
            } else {
                merged.append(range)
            }
        }
        return merged
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

// MARK: - The rule of a period

/// What forgives a missed period, by the easier of the rules that held in it (R13).
struct PeriodRule {
    let gracePeriods: Int
    let resetsOnMiss: Bool
    let maximumFreezes: Int
    let isSuspended: Bool
    private let daysOff: Set<Int>

    init(_ versions: ArraySlice<StreakVersion>, unit: CalendarUnit) {
        let rules = versions.map(\.rule)
        gracePeriods = rules.map(\.gracePeriods).max() ?? 0
        resetsOnMiss = rules.allSatisfy(\.resetsOnMiss)
        maximumFreezes = rules.map(\.freezes.maximum).max() ?? 0
        isSuspended = versions.contains(where: \.isPaused)
        daysOff = unit == .day ? rules.reduce(into: []) { $0.formUnion($1.daysOff) } : []
    }

    func isDayOff(_ date: CivilDate) -> Bool {
        !daysOff.isEmpty && daysOff.contains(date.weekday)
    }
}

extension CalendarJudge {
    func rule(in period: Int64) -> PeriodRule {
        if let steadyRule { return steadyRule }
        return PeriodRule(inForce(in: period), unit: window.unit)
    }

    /// The versions that held at some instant of a period, oldest first: those that began in it, as
    /// its user had it then (R1), and the one before them.
    private func inForce(in period: Int64) -> ArraySlice<StreakVersion> {
        let first = beginnings.lastIndex { $0 < 2 * period }.map { $0 + 1 } ?? 0
        let last = beginnings.lastIndex { $0 <= 2 * period }.map { $0 + 1 } ?? 0
        return timeline.versions[first...max(first, last)]
    }

    /// Where a version begins: an even number inside a period, an odd one between two.
    private static func place(_ beginning: Instant, in period: Period) -> Int64 {
        let place = 2 * period.firstDate.key
        return beginning > period.start ? place : place - 1
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

    /// Takes in the freezes that have come by a moment.
    func receive(until now: Instant, in period: Int64, _ standing: inout StreakStanding) {
        receive(through: date(at: now), under: rule(in: period), &standing)
    }

    /// The moment at which time brings the next freezes that fit.
    func nextEarning(after now: Instant, freezes: Int) -> Instant? {
        var date = date(at: now)
        while let next = income.nextEarning(after: date) {
            // Who travelled back to a date had what it brought when it first began.
            let start = start(of: next)
            if start > now {
                // A maximum that was lowered holds from the next period on.
                let maximum = rule(in: window.unit.firstDate(of: next).key).maximumFreezes
                return freezes < maximum ? start : nil
            }
            date = next
        }
        return nil
    }

    /// The freezes that time brought after one date, up to and on another, as far as they fitted.
    func earnings(
        after start: CivilDate,
        through end: CivilDate
    ) -> [(date: CivilDate, count: Int)] {
        var earnings: [(date: CivilDate, count: Int)] = []
        var date = start
        while let next = income.nextEarning(after: date), next <= end,
            earnings.count < EngineLimits.toldEarnings
        {
            earnings.append((next, income.earned(after: date, through: next)))
            date = next
        }
        return earnings
    }
}

// MARK: - Keys

extension Int64 {
    /// The first date of a calendar period.
    var date: CivilDate { CivilDate(dayNumber: Int32(clamping: self)) }
}

extension CivilDate {
    /// The number of the day, as periods are kept.
    var key: Int64 { Int64(dayNumber) }
}

extension WallTime {
    static let noon = WallTime(hour: 12, minute: 0) ?? .midnight
}
