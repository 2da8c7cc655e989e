import Synchronization

/// What has suspended its connection, and can be told to wait no longer.
protocol Suspended: AnyObject, Sendable {
    /// There is no more time to wait; called once at most.
    func expire()
}

/// Counts the requests that are being served, so that a drain knows when they are through.
final class Traffic: Sendable {
    private struct State {
        var activeCount = 0
        /// Those among the active whose header or body is still to come.
        var arrivingCount = 0
        var waitsForArriving = true
        var suspended: [ObjectIdentifier: any Suspended] = [:]
        var isDraining = false
        var isExpired = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        var isIdle: Bool {
            activeCount == (waitsForArriving ? 0 : arrivingCount)
        }

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

    /// How many requests are being read, waited for, or answered.
    var activeCount: Int { state.withLock { $0.activeCount } }

    /// Connections are closed after their answer from now on.
    func beginToDrain() {
        state.withLock { $0.isDraining = true }
    }

    /// A request line has arrived.
    func begin() {
        state.withLock { state in
            state.activeCount += 1
            state.arrivingCount += 1
        }
    }

    /// The rest of the request has arrived, or is not wanted.
    func arrive() {
        state.withLock { $0.arrivingCount -= 1 }
    }

    /// An answer has been sent, or its connection is lost.
    func end(wasArriving: Bool) {
        changeAndWake { state in
            state.activeCount -= 1
            if wasArriving { state.arrivingCount -= 1 }
        }
    }

    /// Gives up on requests that have not arrived: the library does not tell when their client has
    /// left, until the idle timeout.
    func stopWaitingForArriving() {
        changeAndWake { $0.waitsForArriving = false }
    }

    private func changeAndWake(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            return state.takeWaiters(if: state.isIdle)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Registers who will be suspended; false when there is no more time for that.
    func suspend(_ one: any Suspended) -> Bool {
        state.withLock { state in
            guard !state.isExpired else { return false }
            state.suspended[ObjectIdentifier(one)] = one
            return true
        }
    }

    /// It has what it waited for.
    func resume(_ one: any Suspended) {
        _ = state.withLock { $0.suspended.removeValue(forKey: ObjectIdentifier(one)) }
    }

    /// Ends every wait, requests' with 503 and streams' with a cut, and allows no other.
    func expire() {
        let all = state.withLock { state in
            state.isExpired = true
            defer { state.suspended = [:] }
            return Array(state.suspended.values)
        }
        for one in all { one.expire() }
    }

    /// Returns when no request is being served, or when `stopWaiting()` is called.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.isIdle { state.waiters.append(continuation) }
                return state.isIdle
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
