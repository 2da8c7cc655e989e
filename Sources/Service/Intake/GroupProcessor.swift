import CivilTime
import Engine
import ServiceRuntime
import Storage

/// Turns a group of commands into one transaction, and tells everybody the outcome.
struct GroupProcessor: Sendable {
    let database: any Database
    let configuration: ConfigurationCache
    let keyring: UserKeyring
    let zones: ZoneDatabase
    let clock: any Clock
    let statistics: IntakeStatistics
    /// What numbers events and facts.
    let numbers: EventNumbers
    /// Who is told when facts have been committed.
    let feed: FactFeed
    /// Where dead entries of the due list go.
    let retired: RetiredDue
    /// Where what a group adds to counters is counted; lanes that run side by side have their own.
    var slot = 0

    /// Takes a group in, durably, and answers its callers.
    func process(_ group: [Pending]) {
        let started = ContinuousClock.now
        takeIn(group, Retry())
        statistics.noteGroup(
            events: group.reduce(0) { $0 + $1.weight },
            duration: ContinuousClock.now - started
        )
    }

    private func takeIn(_ group: [Pending], _ retry: Retry) {
        var (group, retry) = (group, retry)
        while true {
            do throws(StorageError) {
                let committed = try commit(group, isRetry: retry.isRetry)
                retired.add(committed.retired)
                configuration.noteJudged(committed.judged)
                if committed.hasFacts { feed.ring() }
                return answer(group, with: committed.outcomes)
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
                    isWorthwhile && now - $0.arrivedAt < ServiceLimits.intakePatience
                }
                let failed = group.filter {
                    !isWorthwhile || now - $0.arrivedAt >= ServiceLimits.intakePatience
                }
                if !failed.isEmpty { fail(failed, with: retry.verdict(on: error)) }
                if rest.isEmpty { return }
                group = rest
                statistics.noteRetry(error)
                retry.pause()
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

    /// What a group came to, once it is durable.
    private struct Committed {
        let outcomes: [Result<Outcome, Refusal>]
        /// Whether there is something to tell.
        let hasFacts: Bool
        /// The entries of the due list that are dead now.
        let retired: [DueEntry]
        /// The streaks whose newest version has judged somebody for the first time.
        let judged: [WorkspaceID: [StreakDefinition]]
    }

    private func commit(
        _ group: [Pending],
        isRetry: Bool
    ) throws(StorageError) -> Committed {
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
                process: numbers.process
            )
            var group = group
            var snapshots = try loader.load(&group)
            var outcomes: [Result<Outcome, Refusal>] = []
            outcomes.reserveCapacity(group.count)
            for pending in group {
                guard pending.command.concernsUsers(of: pending.workspace, owners: loader.owners)
                else {
                    outcomes.append(.failure(.unknownEvent))
                    continue
                }
                outcomes.append(
                    try fold(pending, in: workspaces[pending.workspace], with: loader, &snapshots)
                )
            }
            let hasFacts = try GroupWriter(
                connection: connection,
                owners: loader.owners,
                numbers: numbers,
                moment: moment,
                slot: slot
            ).write(snapshots)
            let judged = judged(snapshots, of: loader, in: workspaces)
            // Last, and in one order, so that two groups never wait for each other in a circle.
            for streak in judged.values.joined().sorted(by: { $0.id.number < $1.id.number }) {
                try connection.streakDefinitions.noteJudged(
                    streak.id,
                    versionCount: streak.versions.count,
                    revision: streak.revision
                )
            }
            return Committed(
                outcomes: outcomes,
                hasFacts: hasFacts,
                retired: snapshots.values.flatMap { snapshot in
                    loader.owners[snapshot.key].map(snapshot.retiredDue) ?? []
                },
                judged: judged
            )
        }
    }

    /// The streaks whose newest version has judged somebody for the first time (R13).
    private func judged(
        _ snapshots: [UserKey: Snapshot],
        of loader: GroupLoader,
        in workspaces: [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)]
    ) -> [WorkspaceID: [StreakDefinition]] {
        var judged: [WorkspaceID: [StreakDefinition]] = [:]
        for (id, place) in workspaces where place.rulebook.hasUnjudgedStreaks {
            let fold = Fold(
                rulebook: place.rulebook,
                zones: zones,
                now: place.workspace.clockAt ?? loader.moment
            )
            var streaks: [StreakDefinitionID: StreakDefinition] = [:]
            for (user, snapshot) in snapshots where loader.owners[user] == id {
                for streak in fold.newlyJudgedStreaks(in: snapshot) { streaks[streak.id] = streak }
            }
            if !streaks.isEmpty { judged[id] = Array(streaks.values) }
        }
        return judged
    }

    private func fold(
        _ pending: Pending,
        in place: (workspace: Workspace, rulebook: Rulebook)?,
        with loader: GroupLoader,
        _ snapshots: inout [UserKey: Snapshot]
    ) throws(StorageError) -> Result<Outcome, Refusal> {
        guard let place else {
            return .failure(Refusal(.invalidValue, "The workspace of this key no longer exists."))
        }
        let fold = Fold(
            rulebook: place.rulebook,
            zones: zones,
            now: place.workspace.clockAt ?? loader.moment,
            isRetry: loader.isRetry
        )
        // Each turn looks further back; there is only so much to find.
        while true {
            var number = pending.firstNumber
            let gap: StreakGap
            let user: UserKey
            do throws(Interruption) {
                return .success(
                    try fold.apply(pending.command, to: &snapshots) {
                        defer { number += 1 }
                        return number
                    }
                )
            } catch {
                switch error {
                case .refused(let refusal): return .failure(refusal)
                case .lacking(let lacking, let lackingUser): (gap, user) = (lacking, lackingUser)
                case .lackingHistory(let user):
                    var snapshot = snapshots[user] ?? Snapshot(key: user)
                    try loader.fillHistory(in: &snapshot)
                    snapshots[user] = snapshot
                    continue
                }
            }
            var snapshot = snapshots[user] ?? Snapshot(key: user)
            try loader.fill(gap, in: &snapshot)
            snapshots[user] = snapshot
        }
    }
}

extension StorageError {
    /// Whether it may be about one command of a group, so that the others can do without it.
    fileprivate var isOfOneCommand: Bool {
        code == .duplicateKey || code == .outOfRange
    }
}
