import Service
import Storage
import Synchronization

/// What the server does now and then, whether or not anybody asks.
final class Housekeeping: Sendable {
    private let service: LaurelService
    private let log: Log
    private let task = Mutex<Task<Void, any Error>?>(nil)

    init(service: LaurelService, log: Log) {
        self.service = service
        self.log = log
    }

    /// Begins to measure the database, and to write down when keys were used, every few seconds.
    func start() {
        let task = Task { [service, log] in
            while true {
                do {
                    try await service.measureDatabase()
                    try await service.noteKeyUses()
                } catch {
                    log.note("housekeeping failed", ["cause": String(reflecting: error)])
                }
                try await Task.sleep(for: .seconds(10))
            }
        }
        self.task.withLock { $0 = task }
    }

    func stop() {
        task.withLock { $0?.cancel() }
    }
}
