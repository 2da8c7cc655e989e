private import Synchronization

/// Wakes whoever waits; a ring that nobody has heard yet wakes the next one at once.
public final class Bell: Sendable {
    private struct State {
        var hasRung = false
        /// Which wait it is, so that the end of an earlier one wakes nobody.
        var number = 0
        /// The last wait that has ended, perhaps before it began.
        var ended = 0
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// A bell that has not rung.
    public init() {}

    /// Wakes.
    public func ring() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.hasRung = true }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Waits for a ring, but not for longer than this, and not beyond the end of the task.
    public func wait(atMost duration: Duration) async {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let timer = Task.detached { [weak self] in
            try? await Task.sleep(for: duration)
            self?.end(number)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.hasRung || Task.isCancelled || state.ended == number {
                        state.hasRung = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            end(number)
        }
        timer.cancel()
    }

    private func end(_ number: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.number == number else { return nil }
            state.ended = number
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
