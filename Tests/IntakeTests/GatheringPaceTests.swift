import Testing

@testable import Intake

/// How many live events a group waits for.
@Suite struct GatheringPaceTests {
    /// Callers who each wait for their answer before they come again: half of them are there when a
    /// group begins, and the rest only if it waits.
    private static func groups(of callers: Int, count: Int, _ pace: inout GatheringPace) -> [Int] {
        (0..<count).map { _ in
            let isInTime = pace.target <= callers
            let events = isInTime ? max(pace.target, (callers + 1) / 2) : callers
            pace.note(events: events, isInTime: isInTime)
            return isInTime ? 0 : 1
        }
    }

    @Test func `a single caller is seldom kept waiting`() {
        var pace = GatheringPace()
        #expect(pace.target == 1)
        let waits = Self.groups(of: 1, count: 10_000, &pace)
        #expect(waits.reduce(0, +) < 50)
        #expect(waits.contains(1), "It is tried, as others may have come.")
    }

    @Test(arguments: [2, 8, 64, 1_000])
    func `many callers are taken in by halves, or more of them`(callers: Int) {
        var pace = GatheringPace()
        _ = Self.groups(of: callers, count: 200, &pace)
        let waits = Self.groups(of: callers, count: 2_000, &pace)
        #expect(pace.target >= callers / 2 - 1)
        #expect(pace.target <= callers + callers / 8 + 1)
        #expect(waits.reduce(0, +) <= 130, "Waiting in vain is rare.")
    }

    @Test func `whoever stays behind alone waits once`() {
        var pace = GatheringPace()
        _ = Self.groups(of: 64, count: 1_000, &pace)
        #expect(Self.groups(of: 1, count: 10, &pace).reduce(0, +) == 1)
        #expect(pace.target == 1)
    }
}
