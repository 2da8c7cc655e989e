import Delivery
import Synchronization

/// Messages that have come to something, until they are stored.
final class SentInbox: Sendable {
    private struct State {
        var sent: [SentReminder] = []
        /// How many are waited for.
        var wanted = 1
    }

    private let state = Mutex(State())
    private let bell = Bell()

    func add(_ sent: SentReminder) {
        let isEnough = state.withLock { state in
            state.sent.append(sent)
            return state.sent.count >= state.wanted
        }
        if isEnough { bell.ring() }
    }

    /// Takes those that are there.
    func take() -> [SentReminder] {
        state.withLock { state in
            defer { state.sent = [] }
            return state.sent
        }
    }

    /// Waits until there are so many, but not for longer than this.
    func wait(for count: Int, atMost duration: Duration) async {
        let isEnough = state.withLock { state in
            state.wanted = max(1, count)
            return state.sent.count >= state.wanted
        }
        guard !isEnough else { return }
        await bell.wait(atMost: duration)
    }
}
