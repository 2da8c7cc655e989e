import CivilTime
import Engine
import Storage

/// Turns a group of commands into one transaction, and tells everybody the outcome.
struct GroupProcessor: Sendable {
    let database: any Database
    let configuration: ConfigurationCache
    let keyring: UserKeyring
    let zones: ZoneDatabase
    let clock: any Clock
    let numbers: EventNumbers
    let statistics: IntakeStatistics

    /// Takes a group in, durably, and answers its callers.
    func process(_ group: [Pending]) {
        let started = ContinuousClock.now
        do throws(StorageError) {
            answer(group, with: try outcomes(of: group))
        } catch  where error.code == .duplicateKey || error.code == .outOfRange {
            // Another process took in the same key at the same time, or drew the same number. What
            // it did is visible now, so the same commands are judged again, each by itself. So are
            // those of a group in which one event takes a total too far.
            for pending in group { processAlone(pending) }
        } catch {
            fail(group, with: error)
        }
        statistics.noteGroup(
            events: group.reduce(0) { $0 + $1.weight },
            duration: ContinuousClock.now - started
        )
    }

    private func processAlone(_ pending: Pending) {
        do throws(StorageError) {
            answer([pending], with: try outcomes(of: [pending]))
        } catch {
            fail([pending], with: error)
        }
    }

    private func answer(_ group: [Pending], with outcomes: [Result<Outcome, Refusal>]) {
        for (pending, outcome) in zip(group, outcomes) {
            pending.continuation.resume(with: outcome.mapError { $0 as any Error })
        }
    }

    private func fail(_ group: [Pending], with error: StorageError) {
        statistics.noteFailure(error)
        for pending in group {
            pending.continuation.resume(throwing: ServiceError(error))
        }
    }

    private func outcomes(
        of group: [Pending]
    ) throws(StorageError) -> [Result<Outcome, Refusal>] {
        try database.write { (connection) throws(StorageError) in
            let moment = clock.now()
            let workspaces = try configuration.current(
                Set(group.map(\.workspace)),
                on: connection
            )
            var loader = GroupLoader(
                connection: connection,
                keyring: keyring,
                workspaces: workspaces
            )
            var commands = group.map { ($0.workspace, $0.command) }
            var snapshots = try loader.load(&commands)
            let outcomes = commands.map { workspace, command in
                guard command.concernsUsers(of: workspace, owners: loader.owners) else {
                    return Result<Outcome, Refusal>.failure(.unknownEvent)
                }
                return fold(command, in: workspaces[workspace], at: moment, &snapshots)
            }
            try GroupWriter(connection: connection, owners: loader.owners).write(snapshots)
            return outcomes
        }
    }

    private func fold(
        _ command: Command,
        in place: (workspace: Workspace, rulebook: Rulebook)?,
        at moment: Instant,
        _ snapshots: inout [UserKey: Snapshot]
    ) -> Result<Outcome, Refusal> {
        guard let place else {
            return .failure(Refusal(.invalidValue, "The workspace of this key no longer exists."))
        }
        let fold = Fold(
            rulebook: place.rulebook,
            zones: zones,
            now: place.workspace.clockAt ?? moment
        )
        return Result { () throws(Refusal) in
            try fold.apply(command, to: &snapshots) { numbers.next(at: moment) }
        }
    }
}
