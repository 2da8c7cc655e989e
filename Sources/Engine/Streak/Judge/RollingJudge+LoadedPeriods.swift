import CivilTime

extension RollingJudge {
    func record(
        _ activity: StreakActivity,
        in loaded: inout LoadedPeriods
    ) throws(Interruption) -> Bool {
        guard counts(activity), timeline.versions.contains(where: { $0.rule.takes(activity) })
        else { return false }
        guard loaded.isWhole || !loaded.periods.isEmpty else {
            throw loaded.lacking(before: .max)
        }
        let isOnTime = loaded.periods.last.map { activity.at >= $0.tally.latestAt } ?? true
        // A window opened under an older rule may hold what the newest one had no use for.
        guard isOnTime, timeline.isSteady || activity.at >= timeline.latest.from else {
            try recount(&loaded, from: activity.at)
            return true
        }
        let last = loaded.periods.count
        var newest = loaded.periods.last.map { [$0] } ?? []
        guard take(activity, into: &newest) else { return false }
        loaded.replace(from: max(0, last - 1), with: newest)
        return true
    }

    func remove(
        _ activity: StreakActivity,
        from loaded: inout LoadedPeriods
    ) throws(Interruption) {
        try recount(&loaded, from: activity.at)
    }

    /// Counts anew from the last window that opened before a moment.
    func recount(_ loaded: inout LoadedPeriods, from moment: Instant) throws(Interruption) {
        let index = loaded.index(of: moment.microseconds)
        try loaded.requirePredecessor(of: moment.microseconds, at: index)
        let start =
            index == 0
            ? Instant.distantPast : Instant(microseconds: loaded.periods[index - 1].opens)
        let kept = index < 2 ? nil : loaded.periods[index - 2]
        // The window before has to be known, since it tells what came before the recounted one.
        guard index != 1 || loaded.isWhole else {
            throw loaded.lacking(before: loaded.periods[0].opens)
        }
        let found = try loaded.activities(in: start ..< .distantFuture, under: timeline).filter {
            $0.at >= start
        }
        loaded.replace(from: max(0, index - 1), with: windows(of: found, after: kept))
    }
}

extension StreakRule {
    /// Whether an activity is of one of the sources.
    func takes(_ activity: StreakActivity) -> Bool {
        sources.isEmpty || sources.contains { $0.takes(activity) }
    }
}
