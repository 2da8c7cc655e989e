import CivilTime

extension CalendarJudge {
    /// What befell a streak after one moment, up to and at another, since the first of some of its
    /// newest periods.
    func moments(
        of periods: [StreakPeriod],
        after told: Instant,
        through now: Instant
    ) -> [StreakMoment] {
        let current = period(at: now)
        var moments: [StreakMoment] = []
        for (index, period) in periods.enumerated() where period.opens < current {
            let next = index + 1 < periods.endIndex ? periods[index + 1].opens : current
            _ = standing(after: period, before: min(next, current)) { judged in
                guard let kind = judged.moment else { return }
                moments.append(
                    StreakMoment(
                        at: end(of: judged.opens),
                        kind: kind,
                        length: judged.length,
                        freezes: judged.freezes
                    )
                )
            }
        }
        moments += periods.compactMap { $0.opens <= current ? beginning(of: $0) : nil }
        moments += earned(since: periods, after: told, through: now)
        return moments.filter { $0.at > told && $0.at <= now }.sorted { $0.at < $1.at }
    }

    /// What the beginning of a period was for a streak, if what happened in it was known before.
    private func beginning(of period: StreakPeriod) -> StreakMoment? {
        let start = start(of: period.opens)
        guard isSatisfied(period, byRulesOf: start) else { return nil }
        var standing = period.before
        receive(through: period.opens.date, under: rule(in: period.opens), &standing)
        // What satisfies it came after its resets: who travels back to it may have made some there.
        if !corrections.resets(in: period.opens).isEmpty { standing.reset() }
        let length = standing.length
        standing.extend(in: period.opens)
        return StreakMoment(
            at: start,
            kind: .extended(from: length),
            length: standing.length,
            freezes: standing.freezes
        )
    }

    /// Whether a period is satisfied by rules that held at a moment, and not only by later ones.
    private func isSatisfied(_ period: StreakPeriod, byRulesOf moment: Instant) -> Bool {
        let first = timeline.versions[0].from
        return zip(tallied(in: period.opens), period.tally.parts).contains { version, part in
            part.satisfiedAt != nil && (version.from <= moment || version.from == first)
        }
    }

    private func earned(
        since periods: [StreakPeriod],
        after told: Instant,
        through now: Instant
    ) -> [StreakMoment] {
        earnings(after: date(at: told), through: date(at: now)).compactMap { earning in
            let at = start(of: earning.date)
            guard at > told, at <= now else { return nil }
            // A date that was stepped over comes with a later one, and is counted before it.
            let current = min(period(at: at), window.unit.firstDate(of: earning.date).key)
            let earlier = earning.date.adding(days: -1)
            let before = freezes(since: periods, in: current, through: earlier)
            let after = freezes(since: periods, in: current, through: earning.date)
            guard after > before else { return nil }
            return StreakMoment(
                at: at,
                kind: .freezeEarned(min(earning.count, after - before)),
                length: state(of: periods[...], at: at).length,
                freezes: after
            )
        }
    }

    /// How many freezes were held in a period, of those that came through a date.
    private func freezes(
        since periods: [StreakPeriod],
        in current: Int64,
        through date: CivilDate
    ) -> Int {
        let earlier = periods.last { $0.opens < current }
        var standing =
            earlier.map { self.standing(after: $0, before: current) }
            ?? periods.first?.before ?? StreakStanding()
        receive(through: date, under: rule(in: current), &standing)
        return standing.freezes
    }

    /// When something will next befall a streak if nothing happens any more.
    ///
    /// Very far ahead, where a long pause ends, it is a moment at which to look again.
    func nextMoment(since newest: StreakPeriod, after now: Instant) -> Instant? {
        let current = period(at: now)
        if newest.opens > current {
            // What is to be told of the periods until then depends on older ones.
            return period(holding: current.date, zones.entry(at: now)).end
        }
        // What the rest of the current period brings is still to come.
        let held = freezes(since: [newest], in: current, through: date(at: now))
        let earning = nextEarning(after: now, freezes: held)
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
                let end = end(of: period)
                if end > now { return end }
            }
            period = next(after: period)
            if !standing.isGoing { return nil }
            tally = nil
            if period > current { ahead += 1 }
        }
        return end(of: period)
    }
}

// MARK: - When it was over

extension CalendarJudge {
    /// When a period was over where its user was, for good.
    func end(of opens: Int64) -> Instant {
        crossing { period(holding: opens.date, $0).end }
    }

    /// When a period began where its user was, for good.
    private func start(of opens: Int64) -> Instant {
        crossing { period(holding: opens.date, $0).start }
    }

    /// When a date began where its user was, for good; one that a zone has skipped, with the next.
    func start(of date: CivilDate) -> Instant {
        crossing { entry in
            let existing = entry.zone.day(after: date.adding(days: -1))
            let resetTime = window.lived(by: entry).resetTime
            return entry.zone.startOfDay(existing, resetTime: resetTime)
        }
    }

    /// When a user was last on the earlier side of an instant that each zone has for itself; who
    /// moves east may step over it, and who moves west comes back to it.
    private func crossing(_ boundary: (ZoneHistory.Entry) -> Instant) -> Instant {
        guard zones.entries.count > 1 else { return boundary(zones.entries[0]) }
        var crossed: Instant?
        for (index, entry) in zones.entries.enumerated() {
            let from = index == 0 ? Instant.distantPast : entry.from
            let until =
                index + 1 < zones.entries.endIndex ? zones.entries[index + 1].from : .distantFuture
            let instant = boundary(entry)
            if crossed != nil, instant <= from { continue }
            crossed = instant < until ? max(instant, from) : nil
        }
        return crossed ?? boundary(zones.entries[zones.entries.count - 1])
    }
}

extension JudgedPeriod {
    /// What the period meant for the streak, where it is worth telling.
    fileprivate var moment: StreakMoment.Kind? {
        switch verdict {
        case .freeze: .freezeConsumed
        case .broken: .broken
        case .satisfied, .idle, .absent, .dayOff, .restDay, .vacation, .neutral, .paused, .amnesty,
            .suspended, .restored, .grace:
            nil
        }
    }
}
