import CivilTime
import Engine
import Intake
import ServiceRuntime
import Storage
import Synchronization

/// What goes on by itself: telling what time has brought, counting anew after a change of rules,
/// forgetting what was kept for a while.
///
/// No answer depends on it. It takes a small part at a time and lets the commands of callers in
/// between, so that a midnight is no spike.
extension LaurelService {
    /// Begins to make rounds, one a second as long as there is nothing to do.
    public func startRounds(noting note: @escaping @Sendable (any Error) -> Void) {
        let task = Task.detached { [weak self] in
            while !Task.isCancelled {
                var isBusy = false
                do {
                    isBusy = try await self?.makeRound() ?? false
                } catch {
                    note(error)
                }
                if !isBusy { try? await Task.sleep(for: ServiceLimits.roundInterval) }
            }
        }
        rounds.withLock { $0 = task }
    }

    /// Does a part of what there is to do in every workspace; false when nothing is left.
    @discardableResult
    public func makeRound() async throws -> Bool {
        try await knowConfiguration()
        // Not only streaks tell facts.
        try await forgetOldFacts()
        var views: [WorkspaceView] = []
        for environment in Workspace.Environment.allCases {
            for workspace in configuration.workspaces(of: environment) {
                let view = try await view(of: workspace)
                if !view.rulebook.streaks.isEmpty { views.append(view) }
            }
        }
        let hasSettled = try await settleDue()
        guard !views.isEmpty else { return hasSettled }
        let hasRecounted = try await recount(in: views)
        let hasPreviewed = try await goOnWithPreviews()
        return hasSettled || hasRecounted || hasPreviewed
    }

    /// Does what time has brought: a part of what is due, whatever it is and wherever.
    private func settleDue() async throws -> Bool {
        let now = clock.now()
        let due = try await readSlowly { (connection) throws(StorageError) in
            try connection.allow(.round)
            return try connection.due.due([.streak], at: now, limit: ServiceLimits.roundSize)
        }
        try await settle(due.compactMap { entry in entry.command.map { (entry.workspace, $0) } })
        // Settling has put a new entry in the place of each that was alive.
        try await removeDue(due)
        try await removeRetired()
        return !due.isEmpty
    }

    private func removeRetired() async throws {
        let now = clock.now()
        let isTime = retiredRemovedAt.withLock { last in
            let isTime =
                retiredDue.count >= ServiceLimits.retiredAtOnce
                || now - last >= ServiceLimits.retiredInterval
            if isTime { last = now }
            return isTime
        }
        if isTime { try await removeDue(retiredDue.take(ServiceLimits.retiredAtOnce)) }
    }

    private func removeDue(_ entries: [DueEntry]) async throws {
        guard !entries.isEmpty else { return }
        try await workers.run { [database] in
            try storage { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.due.remove(entries)
                }
            }
        }
    }

    /// Counts the streaks of some users by rules that have changed since.
    private func recount(in views: [WorkspaceView]) async throws -> Bool {
        var isBusy = false
        for view in views {
            let revisions = view.rulebook.streaks.map { [$0.id.number, Int64($0.revision)] }
            guard recounted.withLock({ $0[view.id] }) != revisions else { continue }
            let open = try await readSlowly { (connection) throws(StorageError) in
                try connection.allow(.round)
                return try connection.streakDefinitions.recounts(in: view.id)
            }
            if let recount = open.first {
                try await go(on: recount, in: view)
                isBusy = true
            } else {
                recounted.withLock { $0[view.id] = revisions }
            }
        }
        return isBusy
    }

    private func go(on recount: StreakRecount, in view: WorkspaceView) async throws {
        // Whoever was seen later has been counted by the new rules from the beginning.
        let changedAt = view.rulebook.streak(id: recount.definition)?.changedAt
        let users = try await readSlowly { (connection) throws(StorageError) in
            try connection.allow(.round)
            return try connection.users.oldest(
                in: view.id,
                after: recount.cursor,
                seenBy: changedAt ?? .distantPast,
                limit: ServiceLimits.roundSize
            )
        }
        try await settle(
            users.map { user in
                (view.id, SettleStreak(recount.definition, of: UserKey(user.key)))
            }
        )
        try await workers.run { [database] in
            try storage { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    guard let last = users.last else {
                        return try connection.streakDefinitions.finish(recount)
                    }
                    try connection.streakDefinitions.note(
                        StreakRecount(
                            definition: recount.definition,
                            revision: recount.revision,
                            cursor: last
                        )
                    )
                }
            }
        }
    }

    /// Has streaks settled side by side, so that they share transactions.
    private func settle(
        _ commands: [(workspace: WorkspaceID, command: SettleStreak)]
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (workspace, command) in commands {
                group.addTask { [intake] in
                    do {
                        try await intake.submit(command, in: workspace)
                    } catch is Refusal {
                        // The user was erased meanwhile.
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func forgetOldFacts() async throws {
        let now = clock.now()
        let isTime = factsForgottenAt.withLock { last in
            guard now - last >= ServiceLimits.forgettingInterval else { return false }
            last = now
            return true
        }
        guard isTime else { return }
        try await forgetPreviews()
        try await workers.run { [database] in
            try storage { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.allow(.round)
                    try connection.facts.remove(toldBefore: now - ServiceLimits.factRetention)
                }
            }
        }
    }
}

extension DueEntry {
    /// What is to be done when its moment has come; nothing where its kind is one of a newer version.
    fileprivate var command: SettleStreak? {
        switch kind {
        case .streak: SettleStreak(StreakDefinitionID(subject), of: user)
        default: nil
        }
    }
}
