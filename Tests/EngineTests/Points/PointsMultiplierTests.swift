import CivilTime
import Engine
import Testing

/// What boosts make of points: multiplied first, rounded once.
@Suite struct PointsMultiplierTests {
    private static func boost(
        _ number: Int64,
        _ multiplier: String,
        _ rounding: PointsBoost.Rounding
    ) -> PointsBoost {
        PointsBoost(
            id: PointsBoostID(number),
            publicID: "b\(number)",
            system: PointsSystemID(1),
            name: "B",
            start: CivilDate(dayNumber: 0),
            multiplier: Amount(decimal: multiplier) ?? Amount(1),
            rounding: rounding
        )
    }

    private static let rows: [Row<([PointsBoost], Int64), Int64>] = [
        Row("no boost", ([], 7), 7),
        Row("twice", ([boost(1, "2", .down)], 7), 14),
        Row("down", ([boost(1, "1.5", .down)], 7), 10),
        Row("up", ([boost(1, "1.5", .up)], 7), 11),
        Row("up of a whole", ([boost(1, "1.5", .up)], 6), 9),
        Row("nearest, a half", ([boost(1, "1.5", .nearest)], 7), 11),
        Row("nearest, below a half", ([boost(1, "1.4", .nearest)], 6), 8),
        Row("nearest, above a half", ([boost(1, "1.4", .nearest)], 7), 10),
        Row("less than one", ([boost(1, "0.5", .down)], 1), 0),
        Row(
            "a product of three",
            ([boost(1, "2", .down), boost(2, "1.5", .down), boost(3, "3", .down)], 1),
            9
        ),
        Row(
            "rounded once, and not each time",
            ([boost(1, "1.5", .down), boost(2, "1.5", .down)], 3),
            6
        ),
        Row("by the last created", ([boost(1, "1.5", .down), boost(2, "1.5", .up)], 3), 7),
        Row(
            "by the last created, whatever the order",
            ([boost(2, "1.5", .up), boost(1, "1.5", .down)], 3),
            7
        ),
        Row(
            "a third three times is one",
            (
                [
                    boost(1, "0.333333", .nearest), boost(2, "3", .nearest),
                    boost(3, "1.000001", .nearest),
                ], 1_000_000
            ),
            1_000_000
        ),
        Row(
            "more digits than fit",
            ((1...12).map { boost($0, "1.000001", .down) }, 1_000_000),
            1_000_012
        ),
        Row(
            "more than can be kept",
            ((1...12).map { boost($0, "99.999999", .down) }, 1_000_000_000),
            EngineLimits.maximumPoints
        ),
        Row("nothing", ([boost(1, "2", .up)], 0), 0),
    ]

    @Test(arguments: rows)
    func `boosts multiply exactly and are rounded once`(
        row: Row<([PointsBoost], Int64), Int64>
    ) {
        let (boosts, points) = row.input
        #expect(PointsMultiplier(boosts).applied(to: points) == row.expected)
    }

    private static let statuses: [Row<Int32, PointsBoost.Status>] = [
        Row("before its first day", 9, .scheduled), Row("on its first day", 10, .active),
        Row("on its last day", 12, .active), Row("after its last day", 13, .finished),
    ]

    @Test(arguments: statuses)
    func `a boost holds from its first to its last day`(row: Row<Int32, PointsBoost.Status>) {
        var boost = Self.boost(1, "2", .down)
        boost.start = CivilDate(dayNumber: 10)
        boost.end = CivilDate(dayNumber: 12)
        #expect(boost.status(on: CivilDate(dayNumber: row.input)) == row.expected)
    }

    @Test func `a boost for all begins where its day begins first, and ends when it is over`() {
        var boost = Self.boost(1, "2", .down)
        boost.start = CivilDate(dayNumber: 10)
        boost.end = CivilDate(dayNumber: 12)
        let midnight = Instant(seconds: 10 * 86_400)
        #expect(boost.startsAt(in: nil) == midnight.adding(seconds: -14 * 3_600))
        #expect(boost.endsAt(in: nil) == midnight.adding(seconds: (72 + 13) * 3_600))
        #expect(boost.startsAt(in: .utc) == midnight)
        #expect(boost.endsAt(in: .utc) == midnight.adding(seconds: 72 * 3_600))
        #expect(boost.status(at: midnight.adding(seconds: -1), in: .utc) == .scheduled)
        #expect(boost.status(at: midnight.adding(seconds: -1), in: nil) == .active)
        boost.end = nil
        #expect(boost.status(at: .distantFuture, in: .utc) == .active)
    }

    @Test func `a boost whose last day ends at a midnight that does not exist holds until then`()
        throws
    {
        // In Havana the clock jumps from midnight to one o'clock on 2025-03-09.
        let havana = try ZoneDatabase().zone(named: "America/Havana")
        var boost = Self.boost(1, "2", .down)
        boost.start = try CivilDate(iso8601: "2025-03-08")
        boost.end = boost.start
        let last = try instant("2025-03-09T04:59:59Z")
        #expect(boost.status(on: havana.day(containing: last)) == .active)
        let next = last.adding(seconds: 1)
        #expect(boost.status(on: havana.day(containing: next)) == .finished)
        #expect(boost.endsAt(in: havana) == next)
    }
}
