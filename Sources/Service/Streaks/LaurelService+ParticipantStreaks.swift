import CivilTime
public import Engine
import Storage

/// A user's streak as of now.
public struct ParticipantStreak: Sendable {
    /// What it is a streak of.
    public let definition: StreakDefinition
    /// How it stands.
    public let state: StreakState
}

extension LaurelService {
    /// The streaks that are active and in which a user has done anything; of a user never seen,
    /// none.
    public func participantStreaks(
        of id: String,
        in view: WorkspaceView
    ) async throws -> [ParticipantStreak] {
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
            var streaks: [ParticipantStreak] = []
            for definition in view.rulebook.streaks where definition.status == .active {
                let state = try Self.state(of: definition, fold, loader, &snapshot)
                guard state.latestAt != nil else { continue }
                streaks.append(ParticipantStreak(definition: definition, state: state))
            }
            return streaks
        }
    }

    private static func state(
        of definition: StreakDefinition,
        _ fold: Fold,
        _ loader: GroupLoader,
        _ snapshot: inout Snapshot
    ) throws(StorageError) -> StreakState {
        // Each turn looks further back; there is only so much to find.
        while true {
            let gap: StreakGap
            do throws(StreakGap) {
                return try fold.state(of: definition, in: &snapshot)
            } catch {
                gap = error
            }
            try loader.fill(gap, in: &snapshot)
        }
    }
}
