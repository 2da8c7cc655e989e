private import Dispatch
import Engine
private import Synchronization

/// The commands that wait, in order; bounded, so that a slow disk is told to callers early.
final class IntakeQueue: Sendable {
    private struct State {
        var pending: [Pending] = []
        var weight = 0
        var isClosed = false
    }

    private let maximumWeight: Int
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    init(maximumWeight: Int) {
        self.maximumWeight = maximumWeight
    }

    /// How many events wait.
    var weight: Int { state.withLock(\.weight) }

    /// Adds a command unless there is no room, or the queue is closed.
    func append(_ pending: Pending) -> Bool {
        let (isAccepted, wasEmpty) = state.withLock { state in
            guard !state.isClosed, state.weight + pending.eventCount <= maximumWeight else {
                return (false, false)
            }
            let wasEmpty = state.pending.isEmpty
            state.pending.append(pending)
            state.weight += pending.eventCount
            return (true, wasEmpty)
        }
        // Only a queue that was empty can have somebody waiting for it.
        if wasEmpty { arrivals.signal() }
        return isAccepted
    }

    /// The commands of the next group, waiting for the first; nothing once the queue is closed and
    /// empty.
    func nextGroup(maximumWeight: Int) -> [Pending]? {
        while true {
            let (group, isClosed) = state.withLock { state in
                (Self.takeGroup(from: &state, maximumWeight: maximumWeight), state.isClosed)
            }
            if !group.isEmpty { return group }
            if isClosed { return nil }
            arrivals.wait()
        }
    }

    /// Takes out the commands that have waited since some moment or longer.
    func takeArrived(by latest: ContinuousClock.Instant) -> [Pending] {
        state.withLock { state in
            // They stand in the order of their arrival, all but a few that came at the same time.
            let count = state.pending.firstIndex { $0.arrivedAt > latest } ?? state.pending.count
            let taken = Array(state.pending.prefix(count))
            state.pending.removeFirst(count)
            state.weight -= taken.reduce(0) { $0 + $1.eventCount }
            return taken
        }
    }

    /// Takes no more commands; those that wait are still given out.
    func close() {
        state.withLock { $0.isClosed = true }
        arrivals.signal()
    }

    private static func takeGroup(from state: inout State, maximumWeight: Int) -> [Pending] {
        var weight = 0
        var count = 0
        for pending in state.pending {
            // The first command is taken whatever it weighs, or it would wait for ever.
            guard count == 0 || weight + pending.eventCount <= maximumWeight else { break }
            weight += pending.eventCount
            count += 1
        }
        let group = Array(state.pending.prefix(count))
        state.pending.removeFirst(count)
        state.weight -= weight
        return group
    }
}
