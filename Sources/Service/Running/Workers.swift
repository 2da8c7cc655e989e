private import Dispatch
import OperatingSystem
private import Synchronization

/// Threads for work that blocks, so that the threads that talk to clients never do.
final class Workers: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isClosed = false
    }

    private let maximumJobs: Int
    private let count: Int
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    init(count: Int, maximumJobs: Int) {
        self.count = count
        self.maximumJobs = maximumJobs
        for _ in 0..<count {
            SystemThread.start { self.work() }
        }
    }

    /// Runs a closure on one of the threads; refuses when too many wait.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isAccepted = add { continuation.resume(with: Result { try body() }) }
            guard !isAccepted else { return }
            continuation.resume(
                throwing: ServiceError(
                    .unavailable,
                    "The server has too much to do; try again in a second."
                )
            )
        }
    }

    /// Lets the threads end once nothing waits.
    func stop() {
        state.withLock { $0.isClosed = true }
        for _ in 0..<count { arrivals.signal() }
    }

    private func add(_ job: @escaping @Sendable () -> Void) -> Bool {
        let isAccepted = state.withLock { state in
            guard !state.isClosed, state.jobs.count < maximumJobs else { return false }
            state.jobs.append(job)
            return true
        }
        if isAccepted { arrivals.signal() }
        return isAccepted
    }

    private func work() {
        while true {
            arrivals.wait()
            let (job, isClosed) = state.withLock { state in
                (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isClosed)
            }
            guard let job else {
                if isClosed { return }
                continue
            }
            job()
        }
    }
}
