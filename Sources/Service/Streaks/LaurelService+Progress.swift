import CivilTime
public import Engine
import Storage

extension LaurelService {
    /// The streaks in which a user has done anything, in the order of their definitions; of a user
    /// never seen, none.
    public func progressedStreaks(
        _ definitions: [StreakDefinition],
        of id: String,
        in view: WorkspaceView
    ) async throws -> [ProgressedStreak] {
        try await read { [keyring, zones] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: view.id, keyring: keyring),
                let user = row.user
            else { return [] }
            let loader = GroupLoader(
                connection: connection,
                keyring: keyring,
                workspaces: [:],
                moment: view.now,
                isRetry: false,
                process: ""
            )
            var snapshot = Snapshot(
                key: row.key,
                user: user,
                earlierStays: (try connection.users.stays(of: [row.key])[row.key] ?? []).filter {
                    $0.from < user.zoneSince
                },
                streakMarks: try loader.loadMarks(of: [row.key: user])[row.key] ?? []
            )
            let fold = Fold(rulebook: view.rulebook, zones: zones, now: view.now)
            var streaks: [ProgressedStreak] = []
            for definition in definitions {
                if definition.isPrimary, !user.preferences.isStreakEnabled { continue }
                guard let state = try Self.state(of: definition, fold, loader, &snapshot)
                else { continue }
                streaks.append(
                    ProgressedStreak(
                        user: row.key,
                        definition: definition,
                        state: state,
                        milestones: try connection.streakMilestones.milestones(
                            of: row.key,
                            definition.id
                        )
                    )
                )
            }
            return streaks
        }
    }

    /// A streak as of now, if anything has counted for it yet.
    private static func state(
        of definition: StreakDefinition,
        _ fold: Fold,
        _ loader: GroupLoader,
        _ snapshot: inout Snapshot
    ) throws(StorageError) -> StreakState? {
        let (periods, judge) = try periods(of: definition, fold, loader, &snapshot)
        guard periods.contains(where: { $0.opens <= judge.lastPeriod(at: fold.now) }) else {
            return nil
        }
        let metrics = definition.sourceMetrics.union(snapshot.user?.preferences.chosenMetrics ?? [])
        let whole = try judge.withWholeProgress(periods, at: fold.now) {
            (instants) throws(StorageError) in
            try loader.connection.events.happened(
                to: snapshot.key,
                metrics: metrics,
                in: instants
            ).map(StreakActivity.init)
        }
        return judge.state(of: whole, at: fold.now)
    }

    private static func periods(
        of definition: StreakDefinition,
        _ fold: Fold,
        _ loader: GroupLoader,
        _ snapshot: inout Snapshot
    ) throws(StorageError) -> (periods: [StreakPeriod], judge: StreakJudge) {
        // Each turn looks further back; there is only so much to find.
        while true {
            let gap: StreakGap
            do throws(StreakGap) {
                return try fold.periods(of: definition, in: &snapshot)
            } catch {
                gap = error
            }
            try loader.fill(gap, in: &snapshot)
        }
    }
}
