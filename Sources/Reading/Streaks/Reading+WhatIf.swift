public import Catalogue
import CivilTime
import Engine
import ServiceRuntime
public import Storage

/// What another rule would make of a user's streak.
public struct ComparedStreak: Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// The length by the rule as it is, and by the other one.
    public let length: (before: Int, after: Int)
    /// The same of the longest run.
    public let longest: (before: Int, after: Int)
    /// How many days of history were judged.
    public let dayCount: Int
}

extension Reading {
    /// Judges the whole history of some users by a rule that somebody proposes and by the one that
    /// holds, and stores nothing; with the place where the next users begin.
    ///
    /// Who did too much is left out.
    public func compare(
        _ proposal: StreakProposal,
        ofUsersAfter cursor: UserCursor?,
        in view: WorkspaceView,
        limit: Int
    ) async throws -> (users: [ComparedStreak], next: UserCursor?) {
        try await database.readSlowly { [zones] (connection) throws(StorageError) in
            let rows = try connection.users.page(
                in: view.id,
                search: nil,
                after: cursor,
                limit: limit
            )
            let users = StreakUsers(
                connection,
                defaultStays: view.rulebook.defaultStays,
                zones: zones,
                amnesties: view.rulebook.amnesties
            )
            let subjects = try users.find(rows)
            var compared: [ComparedStreak] = []
            for row in rows {
                guard let user = row.user, let subject = subjects[row.key] else { continue }
                let limit = ReadingLimits.maximumReplayedEvents
                let events = try connection.value(
                    of: connection.events.history(of: row.key, limit: limit + 1)
                )
                guard events.count <= limit else { continue }
                let activities = events.map(StreakActivity.init)
                compared.append(proposal.compared(activities, of: user, subject, at: view.now))
            }
            let next = rows.count == limit ? rows.last.map(UserCursor.init) : nil
            return (compared, next)
        }
    }
}

extension StreakProposal {
    fileprivate func compared(
        _ activities: [StreakActivity],
        of user: User,
        _ subject: StreakUser,
        at now: Instant
    ) -> ComparedStreak {
        let nothing: (length: Int, longest: Int) = (0, 0)
        let before = current.map { subject.length(of: $0, activities, at: now) } ?? nothing
        let after = subject.length(of: proposed, activities, at: now)
        let first = activities.map(\.at).min() ?? now
        let days = max(0, now.seconds - first.seconds) / 86_400
        return ComparedStreak(
            userID: user.id,
            length: (before.length, after.length),
            longest: (before.longest, after.longest),
            dayCount: activities.isEmpty ? 0 : Int(days) + 1
        )
    }
}

extension StreakUser {
    /// How long a run is by a rule, and how long the longest one was.
    fileprivate func length(
        of definition: StreakDefinition,
        _ activities: [StreakActivity],
        at now: Instant
    ) -> (length: Int, longest: Int) {
        let judge = judge(of: definition)
        let last = judge.lastPeriod(at: now)
        let periods = judge.periods(of: activities).filter { $0.opens <= last }
        let state = judge.state(of: periods, at: now, isBrief: true)
        return (state.length, state.longest)
    }
}
