private import Dispatch
import Engine
private import Synchronization

/// The commands that wait, in order; bounded, so that a slow disk is told to callers early.
final class IntakeQueue: Sendable {
    private struct State {
        var waiting = WaitingCommands<Pending>()
        var isClosed = false
    }

    private let maximumWeight: Int
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    init(maximumWeight: Int) {
        self.maximumWeight = maximumWeight
    }

    /// How many events wait.
    var weight: Int { state.withLock(\.waiting.weight) }

    /// Adds a command unless there is no room, or the queue is closed.
    func append(_ pending: Pending) -> Bool {
        let (isAccepted, wasEmpty) = state.withLock { state in
            guard !state.isClosed, state.waiting.weight + pending.eventCount <= maximumWeight else {
                return (false, false)
            }
            let wasEmpty = state.waiting.isEmpty
            state.waiting.append(pending)
            return (true, wasEmpty)
        }
        // Only a queue that was empty can have somebody waiting for it.
        if wasEmpty { arrivals.signal() }
        return isAccepted
    }

    /// The commands of the next group, waiting for the first; nothing once the queue is closed and
    /// empty.
    func nextGroup(maximumWeight: Int, slice: Int) -> [Pending]? {
        while true {
            let (group, isClosed) = state.withLock { state in
                let group = state.waiting.takeGroup(maximumWeight: maximumWeight, slice: slice)
                return (group, state.isClosed)
            }
            if !group.isEmpty { return group }
            if isClosed { return nil }
            arrivals.wait()
        }
    }

    /// Takes out the commands that have waited since some moment or longer.
    func takeArrived(by latest: ContinuousClock.Instant) -> [Pending] {
        state.withLock { $0.waiting.takeArrived(by: latest) }
    }

    /// Takes no more commands; those that wait are still given out.
    func close() {
        state.withLock { $0.isClosed = true }
        arrivals.signal()
    }
}
