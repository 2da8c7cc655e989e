import CivilTime
public import Engine
import Intake
import ServiceRuntime
public import Storage

// Users who already have what it takes for an achievement are found in the background: a page of
// users at a time is sent through the intake, as events are, so that nobody waits long and each
// user is judged in one transaction. Judging twice changes nothing, so after a crash the search
// simply goes on from the place that was noted last.

extension LaurelService {
    /// How the search for users who already have what it takes for an achievement goes, if there
    /// was one.
    public func backdating(of achievement: AchievementID) async throws -> Backdating? {
        try await read { (connection) throws(StorageError) in
            try connection.backdatings.find(achievement)
        }
    }

    /// Goes on with every search until none is left.
    public func backdate() async throws {
        while try await backdateOnce() {}
    }

    /// Takes one step of some searches; false when there is none left.
    func backdateOnce() async throws -> Bool {
        let limits = limits
        let work = try await readSlowly { (connection) throws(StorageError) in
            let searches = try connection.backdatings.next(
                limit: limits.maximumBackdatedAchievements
            )
            guard let first = searches.first else {
                return (searches: searches, users: [] as [UserRow])
            }
            let users = try connection.users.page(
                in: first.workspace,
                oldestAfter: first.cursor,
                limit: limits.maximumBackdatedUsers
            )
            return (searches, users)
        }
        guard let workspace = work.searches.first?.workspace else { return false }
        let completed = try await judge(
            work.users.map(\.key),
            work.searches.map(\.achievement),
            in: workspace
        )
        let last = work.users.last
        let step = BackdatingStep(
            cursor: last.map {
                UserCursor(createdAt: $0.user?.createdAt ?? .distantPast, key: $0.key.number)
            },
            scanned: Int64(work.users.count),
            completed: completed
        )
        let now = clock.now()
        try await workers.run { [database] in
            try storage { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.backdatings.advance(work.searches, by: step, at: now)
                }
            }
        }
        return true
    }

    /// Has users judged, and tells for how many of them each achievement was completed.
    private func judge(
        _ users: [UserKey],
        _ achievements: [AchievementID],
        in workspace: WorkspaceID
    ) async throws -> [AchievementID: Int64] {
        try await withThrowingTaskGroup(of: [AchievementID].self) { group in
            for user in users {
                group.addTask { [intake] in
                    do {
                        let command = JudgeAchievements(achievements, of: user)
                        return try await intake.submit(command, in: workspace)
                            .map(\.achievement.id)
                    } catch is Refusal {
                        // The user was erased meanwhile.
                        return []
                    }
                }
            }
            var counts: [AchievementID: Int64] = [:]
            for try await completed in group {
                for achievement in completed { counts[achievement, default: 0] += 1 }
            }
            return counts
        }
    }

    /// Records the anniversaries that have come in the last weeks and that nobody has looked at.
    public func recordAnniversaries() async throws {
        try await knowConfiguration()
        let workspaces = Workspace.Environment.allCases.flatMap(configuration.workspaces)
        for workspace in workspaces {
            let view = try await view(of: workspace.id)
            for achievement in view.rulebook.achievements.anniversaries {
                try await record(achievement, in: view)
            }
        }
    }

    private func record(_ achievement: Achievement, in view: WorkspaceView) async throws {
        guard case .anniversary(let years) = achievement.trigger else { return }
        // Days begin up to a day earlier or later elsewhere, and a day may be missing in February.
        let today = Zone.utc.civilDate(at: view.now).adding(months: -12 * years)
        let days = today.adding(days: -limits.maximumAnniversaryAge)...today.adding(days: 2)
        let limit = limits.maximumBackdatedUsers
        var last: Int64 = -1
        while true {
            let key = last
            let users = try await readSlowly { (connection) throws(StorageError) in
                try connection.allow(.round)
                return try connection.users.withoutCompletion(
                    of: achievement.id,
                    in: view.id,
                    signedUpOn: days,
                    after: key,
                    limit: limit
                )
            }
            guard let end = users.last else { return }
            _ = try await judge(users, [], in: view.id)
            last = end.number
        }
    }
}
