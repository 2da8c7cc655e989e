import ServiceRuntime
import Synchronization
import TestBasics
import Testing

@testable import Reminders

/// How long reminders rest beside events.
@Suite struct EventLoadTests {
    private static let start = ContinuousClock.now

    /// What an intake has done in a tenth of a second, and the rest after 100 reminders.
    @Test(arguments: [
        Row("nothing", WorkDone(), Duration.zero),
        Row(
            "one caller after the other",
            WorkDone(time: .milliseconds(95), turnCount: 50, itemCount: 50),
            Duration.zero
        ),
        Row(
            "many callers, now and then",
            WorkDone(time: .milliseconds(30), turnCount: 3, itemCount: 150),
            Duration.zero
        ),
        Row(
            "many callers",
            WorkDone(time: .milliseconds(75), turnCount: 25, itemCount: 1_000),
            Duration.milliseconds(100)
        ),
        Row(
            "few events, each of which takes long",
            WorkDone(time: .milliseconds(90), turnCount: 2, itemCount: 16),
            Duration.seconds(2)
        ),
    ]) func `groups of events that follow each other make reminders rest`(
        row: Row<WorkDone, Duration>
    ) {
        let done = Mutex(WorkDone(time: .seconds(7), turnCount: 7, itemCount: 7))
        let load = EventLoad({ done.withLock { $0 } }, RemindingLimits(), from: Self.start)
        done.withLock { $0 = $0 + row.input }
        let rest = load.rest(after: 100, at: Self.start + .milliseconds(100))
        #expect(rest > row.expected - .milliseconds(1) && rest < row.expected + .milliseconds(1))
        // Only what came since the last rest counts.
        #expect(load.rest(after: 100, at: Self.start + .milliseconds(200)) == .zero)
    }

    @Test func `whoever did nothing needs no rest`() {
        let done = Mutex(WorkDone())
        let load = EventLoad({ done.withLock { $0 } }, RemindingLimits(), from: Self.start)
        done.withLock { $0 = WorkDone(time: .milliseconds(90), turnCount: 20, itemCount: 1_000) }
        #expect(load.rest(after: 0, at: Self.start + .milliseconds(100)) == .zero)
    }
}
