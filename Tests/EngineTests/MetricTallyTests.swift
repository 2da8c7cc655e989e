import CivilTime
import Engine
import Testing

@Suite struct MetricTallyTests {
    private let metric = MetricID(1)

    @Test func `without a stored day the changes are the days`() throws {
        var tally = MetricTally(metric: metric, stored: nil)
        try tally.take(Amount(2), eventCount: 1, on: day(5))
        try tally.take(Amount(3), eventCount: 1, on: day(3))
        try tally.take(Amount(4), eventCount: 1, on: day(5))
        #expect(tally.total == Amount(9))
        #expect(
            tally.daysToStore == [
                MetricDay(day: day(3), change: Amount(3), total: Amount(3), eventCount: 1),
                MetricDay(day: day(5), change: Amount(6), total: Amount(9), eventCount: 2),
            ]
        )
    }

    @Test func `changes of the newest stored day are added to it`() throws {
        let stored = MetricDay(
            day: day(5), change: Amount(1), total: Amount(10), eventCount: 7)
        var tally = MetricTally(metric: metric, stored: stored)
        try tally.take(Amount(-4), eventCount: -1, on: day(5))
        try tally.take(Amount(2), eventCount: 1, on: day(6))
        #expect(
            tally.daysToStore == [
                MetricDay(day: day(5), change: Amount(-3), total: Amount(6), eventCount: 6),
                MetricDay(day: day(6), change: Amount(2), total: Amount(8), eventCount: 1),
            ]
        )
    }

    @Test func `a change before the newest stored day has to move later totals`() throws {
        let stored = MetricDay(day: day(5), change: Amount(1), total: Amount(1), eventCount: 1)
        var tally = MetricTally(metric: metric, stored: stored)
        try tally.take(Amount(2), eventCount: 1, on: day(6))
        try tally.take(Amount(1), eventCount: 1, on: day(4))
        #expect(tally.daysToStore == nil)
        #expect(tally.changes.map(\.day) == [day(4), day(6)])
        #expect(tally.total == Amount(4))
    }

    @Test func `without changes there is nothing to store`() throws {
        let stored = MetricDay(day: day(5), change: Amount(1), total: Amount(1), eventCount: 1)
        #expect(MetricTally(metric: metric, stored: stored).daysToStore == [])
    }

    @Test func `a total that does not fit changes nothing`() throws {
        let full = Amount(millionths: .max)
        let stored = MetricDay(day: day(5), change: full, total: full, eventCount: 1)
        var tally = MetricTally(metric: metric, stored: stored)
        let before = tally
        let isAdded = tally.add(Amount(millionths: 1), eventCount: 1, on: day(5))
        #expect(!isAdded)
        #expect(tally == before)
    }

    @Test func `the total at the end of every day has to fit, not only the last`() throws {
        let large = Amount(millionths: .max - 10)
        let stored = MetricDay(day: day(5), change: large, total: large, eventCount: 1)
        var tally = MetricTally(metric: metric, stored: stored)
        try tally.take(Amount(millionths: -100), eventCount: 1, on: day(7))
        let before = tally
        let isAdded = tally.add(Amount(millionths: 50), eventCount: 1, on: day(6))
        #expect(!isAdded)
        #expect(tally == before)
        #expect(tally.daysToStore?.map(\.total.millionths) == [.max - 110])
    }

    private func day(_ number: Int32) -> CivilDate { CivilDate(dayNumber: number) }
}

extension MetricTally {
    /// Adds an amount that has to fit.
    mutating func take(_ amount: Amount, eventCount: Int64, on day: CivilDate) throws {
        let isAdded = add(amount, eventCount: eventCount, on: day)
        try #require(isAdded)
    }
}
