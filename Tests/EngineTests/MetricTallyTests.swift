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
            day: day(5),
            change: Amount(1),
            total: Amount(10),
            eventCount: 7
        )
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

    @Test(
        arguments: [
            Row("up to the limit", [(5, 4_000_000_000_000)], [true]),
            Row("beyond the limit", [(5, 4_000_000_000_000), (5, 1)], [true, false]),
            Row("beyond the limit below zero", [(5, -4_000_000_000_000), (6, -1)], [true, false]),
            Row(
                "a day in between has to fit too",
                [(7, -1_000), (8, 4_000_000_000_000), (6, 1_001)],
                [true, true, false]
            ),
            Row(
                "whatever the order in which the days come",
                [(5, 4_000_000_000_000), (7, -4_000_000_000_000), (6, 1)],
                [true, true, false]
            ),
        ] as [Row<[(Int32, Int64)], [Bool]>]
    )
    func `the total at the end of every day stays within the limit`(
        row: Row<[(Int32, Int64)], [Bool]>
    ) {
        for stored in [nil, MetricDay(day: day(5), change: .zero, total: .zero, eventCount: 0)] {
            var tally = MetricTally(metric: metric, stored: stored)
            for ((number, whole), fits) in zip(row.input, row.expected) {
                let before = tally
                let amount = Amount(millionths: whole * 1_000_000)
                let isAdded = tally.add(amount, eventCount: 1, on: day(number))
                #expect(isAdded == fits)
                if !fits { #expect(tally == before) }
            }
        }
    }

    @Test func `changes that the largest stored total could not take in are refused`() {
        let full = Amount.maximumTotal
        let stored = MetricDay(day: day(5), change: full, total: full, eventCount: 1)
        var tally = MetricTally(metric: metric, stored: stored)
        let isAdded = tally.add(Amount(1), eventCount: 1, on: day(3))
        #expect(!isAdded)
        #expect(tally == MetricTally(metric: metric, stored: stored))
    }

    @Test func `the newest stored day has to fit, whatever is taken away after it`() throws {
        let full = Amount.maximumTotal
        let stored = MetricDay(day: day(5), change: full, total: full, eventCount: 1)
        var tally = MetricTally(metric: metric, stored: stored)
        try tally.take(Amount(-10), eventCount: 1, on: day(6))
        let isAdded = tally.add(Amount(1), eventCount: 1, on: day(5))
        #expect(!isAdded)
    }

    @Test func `days that swing from one limit to the other are stored`() throws {
        let low = Amount.maximumTotal.negated
        let stored = MetricDay(day: day(5), change: low, total: low, eventCount: 1)
        var tally = MetricTally(metric: metric, stored: stored)
        for _ in 0..<4 {
            try tally.take(.maximumMagnitude, eventCount: 1, on: day(5))
        }
        for _ in 0..<4 { try tally.take(.maximumMagnitude, eventCount: 1, on: day(6)) }
        #expect(tally.daysToStore?.map(\.total) == [.zero, .maximumTotal])
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
