import Synchronization

/// Counts the requests that are being served, so that a drain knows when they are through.
final class Traffic: Sendable {
    private struct State {
        var activeCount = 0
        var suspended: [ObjectIdentifier: Exchange] = [:]
        var isDraining = false
        var isExpired = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        /// The waiters to wake, if their condition holds.
        mutating func takeWaiters(if isOver: Bool) -> [CheckedContinuation<Void, Never>] {
            guard isOver else { return [] }
            defer { waiters = [] }
            return waiters
        }
    }

    private let state = Mutex(State())

    /// Whether connections are to be closed after their answer.
    var isDraining: Bool { state.withLock { $0.isDraining } }

    /// A request line has arrived.
    func begin() {
        state.withLock { $0.activeCount += 1 }
    }

    /// An answer has been sent, or its connection is lost.
    func end() {
        let waiters = state.withLock { state in
            state.activeCount -= 1
            return state.takeWaiters(if: state.activeCount == 0)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Registers a request that will be suspended; false when there is no more time for that.
    func suspend(_ exchange: Exchange) -> Bool {
        state.withLock { state in
            guard !state.isExpired else { return false }
            state.suspended[ObjectIdentifier(exchange)] = exchange
            return true
        }
    }

    /// The request has its answer.
    func resume(_ exchange: Exchange) {
        _ = state.withLock { $0.suspended.removeValue(forKey: ObjectIdentifier(exchange)) }
    }

    /// Answers every suspended request with 503, and lets no other be suspended.
    func expire() {
        let exchanges = state.withLock { state in
            state.isExpired = true
            defer { state.suspended = [:] }
            return Array(state.suspended.values)
        }
        for exchange in exchanges { exchange.expire() }
    }

    /// Returns when no request is being served, or when `stopWaiting()` is called.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isDraining = true
                if state.activeCount > 0 { state.waiters.append(continuation) }
                return state.activeCount == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Wakes those who wait for idleness in vain.
    func stopWaiting() {
        let waiters = state.withLock { $0.takeWaiters(if: true) }
        for waiter in waiters { waiter.resume() }
    }
}
