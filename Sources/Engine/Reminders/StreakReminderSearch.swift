public import CivilTime

/// Finds when a user is to be reminded of a streak, if nothing happens before.
public struct StreakReminderSearch {
    /// What was found.
    public struct Found: Hashable, Sendable {
        /// The reminder of the first period in which it is of use; nothing where none is in sight.
        public var occasion: ReminderOccasion?
        /// When to look again.
        public var lookAt: Instant?
    }

    private let kind: ReminderKind
    private let settings: ReminderSettings
    private let judge: StreakJudge
    private let periods: [StreakPeriod]
    private let zone: Zone

    /// A search among the newest periods of a streak.
    public init(
        _ kind: ReminderKind,
        _ settings: ReminderSettings,
        of judge: StreakJudge,
        _ periods: [StreakPeriod],
        in zone: Zone
    ) {
        self.kind = kind
        self.settings = settings
        self.judge = judge
        self.periods = periods
        self.zone = zone
    }

    /// The reminder of the period that holds a moment, with what speaks against it.
    public func current(at now: Instant, isSwitchedOff: Bool) -> ReminderOccasion {
        let state = judge.state(of: periods, at: now)
        let end = state.deadline ?? state.window?.upperBound ?? now
        var occasion = occasion(of: state, endingAt: end)
        if isSwitchedOff {
            occasion.objection = .streakOff
        } else if judge.timeline.pausedSince != nil {
            occasion.objection = .paused
        } else {
            occasion.objection = objection(to: state)
        }
        return occasion
    }

    /// The next reminder that has not gone by at a moment, period after period.
    public func next(after now: Instant) -> Found {
        var moment = now
        for _ in 0..<ReminderLimits.periodsLookedAhead {
            let state = judge.state(of: periods, at: moment)
            // An open window of a streak that goes on has something to lose or to lead to.
            guard state.length > 0, judge.timeline.pausedSince == nil else { return Found() }
            if let deadline = state.deadline {
                let occasion = occasion(of: state, endingAt: deadline)
                let at = occasion.moment(in: zone, avoiding: settings.quietHours)
                if let at, at > now {
                    return Found(occasion: occasion, lookAt: at)
                }
                // It breaks then if nothing happens, and nothing is left to remind of.
                return Found(occasion: nil, lookAt: nil)
            }
            guard let end = state.window?.upperBound, end > moment else { return Found() }
            moment = end
        }
        return Found(occasion: nil, lookAt: moment)
    }

    private func objection(to state: StreakState) -> ReminderReason? {
        switch state.status {
        case .extended: return .extended
        case .broken, .lapsed, .none: return .broken
        case .alive: break
        }
        guard state.deadline != nil else {
            switch state.cover {
            case .freeze: return .frozen
            case .paused, .suspended: return .paused
            default: return .covered
            }
        }
        return state.length < settings[kind].minimumLength ? .tooShort : nil
    }
}

// MARK: - The moment

extension StreakReminderSearch {
    private func occasion(of state: StreakState, endingAt end: Instant) -> ReminderOccasion {
        let start = state.openSince ?? state.window?.lowerBound ?? end
        var occasion = ReminderOccasion(
            kind,
            state.currentPeriod?.description ?? end.iso8601,
            wantedAt: min(max(start, wanted(of: state, endingAt: end)), end),
            opensAt: start,
            closesAt: end
        )
        occasion.number = state.length
        return occasion
    }

    /// So many hours before the end, as time goes by and not as the clock shows it; of weeks and
    /// months, the morning of a day.
    private func wanted(of state: StreakState, endingAt end: Instant) -> Instant {
        let before = end.adding(seconds: Int64(-settings[kind].hoursBefore) * 3_600)
        guard kind == .streakReminder, case .calendar(let window, _) = judge.timeline.window,
            let dates = state.currentDates
        else { return before }
        switch window.unit {
        case .day: return before
        case .week:
            return morning(in: dates, before) { $0.weekday == ReminderLimits.weekday }
        case .month:
            return morning(in: dates, before) {
                $0.adding(days: 1 - ReminderLimits.dayOfMonth).firstOfMonth
                    == $0.adding(days: 1 - ReminderLimits.dayOfMonth)
            }
        }
    }

    private func morning(
        in dates: ClosedRange<CivilDate>,
        _ fallback: Instant,
        where isDay: (CivilDate) -> Bool
    ) -> Instant {
        var date = dates.lowerBound
        while date <= dates.upperBound {
            if isDay(date) {
                return zone.startOfDay(date, resetTime: ReminderLimits.morning)
            }
            date = date.adding(days: 1)
        }
        return fallback
    }
}
