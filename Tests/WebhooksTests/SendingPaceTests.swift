import Testing

@testable import Webhooks

/// How many deliveries begin beside events.
@Suite struct SendingPaceTests {
    private static let start = ContinuousClock.now

    @Test func `beside many events deliveries begin at a steady rate`() {
        var pace = SendingPace(from: Self.start)
        #expect(pace.room(at: nil, now: Self.start) == .max)
        pace.take(100_000)
        var begun = 0
        for turn in 1...100 {
            let room = pace.room(at: 2_000, now: Self.start + .milliseconds(10 * turn))
            begun += room
            pace.take(room)
        }
        #expect(abs(begun - 2_000) <= 20, "\(begun)")
        // Whoever was away does not catch up at once.
        #expect(pace.room(at: 2_000, now: Self.start + .seconds(60)) == 200)
        #expect(pace.room(at: nil, now: Self.start + .seconds(61)) == .max)
    }
}
