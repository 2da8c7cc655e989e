import CivilTime

extension CalendarJudge {
    /// What befell a streak after one moment, up to and at another, since its newest period.
    func moments(
        since newest: StreakPeriod,
        after told: Instant,
        through now: Instant
    ) -> [StreakMoment] {
        var moments: [StreakMoment] = []
        _ = standing(after: newest, before: period(at: now)) { judged in
            guard judged.opens >= newest.opens, let kind = judged.moment else { return }
            let at = instants(of: judged.opens).upperBound
            guard at > told, at <= now else { return }
            moments.append(
                StreakMoment(at: at, kind: kind, length: judged.length, freezes: judged.freezes)
            )
        }
        moments += earned(since: newest, after: told, through: now)
        return moments.sorted { $0.at < $1.at }
    }

    private func earned(
        since newest: StreakPeriod,
        after told: Instant,
        through now: Instant
    ) -> [StreakMoment] {
        earnings(after: date(at: told), through: date(at: now)).compactMap { earning in
            let at = start(of: earning.date)
            guard at > told, at <= now else { return nil }
            let before = state(of: [newest], at: at.adding(microseconds: -1)).freezeBalance
            let after = state(of: [newest], at: at)
            guard after.freezeBalance > before else { return nil }
            return StreakMoment(
                at: at,
                kind: .freezeEarned(after.freezeBalance - before),
                length: after.length,
                freezes: after.freezeBalance
            )
        }
    }

    /// When something will next befall a streak if nothing happens any more.
    ///
    /// Very far ahead, where a long pause ends, it is a moment at which to look again.
    func nextMoment(since newest: StreakPeriod, after now: Instant) -> Instant? {
        let standing = self.standing(
            after: newest,
            before: max(period(at: now), next(after: newest.opens))
        )
        let earning = nextEarning(after: now, freezes: standing.freezes)
        let miss = nextMiss(since: newest, after: now)
        return [earning, miss].compactMap { $0 }.min()
    }

    /// When the first period ends that is missed and costs something.
    private func nextMiss(since newest: StreakPeriod, after now: Instant) -> Instant? {
        let current = period(at: now)
        var standing = newest.before
        var period = newest.opens
        var tally: PeriodTally? = newest.tally
        var ahead = 0
        while ahead < EngineLimits.periodsLookedAhead {
            var verdict = JudgedPeriod.Verdict.idle
            judge(period, tally: tally, in: &standing) { verdict = $0.verdict }
            if period >= current, verdict == .broken || verdict == .freeze {
                let end = instants(of: period).upperBound
                if end > now { return end }
            }
            period = next(after: period)
            if !standing.isGoing {
                guard let restored = nextCorrection(from: period, before: next(after: current))
                else { return nil }
                period = restored
            }
            tally = nil
            if period > current { ahead += 1 }
        }
        return instants(of: period).upperBound
    }
}

extension JudgedPeriod {
    /// What the period meant for the streak, where it is worth telling.
    fileprivate var moment: StreakMoment.Kind? {
        switch verdict {
        case .freeze: .freezeConsumed
        case .broken: .broken
        case .satisfied, .idle, .absent, .dayOff, .neutral, .paused, .suspended, .grace: nil
        }
    }
}
