import CivilTime
import Engine
import Storage

// A version that has judged somebody is kept (R13). The fold notes so whenever something happens to a
// user; what time alone has brought since is looked at when the rule is changed.

extension Editor<StreakDefinition> {
    /// Whether versions that count as having judged nobody have judged somebody by now: a period
    /// has ended that nobody has been told of yet, or one that something covered.
    func hasJudgedUnnoticed(_ streak: StreakDefinition) throws(StorageError) -> Bool {
        guard streak.hasUnjudgedVersions else { return false }
        if try !due(of: streak, through: now, limit: 1).isEmpty { return true }
        // The first version holds for all time before it, and judges whatever counts.
        guard streak.judgedCount > 0 else { return false }
        let going = try due(
            of: streak,
            through: .distantFuture,
            limit: CatalogueLimits.runsLookedAtForChanges
        )
        return try hasCovered(of: streak, going.map(\.user))
    }

    /// Whether, of some users, a run was going as a period ended that such versions hold for.
    ///
    /// Nothing was due of it, as nothing is told of what grace, a pause or a day off covers. Who is
    /// still to be counted anew by them has not been judged.
    private func hasCovered(
        of streak: StreakDefinition,
        _ users: [UserKey]
    ) throws(StorageError) -> Bool {
        guard !users.isEmpty, let workspace = try change.connection.workspaces.find(workspace)
        else {
            return false
        }
        let start = streak.versions[streak.judgedCount].from
        let stays = WorkspaceSettings(of: workspace).zoneStays(through: workspace.defaultZone)
        let streakUsers = StreakUsers(
            change.connection,
            defaultStays: stays,
            zones: change.zones
        )
        let ledgers = try change.connection.streakPeriods.newest(of: users.map { ($0, streak.id) })
        let rows = try change.connection.users.rows(of: Array(Set(users)))
        return try streakUsers.find(rows).contains { user, subject in
            let judge = subject.judge(of: streak)
            guard let ledger = ledgers[user]?.first,
                !subject.hasToRecount(ledger, of: streak, by: judge)
            else { return false }
            return judge.hasJudged(ledger.periods, since: start, at: now)
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
