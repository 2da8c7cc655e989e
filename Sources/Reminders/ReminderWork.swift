import Delivery
import ServiceRuntime
import Storage

/// What goes on beside the planning, as long as this process holds the lease.
struct ReminderWork: Sendable {
    private let tools: ReminderTools
    private let walker: ReminderWalker
    private let round: ReminderRound
    private let runs: [ReminderRun]

    init(_ tools: ReminderTools, _ runs: [ReminderRun]) {
        self.tools = tools
        self.runs = runs
        walker = ReminderWalker(tools: tools)
        round = ReminderRound(tools: tools, events: tools.watchEvents())
    }

    /// Works until the task is cancelled: sends beside all else, since servers may be slow.
    func run(under lease: FollowerLease) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await loop(under: lease) {
                    let isWalking = try await walker.step(under: lease)
                    let isJudging = try await round.step(under: lease)
                    return isWalking || isJudging
                }
            }
            guard !runs.isEmpty else { return }
            // Before anything is sent again, also where the database is away at first.
            var isClean = false
            while !Task.isCancelled, lease.isHeld, !isClean {
                await tools.attempt { isClean = try await giveUpInterrupted(under: lease) }
                if !isClean { try? await Task.sleep(for: RemindingLimits.lookInterval) }
            }
            for run in runs {
                group.addTask { await run.run(under: lease) }
            }
        }
    }

    /// Notes of those that were on their way when whoever sent them ended that nobody knows whether
    /// they have arrived; false when another process holds the lease.
    private func giveUpInterrupted(under lease: FollowerLease) async throws -> Bool {
        let limit = tools.limits.judgedAtOnce
        while true {
            let left = try await tools.database.readSlowly { (connection) throws(StorageError) in
                try connection.allow(.round)
                return try connection.reminders.interrupted(limit: limit)
            }
            guard !left.isEmpty else { return true }
            let done = left.map { reminder in
                reminder.finished(.unknown, "the server ended while the message was on its way")
            }
            let told = try await tools.facts(of: done)
            let isHolder = try await tools.write(under: lease) {
                [tools] (connection, now) throws(StorageError) in
                try connection.reminders.update(done.map { $0.updated(at: now) })
                try tools.tell(told, on: connection, at: now)
            }
            guard isHolder else { return false }
        }
    }

    private func loop(
        under lease: FollowerLease,
        _ step: () async throws -> Bool
    ) async {
        while !Task.isCancelled, lease.isHeld {
            var isBusy = false
            await tools.attempt { isBusy = try await step() }
            if !isBusy { try? await Task.sleep(for: RemindingLimits.lookInterval) }
        }
    }
}
