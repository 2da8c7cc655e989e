import Storage
import Synchronization

/// What waits to be told to a subscriber, in order and bounded.
///
/// The feed offers events from its own thread; the subscriber takes them when it can.
final class FeedQueue: Sendable {
    private struct State {
        /// The last place that the subscriber has been told or did not want.
        var last: FactPlace
        var waiting = FeedBacklog()
        /// A sign of life, or a farewell, for when no event waits.
        var aside: [UInt8]?
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?

        /// Whether there is something to say.
        var isReady: Bool { !waiting.isEmpty || aside != nil || isOver }
    }

    let filter: FeedFilter
    private let maximumWaiting: Int
    private let maximumWaitingBytes: Int
    private let state: Mutex<State>

    /// The queue of somebody who has been told everything up to a place.
    init(
        _ filter: FeedFilter,
        after place: FactPlace,
        maximumWaiting: Int,
        maximumWaitingBytes: Int
    ) {
        self.filter = filter
        self.maximumWaiting = maximumWaiting
        self.maximumWaitingBytes = maximumWaitingBytes
        state = Mutex(State(last: place))
    }

    /// Adds events, which are in order; ends it for somebody who is too slow.
    func offer(_ events: [FeedEvent]) {
        change { state in
            let last = state.last
            state.last = max(last, events.last?.place ?? last)
            guard !state.isOver, state.waiting.add(events, after: last, filter) else { return }
            // It would take the client back to before these.
            state.aside = nil
            guard
                state.waiting.count > maximumWaiting
                    || state.waiting.byteCount > maximumWaitingBytes
            else { return }
            state.waiting = FeedBacklog()
            state.aside = FeedText.farewell
            state.isOver = true
        }
    }

    /// Shows that the stream lives, and how far it has come, to somebody with nothing to read.
    func beat(_ cursor: FeedCursor) {
        change { state in
            guard state.waiter != nil, !state.isReady else { return }
            // A subscriber may come from a process that had read further than this one.
            let place = max(state.last, cursor.place)
            state.aside = FeedText.beat(
                FeedCursor(epoch: cursor.epoch, place: place, at: cursor.at)
            )
        }
    }

    /// Ends it; what waits is still told.
    func end() {
        change { $0.isOver = true }
    }

    /// Waits for the next bytes; nothing when it has ended.
    func next() async -> [UInt8]? {
        while true {
            let (bytes, isOver) = state.withLock { Self.take(from: &$0) }
            if let bytes { return bytes }
            if isOver { return nil }
            await withTaskCancellationHandler {
                await wait()
            } onCancel: {
                end()
            }
        }
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.isReady { state.waiter = continuation }
                return state.isReady
            }
            if isReady { continuation.resume() }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            body(&state)
            guard state.isReady else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    private static func take(from state: inout State) -> (bytes: [UInt8]?, isOver: Bool) {
        let bytes = state.waiting.take(upTo: DeliveryLimits.feedChunkBytes)
        guard bytes.isEmpty else { return (bytes, state.isOver) }
        defer { state.aside = nil }
        return (state.aside, state.isOver)
    }
}
