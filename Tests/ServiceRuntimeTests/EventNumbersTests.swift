import CivilTime
import Engine
import ServiceRuntime
import Testing

@Suite struct EventNumbersTests {
    private static let noon = Instant(seconds: 1_780_315_200)

    @Test func `numbers of events grow, also when the clock goes back`() {
        let numbers = EventNumbers()
        let noon = Self.noon
        let moments = [0, 0, 1, -3_600_000, -1, 0, 2, 2, -99_999_999_999_999].map {
            noon.adding(milliseconds: $0)
        }
        let drawn = moments.map { numbers.next(at: $0) }
        #expect(zip(drawn, drawn.dropFirst()).allSatisfy { $0 < $1 })
        #expect(drawn[0] >> Int64(EventID.countBitWidth) == noon.milliseconds)
    }

    @Test func `more events in a millisecond than it can count borrow from the next`() {
        let numbers = EventNumbers()
        let drawn = (0..<10_000).map { _ in numbers.next(at: Self.noon) }
        #expect(Set(drawn).count == 10_000)
        #expect(drawn == drawn.sorted())
    }
}
