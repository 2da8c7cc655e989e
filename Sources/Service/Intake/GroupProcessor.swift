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
    let statistics: IntakeStatistics
    /// Who numbers the events.
    let process: String
    /// Where what a group adds to counters is counted; lanes that run side by side have their own.
    var slot = 0

    /// Takes a group in, durably, and answers its callers.
    func process(_ group: [Pending]) {
        let started = ContinuousClock.now
        takeIn(group, since: started)
        statistics.noteGroup(
            events: group.reduce(0) { $0 + $1.weight },
            duration: ContinuousClock.now - started
        )
    }

    private func takeIn(_ group: [Pending], since started: ContinuousClock.Instant) {
        var retry = Retry(started: started)
        while true {
            do throws(StorageError) {
                return answer(group, with: try outcomes(of: group, isRetry: retry.isRetry))
            } catch  where group.count > 1 && error.isOfOneCommand {
                // Another process took in the same key, or the same new user, at the same time, and
                // what it did is visible now; or one event takes a total too far. So each command is
                // judged again, by itself.
                for pending in group { takeIn([pending], since: started) }
                return
            } catch {
                guard retry.waits(after: error) else {
                    return fail(group, with: retry.verdict(on: error))
                }
                statistics.noteRetry(error)
            }
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
        of group: [Pending],
        isRetry: Bool
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
                workspaces: workspaces,
                moment: moment,
                isRetry: isRetry,
                process: process
            )
            var group = group
            var snapshots = try loader.load(&group)
            let outcomes = group.map { pending in
                guard pending.command.concernsUsers(of: pending.workspace, owners: loader.owners)
                else { return Result<Outcome, Refusal>.failure(.unknownEvent) }
                let place = workspaces[pending.workspace]
                return fold(pending, in: place, at: moment, isRetry: isRetry, &snapshots)
            }
            try GroupWriter(
                connection: connection,
                owners: loader.owners,
                process: process,
                slot: slot
            )
            .write(snapshots)
            return outcomes
        }
    }

    private func fold(
        _ pending: Pending,
        in place: (workspace: Workspace, rulebook: Rulebook)?,
        at moment: Instant,
        isRetry: Bool,
        _ snapshots: inout [UserKey: Snapshot]
    ) -> Result<Outcome, Refusal> {
        guard let place else {
            return .failure(Refusal(.invalidValue, "The workspace of this key no longer exists."))
        }
        let fold = Fold(
            rulebook: place.rulebook,
            zones: zones,
            now: place.workspace.clockAt ?? moment,
            isRetry: isRetry
        )
        var number = pending.firstNumber
        return Result { () throws(Refusal) in
            try fold.apply(pending.command, to: &snapshots) {
                defer { number += 1 }
                return number
            }
        }
    }
}

extension StorageError {
    /// Whether it may be about one command of a group, so that the others can do without it.
    fileprivate var isOfOneCommand: Bool {
        code == .duplicateKey || code == .outOfRange
    }
}
