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

    /// Begins to write down, every few seconds, when keys were used.
    func start() {
        let task = Task { [service, log] in
            while true {
                try await Task.sleep(for: .seconds(10))
                do {
                    try await service.noteKeyUses()
                } catch {
                    log.note(
                        "cannot note when keys were used",
                        ["cause": String(reflecting: error)]
                    )
                }
            }
        }
        self.task.withLock { $0 = task }
    }

    func stop() {
        task.withLock { $0?.cancel() }
    }
}
