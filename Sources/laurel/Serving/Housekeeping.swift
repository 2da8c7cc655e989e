import Service
import Storage
import Synchronization

/// What the server does now and then, whether or not anybody asks.
final class Housekeeping: Sendable {
    private let service: LaurelService
    private let log: Log
    private let tasks = Mutex<[Task<Void, any Error>]>([])

    init(service: LaurelService, log: Log) {
        self.service = service
        self.log = log
    }

    /// Begins to measure the database and to write down when keys were used, every few seconds, to
    /// find users who have what new achievements take, and to look for anniversaries.
    func start() {
        run(every: .seconds(10)) { service in
            try await service.measureDatabase()
        }
        run(every: .seconds(2)) { try await $0.noteKeyUses() }
        run(every: .seconds(1)) { try await $0.backdate() }
        run(every: .seconds(600)) { try await $0.recordAnniversaries() }
        run(every: .seconds(600)) { try await $0.forgetAudit() }
    }

    func stop() {
        tasks.withLock { tasks in
            for task in tasks { task.cancel() }
        }
    }

    private func run(
        every pause: Duration,
        _ work: @escaping @Sendable (LaurelService) async throws -> Void
    ) {
        let task = Task { [service, log] in
            while true {
                do {
                    try await work(service)
                } catch  where !Task.isCancelled {
                    log.note("housekeeping failed", ["cause": String(reflecting: error)])
                }
                try await Task.sleep(for: pause)
            }
        }
        tasks.withLock { $0.append(task) }
    }
}
