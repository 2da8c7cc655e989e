import CivilTime

/// What has to be looked up to tell how things stood at a moment of the past.
struct StreakPast<Failure: Error> {
    /// What a period held of what happened before a moment; nothing when none of that counts.
    let tally: (Int64, Instant) throws(Failure) -> PeriodTally?
    /// Asks for what came before a period, unless there is nothing.
    let requirePredecessor: (Int64) throws(Failure) -> Void
}

extension CalendarJudge {
    /// The same, knowing which periods restores cover: those that the given periods tell of.
    func seeing(_ periods: some Sequence<StreakPeriod>) -> CalendarJudge {
        guard !corrections.restores.isEmpty else { return self }
        var judge = self
        judge.restored = periods.compactMap { period in
            period.restoredFrom.map { RestoredGap(from: $0, to: period.opens) }
        }
        return judge
    }

    /// Where a streak stood before a period that comes after the first ones of some.
    func standing(before opens: Int64, after periods: ArraySlice<StreakPeriod>) -> StreakStanding {
        periods.last.map { standing(after: $0, before: opens) } ?? standing(before: opens)
    }

    /// Judges periods from an index on, and derives anew what restores came to in those from one on.
    ///
    /// A restore follows from how things stood then. So they are derived one after the other, and
    /// each sees what the earlier ones came to, and nothing of the later ones.
    func judge<Failure: Error>(
        _ periods: inout [StreakPeriod],
        from index: Int,
        derivingFrom first: Int64,
        _ past: StreakPast<Failure>
    ) throws(Failure) {
        var judge = seeing(periods.prefix { $0.opens < first })
        for index in index..<max(index, periods.count) {
            let opens = periods[index].opens
            periods[index].before = judge.standing(before: opens, after: periods[..<index])
            guard opens >= first else { continue }
            periods[index].restoredFrom = nil
            for restore in corrections.restores(in: opens) {
                guard let from = try judge.origin(of: restore, among: periods, at: index, past)
                else { continue }
                periods[index].restoredFrom = periods[from].opens
                judge.restored.append(RestoredGap(from: periods[from].opens, to: opens))
                for later in from + 1...index {
                    let opens = periods[later].opens
                    periods[later].before =
                        judge.standing(before: opens, after: periods[..<later])
                }
                // The run is going now, so that nothing is left to a second one.
                break
            }
        }
    }

    /// The place of the period that a restore goes back to: the one that reached the greatest length
    /// of its window, and of several the last; nothing when a run was going, or none ever was.
    private func origin<Failure: Error>(
        of restore: CalendarCorrections.Restore,
        among periods: [StreakPeriod],
        at index: Int,
        _ past: StreakPast<Failure>
    ) throws(Failure) -> Int? {
        let periods = try self.periods(periods[...index], asOf: restore.at, past)
        guard !periods[index].before.isGoing, !periods[index].tally.isSatisfied else { return nil }
        let first = periods.firstIndex { $0.opens >= restore.since } ?? index
        var origin: Int?
        var longest = standing(before: restore.since, after: periods[..<first]).length
        if longest > 0 {
            origin = periods[..<first].lastIndex { $0.tally.isSatisfied }
            if origin == nil { try past.requirePredecessor(periods[0].opens) }
        }
        for index in first..<index where periods[index].tally.isSatisfied {
            let length = periods[index].before.length + 1
            guard length >= longest else { continue }
            (longest, origin) = (length, index)
        }
        return origin
    }

    /// Periods as they stood at a moment in the last of them.
    private func periods<Failure: Error>(
        _ periods: ArraySlice<StreakPeriod>,
        asOf moment: Instant,
        _ past: StreakPast<Failure>
    ) throws(Failure) -> [StreakPeriod] {
        var periods = Array(periods)
        var changed: Int?
        for index in periods.indices where hasChanged(periods[index], since: moment) {
            let tally = try past.tally(periods[index].opens, moment)
            periods[index].tally = tally ?? PeriodTally(partCount: 1)
            changed = changed ?? index
        }
        guard let changed, changed < periods.endIndex - 1 else { return periods }
        var judge = self
        judge.corrections = corrections.made(before: moment)
        for index in changed + 1..<periods.endIndex {
            let opens = periods[index].opens
            periods[index].before = judge.standing(before: opens, after: periods[..<index])
        }
        return periods
    }

    /// Whether a period may have been satisfied at a moment when it is not now, or the reverse.
    private func hasChanged(_ period: StreakPeriod, since moment: Instant) -> Bool {
        if corrections.resets(in: period.opens).contains(where: { $0 >= moment }) { return true }
        guard period.tally.latestAt >= moment else { return false }
        return period.tally.satisfiedAt.map { $0 >= moment } ?? true
    }

    /// What a period held of what happened before a moment.
    func tally(
        _ opens: Int64,
        of activities: [StreakActivity],
        before moment: Instant
    ) -> PeriodTally? {
        var judge = self
        judge.corrections = corrections.made(before: moment)
        return judge.tally(opens, of: activities.filter { $0.at < moment })
    }

    /// What is kept of a period: of one that holds a restore, even that nothing happened in it.
    func keptTally(_ opens: Int64, of activities: [StreakActivity]) -> PeriodTally? {
        if let tally = tally(opens, of: activities) { return tally }
        return corrections.restores(in: opens).isEmpty ? nil : emptyTally(opens)
    }

    func emptyTally(_ opens: Int64) -> PeriodTally {
        PeriodTally(partCount: max(1, tallied(in: opens).count))
    }
}
