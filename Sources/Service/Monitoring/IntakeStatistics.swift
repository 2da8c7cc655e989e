import ServiceRuntime
import Storage
private import Synchronization

/// What the intake tells about itself.
final class IntakeStatistics: Sendable {
    struct Figures: Sendable {
        var groupSizes = Histogram(bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000])
        var groupDurations = Histogram(
            bounds: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5])
        var failures: [String: Int] = [:]
        var retries: [String: Int] = [:]
    }

    private let state = Mutex(Figures())

    var figures: Figures { state.withLock { $0 } }

    func noteGroup(events: Int, duration: Duration) {
        state.withLock { figures in
            figures.groupSizes.record(Double(events))
            figures.groupDurations.record(duration.seconds)
        }
    }

    func noteRetry(_ error: StorageError) {
        state.withLock { $0.retries[error.code.rawValue, default: 0] += 1 }
    }

    func noteFailure(_ error: StorageError) {
        state.withLock { $0.failures[error.code.rawValue, default: 0] += 1 }
    }
}
