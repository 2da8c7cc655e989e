import CivilTime
import Engine
import Storage

extension GroupLoader {
    /// The newest periods of the streaks that a group touches.
    func loadStreaks(
        _ needs: GroupNeeds
    ) throws(StorageError) -> [UserKey: [StreakDefinitionID: StreakLedger]] {
        guard !needs.streaks.isEmpty else { return [:] }
        let places = needs.streaks.flatMap { user, definitions in
            definitions.map { (user: user, definition: $0) }
        }
        let stored = try connection.streakPeriods.newest(of: places)
        var ledgers: [UserKey: [StreakDefinitionID: StreakLedger]] = [:]
        for (user, definition) in places {
            let ledger = stored[user]?.first { $0.definition == definition }
            ledgers[user, default: [:]][definition] =
                ledger ?? StreakLedger(definition: definition)
        }
        return ledgers
    }

    /// What was put on the streaks of users who have anything put on them.
    func loadMarks(of users: [UserKey: User]) throws(StorageError) -> [UserKey: [StreakMark]] {
        let marked = users.filter { $0.value.streakMarkCount > 0 }.map(\.key)
        return marked.isEmpty ? [:] : try connection.streakMarks.marks(of: marked)
    }

    /// Looks up everything that a user did, to be dated anew, unless it is too much.
    func fillHistory(in snapshot: inout Snapshot) throws(StorageError) {
        let limit = EngineLimits.eventsDatedAnew
        let events = try connection.events.history(of: snapshot.key, limit: limit + 1)
        let metrics = Set(events.map(\.metric)).sorted { $0.number < $1.number }
        let days =
            metrics.isEmpty
            ? [:] : try connection.metricDays.newest(of: metrics.map { (snapshot.key, $0) })
        snapshot.setHistory(
            events.count > limit ? nil : events,
            tallies: metrics.map {
                MetricTally(metric: $0, stored: days[snapshot.key]?[$0])
            }
        )
    }

    /// Looks up what a fold found to be lacking of a user's streak.
    func fill(
        _ gap: StreakGap,
        in snapshot: inout Snapshot
    ) throws(StorageError) {
        if gap.isOfMilestones {
            snapshot.milestones[gap.definition] = try connection.streakMilestones.milestones(
                of: snapshot.key,
                gap.definition
            )
            return
        }
        if gap.isOfCompletions {
            let key = snapshot.key
            return snapshot.know(
                completions: try connection.completions.all(of: key),
                attributes: try connection.users.attributes(of: [key])[key] ?? [:]
            )
        }
        let table = connection.streakPeriods
        var ledger: StreakLedger
        if let known = snapshot.streaks[gap.definition] {
            ledger = known
        } else {
            ledger =
                try table.newest(of: [(snapshot.key, gap.definition)])[snapshot.key]?.first
                ?? StreakLedger(definition: gap.definition)
        }
        if !ledger.isWhole {
            let older = try table.periods(
                of: snapshot.key,
                gap.definition,
                fromBefore: gap.before
            )
            ledger.extend(with: older.periods, isWhole: older.isWhole)
        }
        if let instants = gap.activities {
            let events = try connection.events.happened(
                to: snapshot.key,
                metrics: gap.metrics,
                in: instants
            )
            ledger.set(snapshot.activities(among: events, in: instants), for: gap)
        }
        snapshot.streaks[gap.definition] = ledger
    }
}
