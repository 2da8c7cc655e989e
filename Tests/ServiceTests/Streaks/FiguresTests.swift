import CivilTime
import Engine
import Storage
import Testing

@testable import Service

@Suite struct FiguresTests {
    @Test func `figures are written as Prometheus reads them`() {
        var histogram = Histogram(bounds: [0.5, 1, 10])
        for value in [0.25, 0.5, 0.75, 10, 11] { histogram.record(value) }
        var text = PrometheusText()
        text.begin("laurel_requests_total", .counter, "Requests answered.")
        text.sample([("method", "GET"), ("status", "200")], 12)
        text.sample([], 0.5)
        text.begin("laurel_duration_seconds", .histogram, "How long.")
        text.histogram([("route", "/x")], histogram)
        #expect(
            text.text == """
                # HELP laurel_requests_total Requests answered.
                # TYPE laurel_requests_total counter
                laurel_requests_total{method="GET",status="200"} 12
                laurel_requests_total 0.5
                # HELP laurel_duration_seconds How long.
                # TYPE laurel_duration_seconds histogram
                laurel_duration_seconds_bucket{route="/x",le="0.5"} 2
                laurel_duration_seconds_bucket{route="/x",le="1.0"} 3
                laurel_duration_seconds_bucket{route="/x",le="10.0"} 4
                laurel_duration_seconds_bucket{route="/x",le="+Inf"} 5
                laurel_duration_seconds_sum{route="/x"} 22.5
                laurel_duration_seconds_count{route="/x"} 5

                """
        )
    }

    @Test(arguments: [
        Row("a backslash", "a\\b", #"a\\b"#), Row("a quote", "a\"b", #"a\"b"#),
        Row("a line's end", "a\nb", #"a\nb"#), Row("letters", "\u{e9}", "\u{e9}"),
    ])
    func `the values of labels are escaped`(row: Row<String, String>) {
        var text = PrometheusText()
        text.begin("x", .gauge, "X.")
        text.sample([("l", row.input)], 1)
        #expect(text.text.hasSuffix("x{l=\"\(row.expected)\"} 1\n"))
    }

    @Test(arguments: [
        Row("below the first bound", 0.1, [1, 0, 0]), Row("at a bound", 1, [1, 0, 0]),
        Row("between", 1.5, [0, 1, 0]), Row("above all", 99, [0, 0, 1]),
    ])
    func `a measurement falls into the first bucket that holds it`(row: Row<Double, [Int]>) {
        var histogram = Histogram(bounds: [1, 2])
        histogram.record(row.input)
        #expect(histogram.counts == row.expected)
        #expect(histogram.sum == row.input)
        #expect(histogram.count == 1)
    }

    @Test func `the service tells of its groups, its queue and its failures`() async throws {
        let world = try await ServiceWorld()
        try await world.record(world.draft())
        world.database.failNext(.before(.full))
        _ = await result { try await world.record(world.draft()) }
        var text = PrometheusText()
        try await world.service.monitor.measureDatabase()
        world.service.monitor.addFigures(to: &text)
        for line in [
            "laurel_intake_group_events_count 2", "laurel_intake_queue_events 0",
            "laurel_intake_failures_total{code=\"full\"} 1",
            "# TYPE laurel_database_size_bytes gauge",
        ] {
            #expect(text.text.split(separator: "\n").contains { $0 == line }, "\(line)")
        }
    }

    @Test func `a service whose database answers is ready`() async throws {
        let world = try await ServiceWorld()
        #expect(await world.service.monitor.readiness() == .ready)
        try world.service.monitor.checkZones()
    }
}
