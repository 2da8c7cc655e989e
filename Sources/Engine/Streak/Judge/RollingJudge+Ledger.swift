import CivilTime

extension RollingJudge {
    func record(
        _ activity: StreakActivity,
        in ledger: inout LoadedPeriods
    ) throws(Interruption) -> Bool {
        guard counts(activity), timeline.versions.contains(where: { $0.rule.takes(activity) })
        else { return false }
        guard ledger.isWhole || !ledger.periods.isEmpty else {
            throw ledger.lacking(before: .max)
        }
        let isOnTime = ledger.periods.last.map { activity.at >= $0.tally.latestAt } ?? true
        // A window opened under an older rule may hold what the newest one had no use for.
        guard isOnTime, timeline.isSteady || activity.at >= timeline.latest.from else {
            try recount(&ledger, from: activity.at)
            return true
        }
        let last = ledger.periods.count
        var newest = ledger.periods.last.map { [$0] } ?? []
        guard take(activity, into: &newest) else { return false }
        ledger.replace(from: max(0, last - 1), with: newest)
        return true
    }

    func remove(
        _ activity: StreakActivity,
        from ledger: inout LoadedPeriods
    ) throws(Interruption) {
        try recount(&ledger, from: activity.at)
    }

    /// Counts anew from the last window that opened before a moment.
    func recount(_ ledger: inout LoadedPeriods, from moment: Instant) throws(Interruption) {
        let index = ledger.place(of: moment.microseconds)
        try ledger.requirePredecessor(of: moment.microseconds, at: index)
        let start =
            index == 0
            ? Instant.distantPast : Instant(microseconds: ledger.periods[index - 1].opens)
        let kept = index < 2 ? nil : ledger.periods[index - 2]
        // The window before has to be known, since it tells what came before the recounted one.
        guard index != 1 || ledger.isWhole else {
            throw ledger.lacking(before: ledger.periods[0].opens)
        }
        let found = try ledger.activities(in: start ..< .distantFuture, under: timeline).filter {
            $0.at >= start
        }
        ledger.replace(from: max(0, index - 1), with: windows(of: found, after: kept))
    }
}

extension StreakRule {
    /// Whether an activity is of one of the sources.
    func takes(_ activity: StreakActivity) -> Bool {
        sources.isEmpty || sources.contains { $0.takes(activity) }
    }
}
