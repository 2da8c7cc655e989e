import Testing

@testable import Reminders

/// How many messages may be on their way to a service.
@Suite struct SendingPaceTests {
    private static func pace(_ rounds: Int, of duration: Duration, isFull: Bool = true) -> [Int] {
        var pace = SendingPace(RemindingLimits())
        var counts = [pace.count]
        for _ in 0..<rounds {
            if isFull { pace.fill() }
            for _ in 0..<pace.count { pace.note(duration) }
            counts.append(pace.count)
        }
        return counts
    }

    @Test func `a quick service is handed more and more`() {
        #expect(Self.pace(5, of: .milliseconds(10)) == [8, 16, 32, 64, 128, 128])
    }

    @Test func `a service that becomes slow is handed as few as can be`() {
        var pace = SendingPace(RemindingLimits())
        for _ in 0..<3 {
            pace.fill()
            for _ in 0..<pace.count { pace.note(.milliseconds(1)) }
        }
        #expect(pace.count == 64)
        for _ in 0..<200 { pace.note(.seconds(1)) }
        #expect(pace.count == 8)
    }

    @Test func `few messages that go quickly say nothing about many`() {
        #expect(Self.pace(3, of: .milliseconds(1), isFull: false) == [8, 8, 8, 8])
    }

    @Test func `what goes in time stays as it is`() {
        #expect(Self.pace(2, of: .milliseconds(80)) == [8, 8, 8])
    }
}
