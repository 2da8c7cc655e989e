import CivilTime
import Engine

/// Judges the days, weeks or months of a streak in order.
struct ReferenceCalendar {
    let history: ReferenceHistory
    let timeline: ReferenceTimeline
    let window: CalendarWindow
    let zones: ZoneHistory
    /// Whether the day on which an event fell is kept with it (R1).
    private let keepsDays: Bool
    private let ownStarts: [(from: Instant, at: WallTime?)]
    private let livedZones: ZoneHistory

    init(
        _ history: ReferenceHistory,
        _ timeline: ReferenceTimeline,
        _ window: CalendarWindow,
        fixedZone: Zone?
    ) {
        self.history = history
        self.timeline = timeline
        self.window = window
        zones = fixedZone.map { ZoneHistory($0) } ?? history.zones
        keepsDays =
            fixedZone == nil && window.resetTime == .midnight
            && !history.dayStarts.contains { $0.at != nil }
        ownStarts = fixedZone == nil ? history.dayStarts : []
        // Which dates are hardly there is asked of zones that know when days begin in them.
        livedZones = fixedZone.map { ZoneHistory($0) } ?? Self.lived(history)
    }

    /// The zones with the times at which days begin in them.
    private static func lived(_ history: ReferenceHistory) -> ZoneHistory {
        guard !history.dayStarts.isEmpty else { return history.zones }
        let moves = history.zones.entries.dropFirst().map(\.from)
        let moments = Set(moves + history.dayStarts.map(\.from)).sorted()
        return ZoneHistory(
            first: history.zones.entries[0].zone,
            changes: moments.map { moment in
                ZoneHistory.Entry(
                    from: moment,
                    zone: history.zones.zone(at: moment),
                    dayStartsAt: history.dayStarts.last { $0.from <= moment }?.at
                )
            }
        )
    }

    /// The window as the user lived by it at a moment.
    private func window(at moment: Instant) -> CalendarWindow {
        var window = window
        if let own = ownStarts.last(where: { $0.from <= moment })?.at { window.resetTime = own }
        return window
    }

    // MARK: - The calendar

    /// The first date of the period that holds a moment, where the user was then.
    func period(at moment: Instant) -> CivilDate {
        window(at: moment).period(containing: moment, in: zones.zone(at: moment)).firstDate
    }

    func period(of activity: StreakActivity) -> CivilDate {
        if keepsDays, let day = activity.day { return window.unit.firstDate(of: day) }
        return period(at: activity.at)
    }

    func date(at moment: Instant) -> CivilDate {
        zones.zone(at: moment).day(containing: moment, resetTime: window(at: moment).resetTime)
    }

    func dates(of period: CivilDate) -> ClosedRange<CivilDate> {
        period...window.unit.firstDate(after: period).adding(days: -1)
    }

    /// What a period is judged by: the last version that had begun before it, where the user was
    /// then, and those that began in it (R13).
    func rule(in period: CivilDate) -> ReferenceRule {
        var (first, last) = (0, 0)
        for (index, version) in timeline.versions.enumerated().dropFirst() {
            let zone = zones.zone(at: version.from)
            let begins = window(at: version.from).period(containing: version.from, in: zone)
            if begins.firstDate > period { continue }
            last = index
            // What begins with the period leaves no time in it to the version before.
            if begins.firstDate < period || begins.start == version.from { first = index }
        }
        return ReferenceRule(Array(timeline.versions[first...max(first, last)]))
    }

    // MARK: - State

    func state(at now: Instant) -> ReferenceState {
        let current = period(at: now)
        let replay = replay(until: now)
        let run = replay.run
        var state = ReferenceState()
        state.length = run.length
        state.longest = run.longest
        state.extendedAt = replay.satisfiedAt
        state.status = status(run, isCurrentSatisfied: replay.satisfiedAt != nil)
        state.freezeBalance = replay.freezes.balance
        state.currentPeriod = current
        state.brokenPeriod = run.brokenIn.map(CivilDate.init(reference:))
        state.startedOn = run.startedIn.map(CivilDate.init(reference:))
        state.periods = replay.rows.filter { $0.verdict != .idle || $0.hasReset }.map(\.period)
        state.freezesUsed = replay.rows.filter { $0.verdict == .freeze }.map(\.date)
        state.graceUsed = replay.rows.filter { $0.verdict == .grace }.map(\.date)
        let zone = zones.zone(at: now)
        let end = window(at: now).period(holding: current, in: zone).end
        let left = end.seconds - now.seconds
        state.secondsUntilClose = left
        if run.isGoing {
            let held = run.heldIn.map(CivilDate.init(reference:))
            state.expiresOn = expires(after: held ?? current)
        }
        guard run.isGoing, replay.satisfiedAt == nil else { return state }
        state.cover = replay.coverIfMissed()
        state.isAtRisk =
            state.cover == .broken
            && timeline.newest.rule.atRiskSeconds.map { left <= $0 } ?? true
        return state
    }

    /// A walk over everything by a moment.
    func replay(until now: Instant) -> ReferenceReplay {
        let marks = marks(by: now)
        return ReferenceReplay(self, until: now, marks.resets, covered: marks.covered)
    }

    private func status(
        _ run: ReferenceRun,
        isCurrentSatisfied: Bool
    ) -> StreakState.Status {
        if isCurrentSatisfied { return .extended }
        if run.isGoing { return .alive }
        if run.longest == 0 { return .none }
        return run.length == 0 ? .broken : .lapsed
    }

