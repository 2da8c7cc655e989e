import Storage
import Testing

@testable import Intake

@Suite struct RetryTests {
    @Test func `what may pass is tried again, and what will not is told`() {
        for code in [StorageError.Code.conflict, .disconnected, .timedOut, .unknownOutcome] {
            var retry = Retry()
            let isAllowed = retry.allows(another: StorageError(code, "made to fail"))
            #expect(isAllowed, "\(code)")
        }
        for code in [StorageError.Code.full, .corrupt, .unavailable, .outOfRange, .unexpected] {
            var retry = Retry()
            let isAllowed = retry.allows(another: StorageError(code, "made to fail"))
            #expect(!isAllowed, "\(code)")
        }
    }

    @Test func `once a reply to a commit was lost, nobody is told that nothing was stored`() {
        var retry = Retry()
        _ = retry.allows(another: StorageError(.unknownOutcome, "lost"))
        let verdict = retry.verdict(on: StorageError(.full, "full"))
        #expect(verdict.code == .unknownOutcome)
    }

    @Test func `after a lost reply, a server that cannot be reached is asked again`() {
        var retry = Retry()
        _ = retry.allows(another: StorageError(.unknownOutcome, "lost"))
        let isAllowed = retry.allows(another: StorageError(.unavailable, "connecting was cut off"))
        #expect(isAllowed)
    }

    @Test func `lanes of a process count in slots of their own`() {
        let slots = CounterSlots(process: "a", laneCount: 8)
        #expect(Set((0..<8).map(slots.slot)).count == 8)
        #expect((0..<8).map(slots.slot).allSatisfy { (0..<CounterSlots.count).contains($0) })
        #expect(CounterSlots(process: "b", laneCount: 1).slot(of: 0) == 0)
    }
}
