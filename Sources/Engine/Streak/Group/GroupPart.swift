public import CivilTime

/// What a member of a group did in one period, by the rules of the member's own streak.
public enum GroupPart: Hashable, Sendable {
    /// Satisfied it, at a moment.
    case did(at: Instant)
    /// Did not have to, or was covered by something else than by doing it (R6).
    case covered(by: JudgedPeriod.Verdict, through: Instant)
    /// Has not satisfied it yet; there is time until a moment.
    case open(until: Instant)
    /// Satisfied it, but the period begins at a moment only: an event may come some minutes early.
    case ahead(of: Instant)
    /// Missed it; it ended at a moment.
    case missed(at: Instant)

    /// Whether it was satisfied.
    public var isDone: Bool {
        if case .did = self { true } else { false }
    }

    /// Whether it was covered.
    public var isCovered: Bool {
        if case .covered = self { true } else { false }
    }

    /// When it ends, where it was not satisfied.
    var end: Instant? {
        switch self {
        case .did: nil
        case .covered(_, let end), .open(let end), .ahead(let end), .missed(let end): end
        }
    }
}

extension StreakJudge {
    /// What the user did in the periods that begin with some dates, in their order; `periods` are
    /// the stored ones from the last that opens before the first date on.
    ///
    /// A date that is no first date of the user's own periods stands for the period that holds it.
    /// Whoever has a rolling window has no dates to share, and has missed them all.
    public func parts(
        on firstDates: [CivilDate],
        of periods: [StreakPeriod],
        at now: Instant
    ) -> [GroupPart] {
        switch windows {
        case .calendar(let judge):
            judge.seeing(periods).parts(on: firstDates, of: periods, at: now)
        case .rolling: firstDates.map { _ in .missed(at: now) }
        }
    }
}

extension CalendarJudge {
    fileprivate func parts(
        on firstDates: [CivilDate],
        of periods: [StreakPeriod],
        at now: Instant
    ) -> [GroupPart] {
        let current = period(at: now)
        let satisfied = periods.filter(\.tally.isSatisfied)
        let done = Dictionary(satisfied.map { ($0.opens, $0.tally.satisfiedAt) }) { first, _ in
            first
        }
        let journal = state(of: periods[...], at: now).journal
        let verdicts = Dictionary(journal.map { ($0.opens, $0.verdict) }) { first, _ in first }
        return firstDates.map { date in
            let key = window.unit.firstDate(of: date).key
            if let at = done[key] ?? nil {
                return key <= current ? .did(at: at) : .ahead(of: beginning(of: key, after: now))
            }
            let isOver = key < current
            let end = isOver ? min(instants(of: key).upperBound, now) : end(of: key, after: now)
            if let cover = verdicts[key]?.cover ?? standingCover(of: key) {
                return .covered(by: cover, through: end)
            }
            return isOver ? .missed(at: end) : .open(until: end)
        }
    }

    /// When a period begins that has not begun, where the user is now.
    private func beginning(of period: Int64, after now: Instant) -> Instant {
        max(
            self.period(holding: period.date, zones.entry(at: now)).start,
            now.adding(microseconds: 1)
        )
    }

    /// When a period ends that is not over, where the user is now.
    private func end(of period: Int64, after now: Instant) -> Instant {
        max(
            self.period(holding: period.date, zones.entry(at: now)).end,
            now.adding(microseconds: 1)
        )
    }

    /// What covers a period of whoever has no run, or whose period goes on: what needs nothing to be
    /// spent.
    private func standingCover(of period: Int64) -> JudgedPeriod.Verdict? {
        let rule = rule(in: period)
        if let excuse = excuse(of: dates(of: period), rule) { return excuse }
        return rule.isSuspended ? .suspended : nil
    }
}

extension JudgedPeriod.Verdict {
    /// The verdict, if it says that something covered the period.
    fileprivate var cover: JudgedPeriod.Verdict? {
        switch self {
        case .satisfied, .idle, .broken: nil
        case .absent, .dayOff, .neutral, .restDay, .vacation, .paused, .amnesty, .suspended,
            .restored, .grace, .freeze:
            self
        }
    }
}