    /// The last date on which a run can still be kept: the end of the next period that asks for
    /// something; freezes and grace do not push it out.
    private func expires(after held: CivilDate) -> CivilDate {
        var next = window.unit.firstDate(after: held)
        // A definition that is paused asks for nothing, and says nothing of how long.
        for _ in 0..<1_000 {
            guard let reason = asksForNothing(next), reason != .suspended else { break }
            next = window.unit.firstDate(after: next)
        }
        return dates(of: next).upperBound
    }

    /// Why a period asks for nothing, if it does: before restores, grace and freezes (R6).
    func asksForNothing(_ period: CivilDate) -> JudgedPeriod.Verdict? {
        let rule = rule(in: period)
        if window.unit == .day {
            // A date that its zone left out is none (R4).
            let noon = WallTime(hour: 12, minute: 0) ?? .midnight
            let zone = zones.zone(at: zones.latestZone.startOfDay(period, resetTime: noon))
            if !zone.dayExists(period) { return .absent }
            if rule.daysOff.contains(period.weekday) { return .dayOff }
            if isNeutral(period) { return .neutral }
            if let rest = rest(on: period, rule) { return rest }
        }
        // Any day of a pause is enough, since the user may have counted on the others.
        if history.pauses.contains(where: { $0.overlaps(dates(of: period)) }) { return .paused }
        // From the period that held the beginning of an amnesty to the one that held its end.
        let isAmnestied = history.amnesties.contains { amnesty in
            let last = amnesty.upperBound.adding(microseconds: -1)
            let first = self.period(at: amnesty.lowerBound)
            return first == period || first < period && period <= self.period(at: last)
        }
        if isAmnestied { return .amnesty }
        return rule.isSuspended ? .suspended : nil
    }

    /// Whether a change of zone left less than 12 hours of a date (R4): of 30 dates in a row, the first
    /// four at most are forgiven (R20).
    private func isNeutral(_ date: CivilDate) -> Bool {
        var short = 0
        for back in 0...29
        where livedZones.isNeutral(date.adding(days: -back), resetTime: window.resetTime) {
            short += 1
        }
        return livedZones.isNeutral(date, resetTime: window.resetTime) && short <= 4
    }

    /// Why the user takes a date off (R19): the first so many weekdays of a week, from Sunday on, and
    /// the first so many dates of vacation of a year are granted.
    private func rest(on date: CivilDate, _ rule: ReferenceRule) -> JudgedPeriod.Verdict? {
        func isPlanned(_ date: CivilDate) -> Bool {
            let choice = history.restDays.last { $0.from <= date }
            return choice?.weekdays.contains(date.weekday) ?? false
        }
        if isPlanned(date) {
            var planned = 0
            var day = date
            while true {
                if isPlanned(day) { planned += 1 }
                if day.weekday == 0 { break }
                day = day.adding(days: -1)
            }
            if planned <= rule.restDaysPerWeek { return .restDay }
        }
        guard history.vacations.contains(date) else { return nil }
        let taken = history.vacations.count { $0.year == date.year && $0 <= date }
        return taken <= rule.vacationDaysPerYear ? .vacation : nil
    }

    // MARK: - Restores (R15)

    /// The resets that stand by a moment, and the periods that restores cover.
    func marks(by now: Instant) -> (resets: [Instant], covered: Set<CivilDate>) {
        var resets: [Instant] = []
        var covered: Set<CivilDate> = []
        // Marks of one instant of a held clock lie a few microseconds apart.
        for mark in history.marks where mark.at < now.adding(milliseconds: 1) {
            if mark.isReset {
                resets.append(mark.at)
            } else {
                let since = restorableSince(mark.at)
                resets.removeAll { period(at: $0) >= since }
                covered.formUnion(restored(at: mark.at, since: since, resets, covered))
            }
        }
        return (resets, covered)
    }

    /// The first period that a restore looks at.
    private func restorableSince(_ moment: Instant) -> CivilDate {
        let today = date(at: moment)
        let first: CivilDate? =
            switch window.unit {
            case .day: today.adding(days: -90)
            case .week: CivilDate(year: today.year, month: 1, day: 1)
            case .month: CivilDate(year: today.year - 1, month: 1, day: 1)
            }
        return window.unit.firstDate(of: first ?? today)
    }

    /// The periods that a restore covers: none if a run is going.
    ///
    /// They are those after the one that reached the greatest length that the window has seen, the
    /// latest of several, up to the restore's own.
    private func restored(
        at moment: Instant,
        since: CivilDate,
        _ resets: [Instant],
        _ covered: Set<CivilDate>
    ) -> [CivilDate] {
        let replay = ReferenceReplay(
            self,
            until: moment,
            resets,
            covered: covered,
            knowing: { $0.at < moment }
        )
        guard !replay.run.isGoing else { return [] }
        let seen = replay.seen.filter { $0.period >= since && $0.length > 0 }
        guard let greatest = seen.map(\.length).max(),
            let best = seen.last(where: { $0.length == greatest })
        else { return [] }
        var periods: [CivilDate] = []
        var period = window.unit.firstDate(after: best.reachedOn)
        while period < self.period(at: moment) {
            periods.append(period)
            period = window.unit.firstDate(after: period)
        }
        return periods
    }
}
