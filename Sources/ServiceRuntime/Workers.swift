private import Dispatch
import OperatingSystem
private import Synchronization

/// Threads for work that blocks, so that the threads that talk to clients never do.
public final class Workers: Sendable {
    private struct Job {
        let run: @Sendable () -> Void
        let refuse: @Sendable (ServiceError) -> Void
        let arrivedAt: ContinuousClock.Instant
    }

    private struct State {
        var jobs: [Job] = []
        var isClosed = false
    }

    private let maximumJobs: Int
    private let count: Int
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// Starts so many threads, before which so many jobs may wait.
    public init(count: Int, maximumJobs: Int) {
        self.count = count
        self.maximumJobs = maximumJobs
        for _ in 0..<count {
            SystemThread.start { self.work() }
        }
    }

    /// How many jobs wait for a thread.
    public var waitingCount: Int { state.withLock(\.jobs.count) }

    /// Runs a closure on one of the threads; refuses when too many wait, or it waits too long.
    public func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                run: { continuation.resume(with: Result { try body() }) },
                refuse: { continuation.resume(throwing: $0) },
                arrivedAt: .now
            )
            guard !add(job) else { return }
            continuation.resume(
                throwing: ServiceError(
                    .unavailable,
                    "The server has too much to do; try again in a second."
                )
            )
        }
    }

    /// Refuses what has waited too long for a thread: others hold them all, and may for long.
    public func refuseOverdue(at now: ContinuousClock.Instant) {
        let latest = now - RuntimeLimits.workerPatience
        let overdue = state.withLock { state in
            let count = state.jobs.firstIndex { $0.arrivedAt > latest } ?? state.jobs.count
            let overdue = Array(state.jobs.prefix(count))
            state.jobs.removeFirst(count)
            return overdue
        }
        for job in overdue { job.refuse(.overdue) }
    }

    /// Lets the threads end once nothing waits.
    public func stop() {
        state.withLock { $0.isClosed = true }
        for _ in 0..<count { arrivals.signal() }
    }

    private func add(_ job: Job) -> Bool {
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
            job.run()
        }
    }
}
