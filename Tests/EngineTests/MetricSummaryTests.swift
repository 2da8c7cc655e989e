import CivilTime
import Engine
import Testing

@Suite struct MetricSummaryTests {
    /// Saturday 2025-03-01 has 2, Sunday the 2nd has 3, the 9th has -1, 1 April has 4.
    static let days = [
        metricDay("2025-03-01", 2, 2), metricDay("2025-03-02", 3, 5),
        metricDay("2025-03-09", -1, 4), metricDay("2025-04-01", 4, 8),
    ]

    struct Question: Sendable {
        let days: [MetricDay]
        let from: String
        let to: String
        let aggregation: MetricSummary.Aggregation

        init(
            _ days: [MetricDay],
            _ from: String,
            _ to: String,
            _ aggregation: MetricSummary.Aggregation
        ) {
            self.days = days
            self.from = from
            self.to = to
            self.aggregation = aggregation
        }
    }

    @Test(arguments: [
        Row(
            "every day has a point, empty ones too",
            Question(MetricSummaryTests.days, "2025-03-01", "2025-03-04", .daily),
            [
                "2025-03-01 2 +2", "2025-03-02 5 +3", "2025-03-03 5 +0", "2025-03-04 5 +0",
            ]
        ),
        Row(
            "the total begins with what was before the dates",
            Question([metricDay("2020-01-01", 1, 7)], "2025-03-01", "2025-03-02", .daily),
            ["2025-03-01 7 +0", "2025-03-02 7 +0"]
        ),
        Row(
            "without any day everything is zero",
            Question([], "2025-03-01", "2025-03-02", .daily),
            ["2025-03-01 0 +0", "2025-03-02 0 +0"]
        ),
        Row(
            "one date",
            Question([metricDay("2025-03-01", 2, 2)], "2025-03-01", "2025-03-01", .daily),
            ["2025-03-01 2 +2"]
        ),
        Row(
            "weeks begin on Sunday",
            Question(MetricSummaryTests.days, "2025-03-01", "2025-03-10", .weekly),
            ["2025-02-23 2 +2", "2025-03-02 5 +3", "2025-03-09 4 -1"]
        ),
        Row(
            "months begin on the first",
            Question(MetricSummaryTests.days, "2025-02-15", "2025-04-02", .monthly),
            ["2025-02-01 0 +0", "2025-03-01 4 +4", "2025-04-01 8 +4"]
        ),
        Row(
            "a leap year's February",
            Question([], "2024-02-28", "2024-03-01", .daily),
            ["2024-02-28 0 +0", "2024-02-29 0 +0", "2024-03-01 0 +0"]
        ),
    ])
    func `a summary has a point for every period`(row: Row<Question, [String]>) throws {
        let dates =
            try CivilDate(iso8601: row.input.from)...CivilDate(iso8601: row.input.to)
        let points = MetricSummary.points(
            of: row.input.days,
            over: dates,
            by: row.input.aggregation
        )
        let lines = points.map { point in
            let sign = point.change.millionths < 0 ? "" : "+"
            return "\(point.date.iso8601) \(point.total) \(sign)\(point.change)"
        }
        #expect(lines == row.expected)
    }

    @Test func `a period may swing from one limit to the other`() {
        let (low, high) = (Amount.maximumTotal.negated, Amount.maximumTotal)
        let first = CivilDate(dayNumber: 20_000)
        let days = [
            MetricDay(day: first, change: low, total: low, eventCount: 4),
            MetricDay(
                day: first.adding(days: 1),
                change: Amount(millionths: high.millionths * 2),
                total: high,
                eventCount: 8
            ),
        ]
        let points = MetricSummary.points(
            of: days,
            over: first...first.adding(days: 1),
            by: .monthly
        )
        #expect(points.map(\.total) == [high])
        #expect(points.map(\.change) == [high])
    }
}

private func metricDay(_ date: String, _ change: Int32, _ total: Int32) -> MetricDay {
    MetricDay(
        day: (try? CivilDate(iso8601: date)) ?? CivilDate(dayNumber: 0),
        change: Amount(change),
        total: Amount(total),
        eventCount: 1
    )
}
