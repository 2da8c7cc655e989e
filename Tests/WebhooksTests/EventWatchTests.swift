import ServiceRuntime
import Synchronization
import TestBasics
import Testing

@testable import Webhooks

/// Whether events keep the server busy, and how much is told beside them.
@Suite struct EventWatchTests {
    private static let start = ContinuousClock.now

    /// What an intake has done in a fifth of a second, and how many deliveries a second may follow.
    @Test(arguments: [
        Row("nothing", WorkDone(), nil),
        Row("one caller after the other", WorkDone(.milliseconds(190), 100, 100), nil),
        Row("a few callers", WorkDone(.milliseconds(190), 50, 350), nil),
        Row("many callers, now and then", WorkDone(.milliseconds(60), 5, 300), nil),
        Row("many callers", WorkDone(.milliseconds(150), 50, 2_000), 2_500),
        Row("one long batch", WorkDone(.milliseconds(150), 1, 1_000), 1_250),
    ]) func `groups that follow each other leave room for some`(row: Row<WorkDone, Double?>) {
        let done = Mutex(WorkDone(.seconds(7), 7, 7))
        let watch = EventWatch({ done.withLock { $0 } }, from: Self.start)
        done.withLock { $0 = $0 + row.input }
        #expect(watch.rate(at: Self.start + .milliseconds(50)) == nil, "it has not looked yet")
        #expect(watch.rate(at: Self.start + .milliseconds(200)) == row.expected)
        // What was found holds until there is something to compare with.
        #expect(watch.rate(at: Self.start + .milliseconds(250)) == row.expected)
        #expect(watch.rate(at: Self.start + .milliseconds(400)) == nil)
    }

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

    @Test func `deliveries are made as slowly as they begin`() {
        #expect(WebhookLimits.pause(before: 500, at: 2_000) == .milliseconds(250))
        #expect(WebhookLimits.pause(before: 500, at: nil) == .zero)
        #expect(WebhookLimits.pause(before: 0, at: 0) == .zero)
        #expect(WebhookLimits.pause(before: 500, at: 0.1) == .seconds(1))
    }
}

extension WorkDone {
    fileprivate init(_ time: Duration, _ turnCount: Int, _ itemCount: Int) {
        self.init(time: time, turnCount: turnCount, itemCount: itemCount)
    }
}
