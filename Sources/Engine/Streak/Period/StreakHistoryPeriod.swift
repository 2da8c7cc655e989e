public import CivilTime

/// A period as a history shows it, whether anything happened in it or not.
public struct StreakHistoryPeriod: Hashable, Sendable {
    /// Its dates; of a rolling window, those on which it opened and closed where the user was.
    public let dates: ClosedRange<CivilDate>
    /// The length at its end, or, of the current one, now.
    public let length: Int
    /// What it was found to be.
    public let verdict: AccountedPeriod.Verdict
    /// Whether a freeze covered it.
    public let usedFreeze: Bool
    /// Whether the user's streaks were paused on any of its dates.
    public let usedPause: Bool
    /// When somebody reset the streak in it.
    public let resetAt: Instant?
}

extension StreakJudge {
    /// The last periods up to and including the current one, oldest first, whose state this is.
    public func history(of state: StreakState, count: Int, at now: Instant) -> [StreakHistoryPeriod]
    {
        guard count > 0 else { return [] }
        return switch windows {
        case .calendar(let judge): judge.history(of: state, count: count, at: now)
        case .rolling(let judge): judge.history(of: state, count: count, at: now)
        }
    }
}

extension CalendarJudge {
    fileprivate func history(
        of state: StreakState,
        count: Int,
        at now: Instant
    ) -> [StreakHistoryPeriod] {
        guard let current = state.currentPeriod?.key else { return [] }
        var history: [StreakHistoryPeriod] = []
        history.reserveCapacity(count)
        var journal = state.journal[...]
        var length = 0
        for period in last(count - 1, before: current) {
            while let earlier = journal.first, earlier.opens < period {
                length = earlier.lengthAfter
                journal.removeFirst()
            }
            let judged = journal.first.flatMap { $0.opens == period ? $0 : nil }
            length = judged?.lengthAfter ?? length
            let dates = dates(of: period)
            history.append(
                StreakHistoryPeriod(
                    dates: dates,
                    length: length,
                    verdict: .ended(judged?.verdict ?? .idle),
                    usedFreeze: judged?.verdict == .freeze,
                    usedPause: isPaused(dates),
                    // Also where no run was going, and before anything was ever done.
                    resetAt: corrections.resets(in: period).last
                )
            )
        }
        history.append(currentPeriod(of: state, current, at: now))
        return history
    }

    private func currentPeriod(
        of state: StreakState,
        _ current: Int64,
        at now: Instant
    ) -> StreakHistoryPeriod {
        let dates = dates(of: current)
        return StreakHistoryPeriod(
            dates: dates,
            length: state.length,
            verdict: state.currentVerdict,
            usedFreeze: false,
            usedPause: isPaused(dates),
            resetAt: corrections.resets(in: current).last { $0.isMade(by: now) }
        )
    }

    /// The last periods before one, oldest first; dates that a zone left out are none (R4).
    private func last(_ count: Int, before period: Int64) -> [Int64] {
        var periods: [Int64] = []
        periods.reserveCapacity(count)
        var date = period.date
        while periods.count < count {
            date = window.unit.firstDate(of: date.adding(days: -1))
            guard date.year >= EngineLimits.years.lowerBound else { break }
            if exists(date) { periods.append(date.key) }
        }
        return periods.reversed()
    }
}

extension RollingJudge {
    fileprivate func history(
        of state: StreakState,
        count: Int,
        at now: Instant
    ) -> [StreakHistoryPeriod] {
        var history = state.journal.suffix(state.window == nil ? count : count - 1).map { judged in
            period(judged.opens, length: judged.lengthAfter, .ended(judged.verdict))
        }
        if let window = state.window {
            let opens = window.lowerBound.microseconds
            history.append(period(opens, length: state.length, state.currentVerdict))
        }
        return history
    }

    private func period(
        _ opens: Int64,
        length: Int,
        _ verdict: AccountedPeriod.Verdict
    ) -> StreakHistoryPeriod {
        let window = Instant(microseconds: opens)..<close(of: opens)
        return StreakHistoryPeriod(
            dates: dates(of: window),
            length: length,
            verdict: verdict,
            usedFreeze: false,
            usedPause: false,
            resetAt: resets.first { window.contains($0) }
        )
    }

    /// The dates on which a window opened and closed, where the user was.
    func dates(of window: Range<Instant>) -> ClosedRange<CivilDate> {
        let first = zones.zone(at: window.lowerBound).civilDate(at: window.lowerBound)
        let last = zones.zone(at: window.upperBound).civilDate(at: window.upperBound)
        return first...max(first, last)
    }
}

extension StreakState {
    /// What the current period is found to be so far.
    var currentVerdict: AccountedPeriod.Verdict {
        extendedAt == nil ? .open(cover: cover) : .satisfiedSoFar
    }
}
