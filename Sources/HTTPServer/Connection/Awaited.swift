import Synchronization

/// What a task makes for a connection: there at once, or waited for.
///
/// The task begins on the server's thread and may finish on any. The state decides, under a lock,
/// who of the two is late, so that a connection is woken exactly when it waits.
final class Awaited<Value: Sendable>: Suspended {
    private enum State {
        /// The task runs and has not suspended.
        case running
        /// The task is suspended, and the connection waits.
        case waiting(Task<Void, Never>)
        case ready(Value)
        case taken
    }

    private let traffic: Traffic
    private let wake: Wake
    private let late: @Sendable () -> Value
    private let state = Mutex(State.running)

    /// What is made when there is no more time to wait is what `late` says.
    init(_ traffic: Traffic, wake: Wake, late: @escaping @Sendable () -> Value) {
        self.traffic = traffic
        self.wake = wake
        self.late = late
    }

    /// Starts the task; returns what it made, or nil when the connection has to wait.
    ///
    /// After each wait the task goes on where `executor` says; without one, on any thread.
    func start(
        goingOnAt executor: (any TaskExecutor)? = nil,
        _ work: @escaping @Sendable () async -> Value
    ) -> Value? {
        let task = Task.immediate(executorPreference: executor) { self.finish(await work()) }
        return state.withLock { state in
            if case .ready(let value) = state {
                state = .taken
                return value
            }
            guard traffic.suspend(self) else {
                state = .taken
                task.cancel()
                return late()
            }
            state = .waiting(task)
            return nil
        }
    }

    /// What was made, or nil as long as it is waited for; called on the server's thread.
    func take() -> Value? {
        state.withLock { state in
            guard case .ready(let value) = state else { return nil }
            state = .taken
            return value
        }
    }

    /// Nobody waits any more.
    func cancel() {
        let wasWaiting = state.withLock { state in
            guard case .waiting(let task) = state else { return false }
            task.cancel()
            state = .taken
            return true
        }
        if wasWaiting { traffic.resume(self) }
    }

    /// The task is done; called once, on any thread.
    private func finish(_ value: Value) {
        let wasWaiting = state.withLock { state in
            switch state {
            case .running:
                state = .ready(value)
                return false
            case .waiting:
                state = .ready(value)
                return true
            case .ready, .taken: return false
            }
        }
        guard wasWaiting else { return }
        traffic.resume(self)
        wake()
    }

    func expire() {
        let wasWaiting = state.withLock { state in
            guard case .waiting(let task) = state else { return false }
            task.cancel()
            state = .ready(late())
            return true
        }
        if wasWaiting { wake() }
    }
}

/// Wakes a connection on its own thread; may be called on any.
struct Wake: Sendable {
    let thread: ServerThread
    let tag: UInt64

    func callAsFunction() {
        thread.wake(tag)
    }
}
