import CMicroHTTPD
import Glibc
import Synchronization

/// The sockets of all connections, so that a server that stops can close them in good order.
///
/// The library's own way is to stop its threads first; a request that arrives broken at that very
/// moment then crashes it (version 0.9.75: it looks into an answer that it did not queue).
final class OpenSockets: Sendable {
    fileprivate struct State {
        var descriptors: Set<CInt> = []
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func insert(_ descriptor: CInt) {
        _ = state.withLock { $0.descriptors.insert(descriptor) }
    }

    /// Forgets a socket; it must still be open, so that no other has its number.
    func remove(_ descriptor: CInt) {
        let waiters = state.withLock { state in
            state.descriptors.remove(descriptor)
            return state.descriptors.isEmpty ? state.takeWaiters() : []
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Ends every conversation; the library finds that out and closes the sockets.
    func shutDown() {
        state.withLock { state in
            for descriptor in state.descriptors { _ = microhttpd_shut_down(descriptor) }
        }
    }

    /// Returns when no connection is left, or when `stopWaiting()` is called.
    func waitUntilClosed() async {
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                if !state.descriptors.isEmpty { state.waiters.append(continuation) }
                return state.descriptors.isEmpty
            }
            if isClosed { continuation.resume() }
        }
    }

    /// Wakes those who wait in vain.
    func stopWaiting() {
        let waiters = state.withLock { $0.takeWaiters() }
        for waiter in waiters { waiter.resume() }
    }
}

extension OpenSockets.State {
    fileprivate mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
        defer { waiters = [] }
        return waiters
    }
}
