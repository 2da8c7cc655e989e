import CivilTime
import Engine
import Storage

/// Finds streaks at risk in the order in which something befalls them next.
///
/// What is at risk ends with its current period, so it is due before the longest period from now is
/// over. The list of what is due has those, and others, whose state as of now has to tell.
struct AtRiskSearch {
    let reader: StreakReader
    let workspace: WorkspaceID
    let definitions: [StreakDefinition]
    let minimumLength: Int
    let limit: Int

    private struct Candidate {
        let cursor: StreaksAtRisk.Cursor
        let definition: StreakDefinition
        let due: DueEntry
    }

    /// A page of those after a cursor.
    func page(after cursor: StreaksAtRisk.Cursor?) throws(StorageError) -> StreaksAtRisk {
        var cursor = cursor
        var found: [StreakAtRisk] = []
        var looked = 0
        var chunk = max(limit, ReadingLimits.leastAtRiskLookups)
        while found.count < limit, looked < ReadingLimits.maximumAtRiskLookups {
            let (candidates, isEnd) = try candidates(after: cursor, limit: chunk)
            looked += candidates.count
            for batch in candidates.batches(from: limit, upTo: ReadingLimits.atRiskLookupsAtOnce) {
                let atRisk = try streaks(batch)
                for (candidate, streak) in zip(batch, atRisk) where found.count < limit {
                    cursor = candidate.cursor
                    if let streak { found.append(streak) }
                }
                if found.count == limit { break }
            }
            if isEnd, cursor == candidates.last?.cursor ?? cursor {
                return StreaksAtRisk(streaks: found.mostUrgentFirst, next: nil)
            }
            chunk = ReadingLimits.maximumAtRiskLookups / 5
        }
        return StreaksAtRisk(streaks: found.mostUrgentFirst, next: cursor)
    }

    /// What is due next, of all definitions in one order; whether there is nothing after it.
    private func candidates(
        after cursor: StreaksAtRisk.Cursor?,
        limit: Int
    ) throws(StorageError) -> ([Candidate], isEnd: Bool) {
        let share = max(1, limit / max(1, definitions.count))
        var candidates: [Candidate] = []
        var known: StreaksAtRisk.Cursor?
        for definition in definitions {
            let due = try reader.connection.due.page(
                of: .streak,
                definition.id.number,
                in: workspace,
                after: cursor.map { ($0.entry.at, $0.entry.number, $0.user) },
                through: latestDeadline(of: definition.rule),
                limit: share
            )
            candidates += due.map { due in
                Candidate(
                    cursor: StreaksAtRisk.Cursor(entry: due.streakEntry, user: due.user),
                    definition: definition,
                    due: due
                )
            }
            if due.count == share, let last = candidates.last?.cursor {
                known = known.map { min($0, last) } ?? last
            }
        }
        if definitions.count > 1 { candidates.sort { $0.cursor < $1.cursor } }
        // Beyond where one definition's share ended, others may have more that comes before.
        if let known { candidates = candidates.filter { $0.cursor <= known } }
        return (candidates, known == nil)
    }

    /// The latest moment at which something that is at risk now can end.
    private func latestDeadline(of rule: StreakRule) -> Instant {
        let day: Int64 = 86_400
        let longest: Int64 =
            switch rule.window {
            case .calendar(let window, _):
                switch window.unit {
                case .day: day
                case .week: 7 * day
                case .month: 31 * day
                }
            case .rolling(let length): 2 * length.components.seconds + amnestiedSeconds
            }
        // Clocks that change, and zones, make a period longer than it should be.
        let atRisk = rule.atRiskSeconds ?? .max
        return reader.now.adding(seconds: min(longest + day / 8, atRisk))
    }

    /// By how much amnesties push deadlines of rolling windows out at most.
    private var amnestiedSeconds: Int64 {
        reader.rulebook.amnesties.inForce.reduce(0) {
            $0 + $1.instants.upperBound.seconds - $1.instants.lowerBound.seconds
        }
    }

    /// Which of some candidates are at risk as of now.
    private func streaks(
        _ candidates: [Candidate]
    ) throws(StorageError) -> [StreakAtRisk?] {
        let chosen = candidates.filter { $0.due.detail >= minimumLength }
        guard !chosen.isEmpty else { return candidates.map { _ in nil } }
        let table = reader.connection.streakPeriods
        let newest = try table.newest(of: chosen.map { ($0.due.user, $0.definition.id) })
        let keys = Array(Set(chosen.map(\.due.user)))
        let subjects = try reader.users.find(try reader.connection.users.rows(of: keys))
        var streaks: [StreakAtRisk?] = []
        for candidate in candidates {
            let id = candidate.definition.id
            guard candidate.due.detail >= minimumLength,
                let subject = subjects[candidate.due.user],
                let loaded = newest[candidate.due.user]?.first(where: { $0.definition == id }),
                // An entry that the newest period does not name is dead.
                loaded.storedDue == candidate.due.streakEntry
            else {
                streaks.append(nil)
                continue
            }
            streaks.append(try streak(candidate, subject, loaded))
        }
        return streaks
    }

    private func streak(
        _ candidate: Candidate,
        _ subject: StreakUser,
        _ loaded: LoadedPeriods
    ) throws(StorageError) -> StreakAtRisk? {
        guard let user = subject.user else { return nil }
        let definition = candidate.definition
        let judge = subject.judge(of: definition)
        var periods = loaded.periods
        let isAhead = periods.last.map { $0.opens > judge.lastPeriod(at: reader.now) } ?? false
        if isAhead || subject.hasToRecount(loaded, of: definition, by: judge) {
            let user = candidate.due.user
            periods = try reader.periods(of: user, definition, subject, judge, limit: 1)
        }
        let state = reader.streak(definition, subject, judge, periods).state
        guard state.isAtRisk, state.length >= minimumLength else { return nil }
        return StreakAtRisk(userID: user.id, definition: definition, state: state)
    }
}

extension [StreakAtRisk] {
    fileprivate var mostUrgentFirst: [StreakAtRisk] {
        sorted { ($0.state.deadline ?? .distantFuture) < ($1.state.deadline ?? .distantFuture) }
    }
}

extension Array {
    /// The elements in order: so many at first, then ever more at a time, since where few are what is
    /// looked for, many have to be looked at.
    fileprivate func batches(from first: Int, upTo most: Int) -> [[Element]] {
        var batches: [[Element]] = []
        var start = 0
        var size = first
        while start < count {
            let end = Swift.min(start + size, count)
            batches.append(Array(self[start..<end]))
            start = end
            size = Swift.min(size * 2, Swift.max(first, most))
        }
        return batches
    }
}
