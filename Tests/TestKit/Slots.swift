import Synchronization
import Testing

/// A few slots; whoever finds them taken waits, in order.
///
/// Every test has a server of its own with threads and files. All of them at once, as a test run
/// would have it, are more than a process may open.
package final class Slots: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// The slot of each test that has one.
        var taken: [String: SlotOfTest] = [:]
    }

    /// The slot of a test, as long as it is used.
    private struct SlotOfTest {
        weak var slot: Slot?
    }

    private let state: Mutex<State>

    package init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    /// The slot of the test that runs; it waits for one unless it has one already, since tests that
    /// wait for a second slot while they keep the first would wait for each other.
    package func take() async -> Slot {
        let test = [
            String(describing: Test.current?.id), String(describing: Test.Case.current),
        ].joined(separator: " ")
        if let slot = state.withLock({ $0.taken[test]?.slot }) { return slot }
        await wait()
        let slot = Slot(slots: self)
        state.withLock { $0.taken[test] = SlotOfTest(slot: slot) }
        return slot
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    /// Gives the slot to whoever has waited longest.
    fileprivate func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}

/// A slot that is given up when nobody holds it any longer.
package final class Slot: Sendable {
    private let slots: Slots

    fileprivate init(slots: Slots) {
        self.slots = slots
    }

    deinit {
        slots.leave()
    }
}
