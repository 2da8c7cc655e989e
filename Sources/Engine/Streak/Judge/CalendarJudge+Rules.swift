import CivilTime

extension CalendarJudge {
    func rule(in period: Int64) -> PeriodRule {
        if let steadyRule { return steadyRule }
        return PeriodRule(inForce(in: period), unit: window.unit)
    }

    /// The versions that held at some instant of a period, oldest first: those that began in it, as
    /// its user had it then (R1), and the one before them.
    func inForce(in period: Int64) -> ArraySlice<StreakVersion> {
        let first = beginnings.lastIndex { $0 < 2 * period }.map { $0 + 1 } ?? 0
        let last = beginnings.lastIndex { $0 <= 2 * period }.map { $0 + 1 } ?? 0
        return timeline.versions[first...max(first, last)]
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
