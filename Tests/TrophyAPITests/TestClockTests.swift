import CivilTime
import HTTP
import Testing

@Suite struct TestClockTests {
    @Test func `it stands still until it is moved`() {
        let clock = TestClock(.epoch)
        #expect(clock.now() == .epoch)
        #expect(clock.now() == .epoch)
    }

    @Test func `it moves forwards and backwards by what it is told`() {
        let clock = TestClock(Instant(seconds: 100))
        clock.advance(by: .seconds(5))
        #expect(clock.now() == Instant(seconds: 105))
        clock.advance(by: .seconds(-10))
        #expect(clock.now() == Instant(seconds: 95))
        clock.set(to: Instant(seconds: 7))
        #expect(clock.now() == Instant(seconds: 7))
    }
}
