import CivilTime
import Engine
import Storage

// A version that has judged somebody is kept (R13). The fold notes so whenever something happens to a
// user; what time alone has brought since is looked at when the rule is changed.

extension Editor<StreakDefinition> {
    /// Whether versions that count as having judged nobody have judged somebody by now: a period
    /// that they hold for has ended while a run was going, told or not.
    ///
    /// It follows from the runs alone. What is due says whose run may be going, and nothing more:
    /// rounds settle what is due whenever they come to it, and what is left of the time before a
    /// version is none of its judgements.
    func hasJudgedUnnoticed(_ streak: StreakDefinition) throws(StorageError) -> Bool {
        guard streak.hasUnjudgedVersions else { return false }
        // The first version holds for all time before it, and judges whatever counts.
        guard streak.judgedCount > 0 else {
            return try !due(of: streak, through: now, limit: 1).isEmpty
        }
        let limit = CatalogueLimits.runsLookedAtForChanges
        let going = try due(of: streak, through: .distantFuture, limit: limit)
        if try hasJudged(streak, going) { return true }
        // Of those who are not looked at, some may have been judged, and rounds are far behind.
        return going.count == limit && going.allSatisfy { $0.at <= now }
    }

    /// Whether, of those with something due, a run was going as a period ended that such versions
    /// hold for; also one of which nothing is told, as grace, a pause or a day off covers it.
    ///
    /// Who is still to be counted anew by them has been judged if something was due in their time.
    private func hasJudged(
        _ streak: StreakDefinition,
        _ entries: [DueEntry]
    ) throws(StorageError) -> Bool {
        let users = entries.map(\.user)
        guard !users.isEmpty, let workspace = try change.connection.workspaces.find(workspace)
        else {
            return false
        }
        let start = streak.versions[streak.judgedCount].from
        let wasDue = Set(entries.filter { $0.at > start && $0.at <= now }.map(\.user))
        let stays = WorkspaceSettings(of: workspace).zoneStays(through: workspace.defaultZone)
        let streakUsers = StreakUsers(
            change.connection,
            defaultStays: stays,
            zones: change.zones,
            amnesties: try change.connection.streakAmnesties.all(in: workspace.id)
        )
        let newest = try change.connection.streakPeriods.newest(of: users.map { ($0, streak.id) })
        let rows = try change.connection.users.rows(of: Array(Set(users)))
        return try streakUsers.find(rows).contains { user, subject in
            let judge = subject.judge(of: streak)
            guard let loaded = newest[user]?.first else { return false }
            guard !subject.hasToRecount(loaded, of: streak, by: judge) else {
                return wasDue.contains(user)
            }
            return judge.hasJudged(loaded.periods, since: start, at: now)
        }
    }

    private func due(
        of streak: StreakDefinition,
        through moment: Instant,
        limit: Int
    ) throws(StorageError) -> [DueEntry] {
        try change.connection.due.page(
            of: .streak,
            streak.id.number,
            in: workspace,
            through: moment,
            limit: limit
        )
    }
}
