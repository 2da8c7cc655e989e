public import CivilTime

/// Judges one user's streak: under every rule that held, in the user's circumstances.
public struct StreakJudge {
    /// The rules.
    public let timeline: StreakTimeline
    let windows: Windows

    /// The two ways in which time is cut.
    enum Windows {
        case calendar(CalendarJudge)
        case rolling(RollingJudge)
    }

    /// A judge of a user's streak.
    public init(timeline: StreakTimeline, circumstances: StreakCircumstances) {
        self.timeline = timeline
        windows =
            switch timeline.window {
            case .calendar(let window, let zone):
                .calendar(
                    CalendarJudge(
                        timeline: timeline,
                        window: window,
                        zone: zone,
                        circumstances: circumstances
                    )
                )
            case .rolling(let length):
                .rolling(
                    RollingJudge(timeline: timeline, length: length, circumstances: circumstances)
                )
            }
    }

    /// What a streak is at a moment: of some of the newest periods in which something happened,
    /// oldest first; the first of them that had begun tells what came before it.
    ///
    /// A brief one leaves out what the periods were found to be.
    public func state(
        of periods: [StreakPeriod],
        at now: Instant,
        isBrief: Bool = false
    ) -> StreakState {
        switch windows {
        case .calendar(let judge):
            judge.seeing(periods).state(of: periods[...], at: now, isBrief: isBrief)
        case .rolling(let judge): judge.state(of: periods[...], at: now)
        }
    }

    /// The periods that follow from everything a user did.
    public func periods(of activities: [StreakActivity]) -> [StreakPeriod] {
        switch windows {
        case .calendar(let judge): judge.periods(of: activities)
        case .rolling(let judge): judge.windows(of: activities, after: nil)
        }
    }

    /// The period of an activity; nothing of rolling windows, which activities open themselves.
    func period(of activity: StreakActivity) -> Int64? {
        guard case .calendar(let judge) = windows else { return nil }
        return judge.period(of: activity)
    }

    /// The period that holds a moment; nothing of rolling windows.
    func period(at moment: Instant) -> Int64? {
        guard case .calendar(let judge) = windows else { return nil }
        return judge.period(at: moment)
    }

    /// The last period that had begun by a moment, as periods are kept: an upper bound of those
    /// that the state at that moment follows from.
    public func lastPeriod(at now: Instant) -> Int64 {
        switch windows {
        case .calendar(let judge):
            judge.period(at: timeline.pausedSince.map { min($0, now) } ?? now)
        case .rolling: now.microseconds
        }
    }

    /// What befell a streak after one moment, up to and at another: of its newest periods, the
    /// first of which had begun at the first moment.
    public func moments(
        of periods: [StreakPeriod],
        after told: Instant,
        through now: Instant
    ) -> [StreakMoment] {
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        let moments =
            switch windows {
            case .calendar(let judge):
                judge.seeing(periods).moments(of: periods, after: told, through: now)
            case .rolling(let judge): judge.moments(of: periods, after: told, through: now)
            }
        return withRisks(moments, of: periods, after: told, through: now)
    }

    /// When something will next befall a streak if nothing happens any more, of its two newest
    /// periods.
    public func nextMoment(of periods: [StreakPeriod], after now: Instant) -> Instant? {
        guard timeline.pausedSince == nil, let newest = periods.last else { return nil }
        let next =
            switch windows {
            case .calendar(let judge): judge.nextMoment(since: newest, after: now)
            case .rolling(let judge): judge.nextMoment(of: periods, after: now)
            }
        return next.map { risk(before: $0, of: periods, after: now) ?? $0 }
    }
}

extension CalendarJudge {
    /// The periods that follow from everything a user did.
    func periods(of activities: [StreakActivity]) -> [StreakPeriod] {
        let byPeriod = Dictionary(grouping: activities, by: period)
        let openings = Set(byPeriod.keys).union(corrections.restores.map(\.opens))
        var periods = openings.sorted().compactMap { opens in
            keptTally(opens, of: byPeriod[opens] ?? []).map { tally in
                StreakPeriod(opens: opens, tally: tally, before: StreakStanding())
            }
        }
        let past = StreakPast<Never>(
            tally: { self.tally($0, of: byPeriod[$0] ?? [], before: $1) },
            requirePredecessor: { _ in }
        )
        judge(&periods, from: 0, derivingFrom: .min, past)
        return periods
    }
}

extension StreakRule {
    /// What a streak is at a moment: a replay of everything, from nothing.
    ///
    /// Activities that lie too far ahead of the moment have to be left out before (R10).
    public func state(of record: StreakRecord, at now: Instant) -> StreakState {
        let judge = StreakJudge(
            timeline: StreakTimeline(self),
            circumstances: record.circumstances
        )
        return judge.state(of: judge.periods(of: record.activities), at: now)
    }
}
