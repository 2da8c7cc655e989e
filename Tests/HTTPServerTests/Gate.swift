import Foundation
import Synchronization

/// Holds tasks until it is opened, from a thread that is none of theirs.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var arrivedCount = 0
        var observers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Waits until the gate is open.
    func pass() async {
        await withCheckedContinuation { continuation in
            let observers = state.withLock { state in
                state.arrivedCount += 1
                if state.isOpen {
                    continuation.resume()
                } else {
                    state.waiting.append(continuation)
                }
                let count = state.arrivedCount
                defer { state.observers.removeAll { $0.count <= count } }
                return state.observers.filter { $0.count <= count }
            }
            for observer in observers { observer.continuation.resume() }
        }
    }

    /// Returns when so many have arrived.
    func arrival(of count: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.arrivedCount >= count {
                    continuation.resume()
                } else {
                    state.observers.append((count, continuation))
                }
            }
        }
    }

    /// Lets those go on who wait for arrivals that will not come.
    func giveUp() {
        let observers = state.withLock { state in
            defer { state.observers = [] }
            return state.observers
        }
        for observer in observers { observer.continuation.resume() }
    }

    /// Lets everyone through.
    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        Thread.detachNewThread {
            for continuation in waiting { continuation.resume() }
        }
    }
}
