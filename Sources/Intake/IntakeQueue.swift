private import Dispatch
import Engine
private import Synchronization

/// The commands that wait, in order; bounded, so that a slow disk is told to callers early.
final class IntakeQueue: Sendable {
    private struct State {
        var waiting = WaitingCommands<Pending>()
        var isClosed = false
        /// How many live events somebody waits for.
        var wantedCount = 1
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
        let (isAccepted, isAwaited) = state.withLock { state in
            guard !state.isClosed, state.waiting.weight + pending.eventCount <= maximumWeight else {
                return (false, false)
            }
            state.waiting.append(pending)
            let isAwaited = state.waiting.gatheredCount.map { $0 == state.wantedCount } ?? true
            return (true, isAwaited)
        }
        // Only a queue that had too few can have somebody waiting for it.
        if isAwaited { arrivals.signal() }
        return isAccepted
    }

    /// The commands of the next group, waiting for the first; nothing once the queue is closed and
    /// empty.
    ///
    /// While live events come from many, more than the first are waited for, as the pace says; for
    /// batches nobody is kept waiting.
    func nextGroup(
        maximumWeight: Int,
        slice: Int,
        gathering pace: inout GatheringPace
    ) -> [Pending]? {
        var isInTime = true
        while true {
            let target = isInTime ? pace.target : 1
            let (group, isGathering, isClosed) = state.withLock { state in
                let isGathering = (state.waiting.gatheredCount ?? target) < target
                state.wantedCount = isGathering ? target : 1
                guard !isGathering || state.isClosed else { return ([Pending](), true, false) }
                let group = state.waiting.takeGroup(maximumWeight: maximumWeight, slice: slice)
                return (group, false, state.isClosed)
            }
            if isGathering {
                isInTime = arrivals.wait(timeout: .now() + IntakeLimits.gathering) == .success
                continue
            }
            if !group.isEmpty {
                if group[0].isLive { pace.note(events: group.count, isInTime: isInTime) }
                return group
            }
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
