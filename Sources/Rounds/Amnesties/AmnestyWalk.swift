import Catalogue
import CivilTime
import Engine
import Reading
import Storage

/// A page of users, judged with an amnesty and without it.
struct AmnestyWalk {
    let reader: StreakReader
    let view: WorkspaceView
    let stored: StoredAmnesty

    /// Whose streak an amnesty may touch.
    struct Touched: Hashable {
        let user: UserKey
        let definition: StreakDefinitionID
    }

    /// A user whose streak is looked at, and its judges.
    private struct Candidate {
        let user: UserKey
        let subject: StreakUser
        /// Without the amnesty, and with it.
        let judges: (without: StreakJudge, with: StreakJudge)
    }

    private var amnesty: StreakAmnesty {
        var amnesty = stored.amnesty
        amnesty.revokedAt = nil
        return amnesty
    }

    /// The next users: whom it touches, and how far that takes the walk.
    func page(
        limit: Int
    ) throws(StorageError) -> (touched: [Touched], reached: StoredAmnesty, isLast: Bool) {
        let connection = reader.connection
        let rows = try connection.users.page(
            in: view.id,
            oldestAfter: stored.cursor,
            limit: limit
        )
        let others = view.rulebook.amnesties.filter { $0.number != amnesty.number }
        let subjects = try reader.users(under: others + [amnesty]).find(rows)
        var changes = try stored.changes()
        var touched: [Touched] = []
        for definition in view.rulebook.streaks where amnesty.isFor(definition.id) {
            let candidates = rows.compactMap { row in
                subjects[row.key].flatMap { candidate(row.key, $0, definition) }
            }
            touched += try look(at: candidates, definition, noting: &changes)
        }
        var reached = stored
        reached.result = changes.storedText
        reached.scanned += Int64(rows.count)
        if let last = rows.last { reached.cursor = UserCursor(last) }
        return (touched, reached, rows.count < limit)
    }

    private func candidate(
        _ user: UserKey,
        _ subject: StreakUser,
        _ definition: StreakDefinition
    ) -> Candidate? {
        let known = subject.amnesties(for: definition)
        guard known.contains(where: { $0.number == amnesty.number }) else { return nil }
        let without = known.inForce.filter { $0.number != amnesty.number }
        return Candidate(
            user: user,
            subject: subject,
            judges: (
                subject.judge(of: definition, under: without),
                subject.judge(of: definition, under: without + [amnesty])
            )
        )
    }

    private func look(
        at candidates: [Candidate],
        _ definition: StreakDefinition,
        noting changes: inout LengthChanges
    ) throws(StorageError) -> [Touched] {
        let table = reader.connection.streakPeriods
        let start = amnesty.instants.lowerBound
        let newest = try table.newest(of: candidates.map { ($0.user, definition.id) })
        // Whose run had ended before it began has nothing that it could change.
        let going = candidates.filter { candidate in
            guard let loaded = newest[candidate.user]?.first, let last = loaded.periods.last else {
                return candidate.subject.hasToRecount(
                    LoadedPeriods(user: candidate.user, definition: definition.id),
                    of: definition,
                    by: candidate.judges.without
                )
            }
            return !candidate.judges.without.hasEnded(with: last, before: start)
        }
        let periods = try table.periods(
            since: going.map { candidate in
                (candidate.user, definition.id, candidate.judges.with.firstPeriod(from: start))
            }
        )
        for candidate in going {
            let loaded = newest[candidate.user]?.first
            let known = periods[candidate.user]?[definition.id] ?? []
            let lengths = try lengths(of: candidate, definition, loaded, known)
            // It had ended: those that ended some days before are looked at, to be sure, too.
            guard lengths.without > 0 || lengths.with > 0 else { continue }
            let isRevoked = stored.amnesty.revokedAt != nil
            changes.add(
                candidate.user,
                from: isRevoked ? lengths.with : lengths.without,
                to: isRevoked ? lengths.without : lengths.with
            )
        }
        return going.map { Touched(user: $0.user, definition: definition.id) }
    }

    /// The length without the amnesty, and with it: from what is stored, or, where that was counted by
    /// other rules, from what happened.
    private func lengths(
        of candidate: Candidate,
        _ definition: StreakDefinition,
        _ loaded: LoadedPeriods?,
        _ known: [StreakPeriod]
    ) throws(StorageError) -> (without: Int, with: Int) {
        let judges = candidate.judges
        let revisions = [judges.without.timeline.revision, judges.with.timeline.revision]
        if let loaded, revisions.contains(loaded.revision) {
            let start = amnesty.instants.lowerBound
            let stored = LoadedPeriods(
                user: candidate.user,
                definition: definition.id,
                periods: known,
                isWhole: judges.with.firstPeriod(from: start)
                    .map { first in known.first.map { $0.opens >= first } ?? true } ?? true
            )
            if let without = judges.without.length(of: stored, judgedFrom: start, at: view.now),
                let with = judges.with.length(of: stored, judgedFrom: start, at: view.now)
            {
                return (without, with)
            }
        }
        return (
            try counted(candidate, definition, by: judges.without),
            try counted(candidate, definition, by: judges.with)
        )
    }

    private func counted(
        _ candidate: Candidate,
        _ definition: StreakDefinition,
        by judge: StreakJudge
    ) throws(StorageError) -> Int {
        let last = judge.lastPeriod(at: view.now)
        let periods = try reader.recount(candidate.user, definition, candidate.subject, judge)
        return judge.state(of: periods.filter { $0.opens <= last }, at: view.now).length
    }
}
