import CivilTime

/// Judges the days, weeks or months of one user's streak in order.
struct CalendarJudge {
    let timeline: StreakTimeline
    let window: CalendarWindow
    let circumstances: StreakCircumstances
    /// The zones that count: the user's, or the one that the window fixes.
    let zones: ZoneHistory
    let hasFixedZone: Bool
    let income: FreezeIncome
    /// The rule of every period, where there was only ever one.
    let steadyRule: PeriodRule?
    /// The dates of pauses, in order, with those that meet made one.
    let pausedDates: [ClosedRange<CivilDate>]
    /// The amnesties, and the periods that they touch.
    let amnesties: [(periods: ClosedRange<Int64>, amnesty: StreakAmnesty)]
    /// What was reset and restored, and in which periods.
    var corrections: CalendarCorrections
    /// The periods that restores cover, as far as those are at hand.
    var restored: [RestoredGap] = []
    /// Where among the periods each version began; where there was only ever one, nothing.
    let beginnings: [Int64]

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
                let period = zones.period(containing: version.from, of: window)
                return Self.index(version.from, in: period)
            }
        pausedDates = Self.merged(circumstances.pauses.map(\.dates))
        amnesties = circumstances.amnesties.map { amnesty in
            let moments = [
                amnesty.instants.lowerBound, amnesty.instants.upperBound.adding(microseconds: -1),
            ]
            let periods = moments.map { moment in
                zones.period(containing: moment, of: window).firstDate.key
            }
            return (periods[0]...max(periods[0], periods[1]), amnesty)
        }
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
            zones.day(containing: instant, of: window)
        }
    }

    /// Where a version begins: an even number inside a period, an odd one between two.
    private static func index(_ beginning: Instant, in period: Period) -> Int64 {
        let index = 2 * period.firstDate.key
        return beginning > period.start ? index : index - 1
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
}

// MARK: - The calendar

extension CalendarJudge {
    /// The period of an activity, in the zone its user had then (R1).
    func period(of activity: StreakActivity) -> Int64 {
        if let day = activity.day, hasFixedDays {
            return window.unit.firstDate(of: day).key
        }
        return period(at: activity.at)
    }

    /// Whether the day of an event is that by which it counts.
    var hasFixedDays: Bool {
        !hasFixedZone && window.resetTime == .midnight && !zones.hasOwnDayStarts
    }

    /// The period that holds a moment.
    func period(at moment: Instant) -> Int64 {
        zones.period(containing: moment, of: window).firstDate.key
    }

    /// The date of a moment, as the window cuts days.
    func date(at moment: Instant) -> CivilDate {
        zones.day(containing: moment, of: window)
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
        let start = self.period(holding: dates.lowerBound, entry(on: dates.lowerBound)).start
        let end = self.period(holding: dates.upperBound, entry(on: dates.upperBound)).end
        return start..<max(start, end)
    }

    /// The period that holds a date, where and as somebody lives.
    func period(holding date: CivilDate, _ entry: ZoneHistory.Entry) -> Period {
        window.lived(by: entry).period(holding: date, in: entry.zone)
    }

    /// Where and how the user lived on a date.
    func entry(on date: CivilDate) -> ZoneHistory.Entry {
        guard zones.entries.count > 1 else { return zones.entries[0] }
        return zones.entry(at: zones.latestZone.startOfDay(date, resetTime: .noon))
    }

    func zone(on date: CivilDate) -> Zone { entry(on: date).zone }

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
