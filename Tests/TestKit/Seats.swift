import Synchronization
import Testing

/// A few seats; whoever finds them taken waits, in order.
///
/// Every test has a server of its own with threads and files. All of them at once, as a test run
/// would have it, are more than a process may open.
package final class Seats: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// The seat of each test that has one.
        var seated: [String: SeatOfTest] = [:]
    }

    /// The seat of a test, as long as it is used.
    private struct SeatOfTest {
        weak var seat: Seat?
    }

    private let state: Mutex<State>

    package init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    /// The seat of the test that runs; it waits for one unless it has one already, since tests that
    /// wait for a second seat while they keep the first would wait for each other.
    package func take() async -> Seat {
        let test = [
            String(describing: Test.current?.id), String(describing: Test.Case.current),
        ].joined(separator: " ")
        if let seat = state.withLock({ $0.seated[test]?.seat }) { return seat }
        await wait()
        let seat = Seat(seats: self)
        state.withLock { $0.seated[test] = SeatOfTest(seat: seat) }
        return seat
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isSeated = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isSeated { continuation.resume() }
        }
    }

    /// Gives the seat to whoever has waited longest.
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

/// A seat that is given up when nobody holds it any longer.
package final class Seat: Sendable {
    private let seats: Seats

    fileprivate init(seats: Seats) {
        self.seats = seats
    }

    deinit {
        seats.leave()
    }
}
