public import CivilTime

extension StreakJudge {
    /// Some of the newest periods, with the last one that has begun counted to its end.
    ///
    /// Where a period is counted only until it is satisfied, what happened in it afterwards has to
    /// be looked up: `activities` is asked for what happened in a stretch of time.
    public func withWholeProgress<Failure: Error>(
        _ periods: [StreakPeriod],
        at now: Instant,
        activities: (Range<Instant>) throws(Failure) -> [StreakActivity]
    ) throws(Failure) -> [StreakPeriod] {
        guard timeline.countsUntilSatisfied, case .calendar(let judge) = windows else {
            return periods
        }
        let last = lastPeriod(at: now)
        guard let index = periods.lastIndex(where: { $0.opens <= last }),
            periods[index].tally.isSatisfied
        else { return periods }
        let opens = periods[index].opens
        let found = try activities(judge.reach(of: opens)).filter { judge.period(of: $0) == opens }
        guard let tally = judge.tally(opens, of: found) else { return periods }
        var whole = periods
        whole[index].tally = tally
        return whole
    }
}
