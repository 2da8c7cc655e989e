import Catalogue
import CivilTime
import Curl
import Delivery
import Engine
import ServiceRuntime
import Storage

/// Sends reminders on one way: each is judged once more, marked as on its way, and only then sent, so
/// that none is sent twice whatever happens.
///
/// Messages go independently of each other. What came of some is stored in the transaction that marks
/// the next ones.
struct ReminderRun: Sendable {
    private let tools: ReminderTools
    private let links: MailLinks
    private let sender: any ReminderSender

    init(
        _ tools: ReminderTools,
        _ links: MailLinks,
        by sender: any ReminderSender
    ) {
        self.tools = tools
        self.links = links
        self.sender = sender
    }

    /// Works until the task is cancelled, and stores what came of those that are under way then.
    func run(under lease: FollowerLease) async {
        let inbox = SentInbox()
        let events = tools.watchEvents()
        var work = Work(SendingGates(tools.limits))
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled, lease.isHeld {
                var going: [ReminderBatch.Ready] = []
                await tools.attempt {
                    work.take(inbox, tools.note)
                    going = try await step(&work, under: lease)
                }
                for ready in going {
                    group.addTask { [sender] in inbox.add(await sender.send(ready)) }
                }
                try? await Task.sleep(
                    for: events.rest(after: going.count, atMost: tools.limits.longestRest)
                )
                if work.isMoreWaiting, work.gates.underWay == 0 { continue }
                await inbox.wait(
                    for: work.gates.underWay * 3 / 4,
                    atMost: going.isEmpty ? RemindingLimits.lookInterval : tools.limits.patience
                )
            }
        }
        work.take(inbox, tools.note)
        await tools.attempt { try await store(work.done, marking: ReminderBatch(), under: lease) }
    }

    /// What a run knows from one step to the next.
    private struct Work {
        var gates: SendingGates
        /// What has come to something and is not stored yet.
        var done: [SentReminder] = []
        /// Whether more waits than was taken.
        var isMoreWaiting = false

        init(_ gates: SendingGates) { self.gates = gates }

        mutating func take(
            _ inbox: SentInbox,
            _ note: (ReminderNote) -> Void
        ) {
            for sent in inbox.take() {
                done.append(sent)
                gates.release(sent.ready.services)
                for outcome in sent.outcomes {
                    guard let reason = gates.note(outcome, at: .now) else { continue }
                    note(.leftAlone(service: outcome.service, reason: reason))
                }
            }
        }
    }

    /// Stores what came of messages, and marks those that go now.
    private func step(
        _ work: inout Work,
        under lease: FollowerLease
    ) async throws -> [ReminderBatch.Ready] {
        var batch = ReminderBatch()
        let waiting = try await waiting(upTo: room(work.gates))
        work.isMoreWaiting = !waiting.isEmpty
        for (workspace, reminders) in Dictionary(grouping: waiting, by: \.workspace) {
            try await prepare(reminders, in: workspace, &batch)
        }
        var gates = work.gates
        batch.pass(&gates, by: sender, now: tools.clock.now())
        // Whoever ends after this is not known to have sent, or not to have.
        guard try await store(work.done, marking: batch, under: lease) else {
            work.done = []
            return []
        }
        work.done = []
        work.gates = gates
        return batch.ready
    }

    private func room(_ gates: SendingGates) -> Int {
        guard let service = sender.onlyService else { return gates.room(at: .now) }
        return gates.room(for: service, at: .now)
    }

    private func waiting(upTo limit: Int) async throws -> [Reminder] {
        guard limit > 0 else { return [] }
        return try await tools.database.readSlowly {
            [tools, sender] (connection) throws(StorageError) in
            try connection.allow(.round)
            return try connection.reminders.waiting(
                on: sender.channel,
                at: tools.clock.now(),
                limit: limit
            )
        }
    }
}

// MARK: - Before

extension ReminderRun {
    private func prepare(
        _ reminders: [Reminder],
        in workspace: WorkspaceID,
        _ batch: inout ReminderBatch
    ) async throws {
        guard let view = try await tools.catalogue.viewIfExists(of: workspace) else {
            for reminder in reminders { batch.drop(reminder, .gone, told: nil) }
            return
        }
        guard let outlet = outlet(of: view, reminders, &batch) else { return }
        let part = try await tools.database.readSlowly {
            [tools, links] (connection) throws(StorageError) in
            try connection.allow(.round)
            let keys = reminders.map(\.key.user)
            let scene = try ReminderScene(keys, in: view, tools.zones, on: connection)
            let composer = try MailComposer(outlet, links, in: view, tools.zones, on: connection)
            let attributes = try connection.users.attributes(of: keys)
            var part = ReminderBatch()
            for reminder in reminders {
                try part.add(
                    reminder,
                    in: scene,
                    composer,
                    attributes[reminder.key.user] ?? [:],
                    now: tools.clock.now()
                )
            }
            return part
        }
        batch.append(part)
    }
}

extension ReminderRun {
    /// Where messages of a workspace go; where they go nowhere, what comes of them.
    private func outlet(
        of view: WorkspaceView,
        _ reminders: [Reminder],
        _ batch: inout ReminderBatch
    ) -> MailOutlet? {
        guard sender.channel == .email else { return tools.outlets.shown(of: view) }
        let reason: String
        do throws(ServiceError) {
            if let outlet = try tools.outlets.outlet(of: view) { return outlet }
            reason = "nothing is set up that sends mails"
        } catch {
            reason = error.message
        }
        for reminder in reminders { batch.fail(reminder, reason, at: view.now) }
        return nil
    }
}

// MARK: - After

extension ReminderRun {
    /// Stores what came of messages, also when another process has the lease by now, since nobody else
    /// knows; and marks those that go, if none has: says whether they may.
    @discardableResult
    private func store(
        _ sent: [SentReminder],
        marking batch: ReminderBatch,
        under lease: FollowerLease
    ) async throws -> Bool {
        guard !sent.isEmpty || !batch.isEmpty else { return true }
        let now = tools.clock.now()
        let done = sent.map { settled($0, at: now) }
        let told = try await tools.facts(of: done.filter { $0.status != .pending })
        let suppressed = sent.compactMap { $0.suppression(at: now) }
        let isHolder = try await tools.database.write {
            [tools] (connection) throws(StorageError) in
            for suppression in suppressed { try connection.suppressions.insert(suppression) }
            guard !batch.isEmpty, try lease.confirm(on: connection, now: now) else {
                try connection.reminders.update(done)
                try tools.tell(told, on: connection, at: now)
                return batch.isEmpty
            }
            try connection.reminders.update(done + batch.changed(at: now))
            try tools.tell(told + batch.told, on: connection, at: now)
            return true
        }
        tools.ringFeed()
        return isHolder
    }

    private func settled(_ sent: SentReminder, at now: Instant) -> Reminder {
        let answer = String(sent.result.answer.prefix(RemindingLimits.keptAnswer))
        switch sent.result.outcome {
        case .taken: return sent.reminder.finished(.sent, answer).updated(at: now)
        case .refused: return sent.reminder.finished(.failed, answer).updated(at: now)
        case .unclear(let reason):
            return sent.reminder.finished(
                .unknown,
                "\(reason); the server may have taken it"
            ).updated(at: now)
        case .failed(let reason):
            var reminder = sent.reminder.finished(.failed, answer.isEmpty ? reason : answer)
            let pauses = tools.limits.pauses
            if reminder.tries <= pauses.count {
                reminder.status = .pending
                reminder.attemptAt = now + pauses[reminder.tries - 1]
            }
            return reminder.updated(at: now)
        }
    }
}
