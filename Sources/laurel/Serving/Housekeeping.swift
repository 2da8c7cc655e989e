import Access
import Catalogue
import Reminders
import Service
import Storage
import Synchronization
import Webhooks

/// What the server does now and then, whether or not anybody asks.
final class Housekeeping: Sendable {
    private let service: LaurelService
    private let lines: RepeatedLines
    private let tasks = Mutex<[Task<Void, any Error>]>([])

    init(service: LaurelService, lines: RepeatedLines) {
        self.service = service
        self.lines = lines
    }

    /// Begins to measure the database and to write down when keys were used, every few seconds.
    func start() {
        run("figures", every: .seconds(10)) { service in
            try await service.monitor.measureDatabase()
        }
        run("business figures", every: .seconds(10)) { service in
            try await service.monitor.measureBusiness()
        }
        run("uses of keys", every: .seconds(2)) { try await $0.access.noteKeyUses() }
        run("deliveries", every: .seconds(600)) { try await $0.webhooks.forget() }
        run("reminders", every: .seconds(600)) { try await $0.reminders.forget() }
        run("log of requests", every: .seconds(1)) { try await $0.access.noteRequests() }
        run("old requests", every: .seconds(60)) { try await $0.access.forgetRequests() }
        run("audit", every: .seconds(600)) { try await $0.catalogue.forgetAudit() }
    }

    func stop() {
        tasks.withLock { tasks in
            for task in tasks { task.cancel() }
        }
    }

    private func run(
        _ task: String,
        every pause: Duration,
        _ work: @escaping @Sendable (LaurelService) async throws -> Void
    ) {
        let running = Task { [service, lines] in
            while true {
                do {
                    try await work(service)
                } catch  where !Task.isCancelled {
                    lines.note(
                        "housekeeping failed",
                        kind: "housekeeping \(task)",
                        ["task": task, "cause": String(reflecting: error)]
                    )
                }
                try await Task.sleep(for: pause)
            }
        }
        tasks.withLock { $0.append(running) }
    }
}
