import CivilTime
import Engine
import ServiceRuntime
import Storage

/// Turns a group of commands into one transaction, and tells everybody the outcome.
struct GroupProcessor: Sendable {
    let database: any Database
    let host: any IntakeHost
    let keyring: UserKeyring
    let zones: ZoneDatabase
    let clock: any Clock
    /// What numbers events and facts.
    let numbers: EventNumbers
    /// Whether what commands will ask for is looked up before they do.
    let prefetches: Bool
    /// Where what a group adds to counters is counted; lanes that run side by side have their own.
    var slot = 0

    /// Takes a group in, durably, and answers its callers.
    func process(_ group: [Pending]) {
        let started = ContinuousClock.now
        takeIn(group, Retry())
        host.noteGroup(
            events: group.reduce(0) { $0 + $1.eventCount },
            duration: ContinuousClock.now - started
        )
    }

    private func takeIn(_ group: [Pending], _ retry: Retry) {
        var (group, retry) = (group, retry)
        while true {
            do throws(StorageError) {
                let (answers, effects) = try commit(group, retry)
                host.noteCommit(effects)
                for answer in answers { answer.tell() }
                return
            } catch  where group.count > 1 && error.isOfOneCommand {
                // Another process took in the same key, or the same new user, at the same time, and
                // what it did is visible now; or one event takes a total too far. So each command is
                // judged again, by itself.
                for pending in group { takeIn([pending], retry) }
                return
            } catch {
                let isWorthwhile = retry.allows(another: error)
                let now = ContinuousClock.now
                let rest = group.filter {
                    isWorthwhile && now - $0.arrivedAt < IntakeLimits.patience
                }
                let failed = group.filter {
                    !isWorthwhile || now - $0.arrivedAt >= IntakeLimits.patience
                }
                if !failed.isEmpty { fail(failed, with: retry.verdict(on: error)) }
                if rest.isEmpty { return }
                group = rest
                host.noteRetry(error)
                retry.pause()
            }
        }
    }

    private func fail(_ group: [Pending], with error: StorageError) {
        host.noteFailure(error)
        for pending in group {
            pending.fail(with: ServiceError(error))
        }
    }

    private func commit(
        _ group: [Pending],
        _ retry: Retry
    ) throws(StorageError) -> (answers: [Answer], effects: GroupEffects) {
        try database.write { (connection) throws(StorageError) in
            let moment = clock.now()
            // Asked before the rules, so that both answers come at once.
            let users = try GroupLoader.ask(about: group, holding: retry.hasLost, on: connection)
            let folds = try host.rules(of: Set(group.map(\.workspace)), on: connection).mapValues {
                Fold(
                    rulebook: $0.rulebook,
                    zones: zones,
                    now: $0.clockAt ?? moment,
                    isRetry: retry.isRetry
                )
            }
            let loader = GroupLoader(
                source: SectionSource(connection, process: numbers.process) { workspace, carried in
                    folds[workspace]?.rulebook.eventAttributes(carried) ?? [:]
                },
                keyring: keyring,
                folds: folds,
                prefetches: prefetches,
                isHolding: retry.hasLost
            )
            var group = group
            var snapshots = try loader.load(&group, users)
            let answers = try GroupFold(folds: folds, loader: loader).apply(group, to: &snapshots)
            try SectionTarget(connection, at: moment, process: numbers.process, slot: slot) {
                count in
                numbers.next(at: moment, count: count)
            }.store(snapshots.values)
            let effects = GroupEffects(of: snapshots.values)
            try effects.noteJudged(on: connection)
            return (answers, effects)
        }
    }
}

extension StorageError {
    /// Whether it may be about one command of a group, so that the others can do without it.
    fileprivate var isOfOneCommand: Bool {
        code == .duplicateKey || code == .outOfRange
    }
}
