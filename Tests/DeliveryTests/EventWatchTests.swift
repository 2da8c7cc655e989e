import ServiceRuntime
import Synchronization
import TestBasics
import Testing

@testable import Delivery

/// Whether events keep the server busy, and how much else is done beside them.
@Suite struct EventWatchTests {
    private static let start = ContinuousClock.now

    /// What an intake has done in a fifth of a second, and how many items a second may follow that cost
    /// as much as an event.
    @Test(arguments: [
        Row("nothing", WorkDone(), nil),
        Row("one caller after the other", WorkDone(.milliseconds(190), 100, 100), nil),
        Row("a few callers", WorkDone(.milliseconds(190), 50, 350), nil),
        Row("many callers, now and then", WorkDone(.milliseconds(60), 5, 300), nil),
        Row("many callers", WorkDone(.milliseconds(150), 50, 2_000), 10_000),
        Row("one long batch", WorkDone(.milliseconds(150), 1, 1_000), 5_000),
    ]) func `groups that follow each other leave room for some`(row: Row<WorkDone, Double?>) {
        let done = Mutex(WorkDone(.seconds(7), 7, 7))
        let watch = EventWatch({ done.withLock { $0 } }, beside: 1, from: Self.start)
        done.withLock { $0 = $0 + row.input }
        let expected = row.expected.map { $0 * DeliveryLimits.shareBesideEvents }
        #expect(watch.rate(at: Self.start + .milliseconds(50)) == nil, "it has not looked yet")
        #expect(watch.rate(at: Self.start + .milliseconds(200)) == expected)
        // What was found holds until there is something to compare with.
        #expect(watch.rate(at: Self.start + .milliseconds(250)) == expected)
        #expect(watch.rate(at: Self.start + .milliseconds(400)) == nil)
    }

    /// Whatever an item costs, what is done beside an event costs the same part of it, and leaves
    /// events at least 0.85 of their rate.
    @Test(arguments: [0.1, 0.52, 1, 2.6, 40])
    func `events keep their rate whatever the work costs`(cost: Double) throws {
        let done = Mutex(WorkDone())
        let watch = EventWatch({ done.withLock { $0 } }, beside: cost, from: Self.start)
        done.withLock { $0 = WorkDone(.milliseconds(190), 50, 2_000) }
        let rate = try #require(watch.rate(at: Self.start + .milliseconds(200)))
        let part = rate * cost / 10_000
        #expect(abs(part - DeliveryLimits.shareBesideEvents) < 0.000_1)
        #expect(1 / (1 + part) > 0.85)
    }

    @Test func `a rest is as long as the work needs room, less what has passed`() {
        let done = Mutex(WorkDone())
        let watch = EventWatch({ done.withLock { $0 } }, beside: 0.13, from: Self.start)
        func rest(_ count: Int, at milliseconds: Int) -> Duration {
            // Ten thousand events a second all the time, so ten thousand items may follow.
            done.withLock { done in
                done = WorkDone(.milliseconds(milliseconds), milliseconds, milliseconds * 10)
            }
            return watch.rest(
                after: count,
                atMost: .seconds(2),
                at: Self.start + .milliseconds(milliseconds)
            )
        }
        #expect(rest(0, at: 200) == .zero, "whoever did nothing needs no rest")
        let found = rest(5_000, at: 400)
        #expect(found > .milliseconds(299) && found < .milliseconds(301), "\(found)")
        #expect(rest(1_000_000, at: 600) == .seconds(2))
        #expect(rest(1_000, at: 2_600) == .zero, "more time has passed than it needed")
    }
}

extension WorkDone {
    fileprivate init(_ time: Duration, _ turnCount: Int, _ itemCount: Int) {
        self.init(time: time, turnCount: turnCount, itemCount: itemCount)
    }
}
