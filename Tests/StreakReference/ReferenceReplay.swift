import CivilTime
import Engine

/// One walk over the periods of a calendar streak, from the first in which anything was up to the
/// one that holds a moment.
struct ReferenceReplay {
    /// A period that has ended.
    struct Row {
        let date: CivilDate
        let hasReset: Bool
        var period: ReferenceState.Period
        /// The longest run by its end.
        let longest: Int
        var verdict: JudgedPeriod.Verdict { period.verdict }
    }

    /// A length that was seen in a period, and when it was reached.
    struct Seen {
        let period: CivilDate
        let length: Int
        let reachedOn: CivilDate
    }

    private let judge: ReferenceCalendar
    private let covered: Set<CivilDate>
    private let byPeriod: [CivilDate: [StreakActivity]]
    private let resets: [CivilDate: [Instant]]
    private let current: CivilDate
    private(set) var run = ReferenceRun()
    private(set) var freezes: ReferenceFreezes
    private(set) var rows: [Row] = []
    private(set) var seen: [Seen] = []
    /// Since when the current period is satisfied.
    private(set) var satisfiedAt: Instant?

    init(
        _ judge: ReferenceCalendar,
        until now: Instant,
        _ resets: [Instant],
        covered: Set<CivilDate>,
        knowing isKnown: (StreakActivity) -> Bool = { _ in true }
    ) {
        self.judge = judge
        self.covered = covered
        let counted = judge.history.activities.filter {
            isKnown($0) && !judge.timeline.isPaused(at: $0.at)
        }
        byPeriod = Dictionary(grouping: counted) { judge.period(of: $0) }
        self.resets = Dictionary(grouping: resets) { judge.period(at: $0) }
        current = judge.period(at: now)
        freezes = ReferenceFreezes(judge.history, judge.timeline) { judge.date(at: $0) }
        var period = min(first(), current)
        while period < current {
            pass(period)
            period = judge.window.unit.firstDate(after: period)
        }
        enter(at: now)
    }

    /// The period of the first thing that the walk has to see.
    private func first() -> CivilDate {
        let dates =
            Array(byPeriod.keys) + Array(resets.keys) + judge.history.grants.map(\.on)
            + [judge.history.firstSeenAt].compactMap { $0 }.map { judge.date(at: $0) }
        return judge.window.unit.firstDate(of: dates.min() ?? current)
    }

    /// Whether anything has counted, at any time.
    var hasBegun: Bool {
        run.longest > 0
            || byPeriod.contains { period, done in
                let rules = judge.rule(in: period).counting
                return done.contains { activity in
                    // What a reset has voided counts no more.
                    !(resets[period] ?? []).contains { $0 >= activity.at }
                        && rules.contains { $0.counts(activity, judge.history.attributeKeys) }
                }
            }
    }

    // MARK: - Periods

    private mutating func pass(_ period: CivilDate) {
        let rule = judge.rule(in: period)
        receive(judge.dates(of: period), rule)
        note(period)
        let verdict: JudgedPeriod.Verdict
        var lost: Int?
        if take(period, rule) != nil {
            verdict = .satisfied
        } else if run.isGoing {
            lost = run.length
            verdict = cover(period, rule)
            spend(verdict, period, rule)
        } else {
            verdict = .idle
        }
        rows.append(
            Row(
                date: period,
                hasReset: resets[period] != nil,
                period: ReferenceState.Period(
                    opens: period.key,
                    verdict: verdict,
                    length: verdict == .broken ? lost ?? run.length : run.length,
                    lengthAfter: run.length,
                    freezes: freezes.balance
                ),
                longest: run.longest
            )
        )
    }

    /// Takes in what has happened in the current period by now.
    private mutating func enter(at now: Instant) {
        let rule = judge.rule(in: current)
        let today = judge.date(at: now)
        if today >= current { receive(current...today, rule) }
        note(current)
        satisfiedAt = take(current, rule)
    }

    /// Takes in what was done in a period, parted by its resets; since when its last part is
    /// satisfied.
    private mutating func take(_ period: CivilDate, _ rule: ReferenceRule) -> Instant? {
        var done = byPeriod[period] ?? []
        for reset in (resets[period] ?? []).sorted() {
            // What was done before a reset made the run longer then, and counts no more.
            let before = done.filter { $0.at <= reset }
            if rule.satisfiedAt(before, judge.history.attributeKeys) != nil { extend(period) }
            run.reset(in: period.key)
            done.removeAll { $0.at <= reset }
        }
        let satisfiedAt = rule.satisfiedAt(done, judge.history.attributeKeys)
        if satisfiedAt != nil { extend(period) }
        return satisfiedAt
    }

    private mutating func extend(_ period: CivilDate) {
        run.extend(in: period.key)
        note(period)
    }

    private mutating func note(_ period: CivilDate) {
        guard run.length > 0, let reached = run.satisfiedIn else { return }
        let reachedOn = CivilDate(reference: reached)
        seen.append(Seen(period: period, length: run.length, reachedOn: reachedOn))
    }

    private mutating func receive(_ dates: ClosedRange<CivilDate>, _ rule: ReferenceRule) {
        var date = dates.lowerBound
        while date <= dates.upperBound {
            freezes.receive(on: date, maximum: rule.maximumFreezes)
            date = date.adding(days: 1)
        }
    }

    // MARK: - Missed periods

    /// Who covers a missed period, in the order of R6.
    private func cover(_ period: CivilDate, _ rule: ReferenceRule) -> JudgedPeriod.Verdict {
        if let verdict = judge.asksForNothing(period) { return verdict }
        if covered.contains(period) { return .restored }
        var run = run
        if run.spendGrace(of: rule.gracePeriods) { return .grace }
        return freezes.balance > 0 ? .freeze : .broken
    }

    private mutating func spend(
        _ verdict: JudgedPeriod.Verdict,
        _ period: CivilDate,
        _ rule: ReferenceRule
    ) {
        switch verdict {
        case .broken: return run.end(in: period.key, resetsOnMiss: rule.resetsOnMiss)
        case .grace: _ = run.spendGrace(of: rule.gracePeriods)
        case .freeze: _ = freezes.spend()
        default: break
        }
        run.hold(in: period.key)
    }

    /// What would cover the current period if it ended as it is (R12).
    func coverIfMissed() -> JudgedPeriod.Verdict {
        var copy = self
        let rule = judge.rule(in: current)
        copy.receive(judge.dates(of: current), rule)
        return copy.cover(current, rule)
    }
}

extension CivilDate {
    /// A date by the number that stands for it in a run.
    init(reference key: Int64) { self.init(dayNumber: Int32(clamping: key)) }

    /// The number that stands for it in a run.
    var key: Int64 { Int64(dayNumber) }
}
