import Curl
import Dispatch
import Storage
import Synchronization

/// What the sender's thread is told by others: outcomes, and that there is something to look for.
final class SenderInbox: Sendable {
    /// An attempt that has come to something.
    struct Outcome: Sendable {
        let delivery: WebhookDelivery
        let result: OutgoingResult
    }

    private struct State {
        var outcomes: [Outcome] = []
        var hasRung = false
        var isStopped = false
        var isSignalled = false
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    func add(_ outcome: Outcome) {
        change { $0.outcomes.append(outcome) }
    }

    /// There may be something new to send.
    func ring() { change { $0.hasRung = true } }

    func stop() { change { $0.isStopped = true } }

    private func change(_ body: (inout sending State) -> Void) {
        let isNew = state.withLock { state in
            body(&state)
            defer { state.isSignalled = true }
            return !state.isSignalled
        }
        if isNew { arrivals.signal() }
    }

    /// Waits until something has come, but not for longer than this.
    func take(
        waiting duration: Duration
    ) -> (outcomes: [Outcome], hasRung: Bool, isStopped: Bool) {
        let milliseconds = Int(duration.wholeMilliseconds)
        _ = arrivals.wait(timeout: .now() + .milliseconds(milliseconds))
        return state.withLock { state in
            defer {
                state.outcomes = []
                state.hasRung = false
                state.isSignalled = false
            }
            return (state.outcomes, state.hasRung, state.isStopped)
        }
    }
}
