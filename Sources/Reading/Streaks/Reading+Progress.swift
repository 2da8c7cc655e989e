public import Catalogue
import CivilTime
public import Engine
import ServiceRuntime
import Storage

extension Reading {
    /// The streaks in which a user has done anything, in the order of their definitions; of a user
    /// never seen, none.
    public func progressedStreaks(
        _ definitions: [StreakDefinition],
        of id: String,
        in view: WorkspaceView
    ) async throws -> [ProgressedStreak] {
        try await database.read { [keyring, zones] (connection) throws(StorageError) in
            guard let (key, user) = try connection.user(id, in: view.id, keyring: keyring)
            else { return [] }
            let reader = StreakReader(connection, view, zones)
            let subject = try reader.users.find(key, user)
            var streaks: [ProgressedStreak] = []
            for definition in definitions where !subject.isSwitchedOff(definition) {
                guard let streak = try reader.progressedStreak(definition, of: key, subject)
                else { continue }
                streaks.append(streak)
            }
            return streaks
        }
    }
}

extension StreakReader {
    /// A user's streak with its progress, if anything has counted for it yet.
    fileprivate func progressedStreak(
        _ definition: StreakDefinition,
        of key: UserKey,
        _ subject: StreakUser
    ) throws(StorageError) -> ProgressedStreak? {
        let judge = subject.judge(of: definition)
        // The second newest tells where the streak stood before the newest.
        let periods = try periods(of: key, definition, subject, judge, limit: 2)
        guard periods.contains(where: { $0.opens <= judge.lastPeriod(at: now) }) else {
            return nil
        }
        let chosen = subject.user?.preferences.chosenMetrics ?? []
        let whole = try judge.withWholeProgress(periods, at: now) {
            (instants) throws(StorageError) in
            try connection.events.happened(
                to: key,
                metrics: definition.sourceMetrics.union(chosen),
                in: instants
            ).map(StreakActivity.init)
        }
        return ProgressedStreak(
            user: key,
            definition: definition,
            state: judge.state(of: whole, at: now),
            milestones: try connection.streakMilestones.milestones(of: key, definition.id)
        )
    }
}
