import Testing

@testable import Reminders

/// Which messages go, where services are slow or away.
@Suite struct SendingGatesTests {
    private static let limits = RemindingLimits()
    private let now = ContinuousClock.now

    private func outcome(
        _ service: String,
        _ duration: Duration = .milliseconds(1),
        failure: String? = nil
    ) -> SendingGates.Outcome {
        SendingGates.Outcome(service: service, duration: duration, failure: failure)
    }

    /// Gates with a service that has as many messages as it may have.
    private func full(_ service: String) -> SendingGates {
        var gates = SendingGates(Self.limits)
        for _ in 0..<Self.limits.sentAtOnce.lowerBound {
            #expect(gates.admit([service], at: now) == .go([service]))
        }
        return gates
    }

    @Test func `a service that is slow has a bounded number, and keeps nobody else waiting`() {
        var gates = full("slow")
        #expect(gates.admit(["slow"], at: now) == .wait(Self.limits.shortestTurn))
        #expect(gates.admit(["quick"], at: now) == .go(["quick"]))
        #expect(gates.admit(["slow", "quick"], at: now) == .go(["quick"]))
        gates.release(["slow"])
        #expect(gates.admit(["slow"], at: now) == .go(["slow"]))
    }

    @Test func `whoever has no device a service is known of is refused at once`() {
        var gates = SendingGates(Self.limits)
        #expect(gates.admit([], at: now) == .go([]))
    }

    @Test func `those who wait have turns one after the other`() {
        var gates = full("slow")
        _ = gates.note(outcome("slow", .seconds(8)), at: now)
        var waits: [Duration] = []
        for _ in 0..<100 {
            guard case .wait(let wait) = gates.admit(["slow"], at: now) else { continue }
            waits.append(wait)
        }
        #expect(waits.prefix(3) == [.seconds(1), .seconds(2), .seconds(3)])
        #expect(waits.last == Self.limits.longestTurn)
    }

    @Test func `a service that fails again and again is left alone for a while`() {
        var gates = SendingGates(Self.limits)
        for count in 1...Self.limits.failuresInARow {
            #expect(gates.admit(["away"], at: now) == .go(["away"]))
            gates.release(["away"])
            let reason = gates.note(outcome("away", failure: "no answer"), at: now)
            #expect(reason == (count == Self.limits.failuresInARow ? "no answer" : nil))
        }
        #expect(gates.room(for: "away", at: now) == 0)
        #expect(gates.admit(["other"], at: now) == .go(["other"]))
        let later = now + Self.limits.breakerPause
        #expect(gates.admit(["away"], at: later) == .go(["away"]))
    }

    @Test func `one success among failures counts from the beginning`() {
        var gates = SendingGates(Self.limits)
        _ = gates.admit(["shaky"], at: now)
        for _ in 0..<3 {
            for _ in 1..<Self.limits.failuresInARow {
                #expect(gates.note(outcome("shaky", failure: "busy"), at: now) == nil)
            }
            #expect(gates.note(outcome("shaky"), at: now) == nil)
        }
        #expect(gates.room(for: "shaky", at: now) > 0)
    }

    @Test func `there is a bound to all of them together`() {
        var gates = SendingGates(Self.limits)
        for number in 0..<Self.limits.underWay {
            #expect(gates.room(at: now) > 0)
            _ = gates.admit(["service \(number)"], at: now)
        }
        #expect(gates.room(at: now) == 0)
    }
}
