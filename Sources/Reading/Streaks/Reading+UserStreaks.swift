public import Catalogue
import CivilTime
public import Engine
import ServiceRuntime
import Storage

extension Reading {
    /// A user's streak as of now, with some of its last periods.
    public func streak(
        _ definition: StreakDefinition,
        of id: String,
        in view: WorkspaceView,
        historyCount: Int = 0
    ) async throws -> UserStreak {
        try await database.read { [keyring, zones] (connection) throws(StorageError) in
            // Asked for together with the user, for all but those who have moved or have marks.
            let periods = try connection.guess(id, in: view.id, keyring) { key in
                let limit = StreakReader.limit(historyCount)
                return connection.streakPeriods.loading(of: key, definition.id, limit: limit)
            }
            guard let (key, user) = try connection.user(id, in: view.id, keyring: keyring)
            else { return nil as UserStreak? }
            let reader = StreakReader(connection, view, zones)
            return try reader.streak(
                definition,
                of: key,
                try reader.users.find(key, user),
                guessing: try periods.value(for: key),
                historyCount: historyCount
            )
        }.found(id)
    }

    /// Every streak in use of a user, in the order of their definitions.
    public func streaks(of id: String, in view: WorkspaceView) async throws -> [UserStreak] {
        try await database.read { [keyring, zones] (connection) throws(StorageError) in
            guard let (key, user) = try connection.user(id, in: view.id, keyring: keyring)
            else { return nil as [UserStreak]? }
            let reader = StreakReader(connection, view, zones)
            let subject = try reader.users.find(key, user)
            var streaks: [UserStreak] = []
            for definition in view.rulebook.streaks {
                var streak = try reader.streak(definition, of: key, subject)
                let timeline = subject.judge(of: definition).timeline
                let isSatisfied = streak.state.extendedAt != nil
                if isSatisfied, timeline.countsUntilSatisfied,
                    let dates = streak.state.currentDates
                {
                    let rule = timeline.rule
                    let days = try reader.days(of: key, rule.metrics, over: dates)
                    streak.state = streak.state.counting(days, under: rule)
                }
                streaks.append(streak)
            }
            return streaks
        }.found(id)
    }

    /// One streak of several users, in the order of their ids; somebody never seen has none.
    public func streaks(
        _ definition: StreakDefinition,
        of ids: [String],
        in view: WorkspaceView
    ) async throws -> [UserStreak?] {
        try await database.read { [keyring, zones] (connection) throws(StorageError) in
            let reader = StreakReader(connection, view, zones)
            var streaks: [UserStreak?] = []
            for id in ids {
                guard let (key, user) = try connection.user(id, in: view.id, keyring: keyring)
                else {
                    streaks.append(nil)
                    continue
                }
                let subject = try reader.users.find(key, user)
                streaks.append(try reader.streak(definition, of: key, subject))
            }
            return streaks
        }
    }

    /// A user whose preferences are asked for.
    public func preferences(
        of id: String,
        in workspace: WorkspaceID
    ) async throws -> UserPreferences {
        try await database.look { [keyring] (connection) throws(StorageError) in
            try connection.user(id, in: workspace, keyring: keyring)?.user.preferences
        }.found(id)
    }
}

extension Connection {
    /// The row of a user with an id, and the user.
    func user(
        _ id: String,
        in workspace: WorkspaceID,
        keyring: UserKeyring
    ) throws(StorageError) -> (key: UserKey, user: User)? {
        guard let row = try users.find(id, in: workspace, keyring: keyring), let user = row.user
        else { return nil }
        return (row.key, user)
    }
}
