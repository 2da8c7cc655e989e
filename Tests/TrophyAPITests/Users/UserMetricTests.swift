import HTTP
import Testing

@Suite struct UserMetricTests {
    @Test func `every active metric is listed, untouched ones with nothing`() async throws {
        let server = try await TestServer()
        let pages = try await server.createMetric("pages")
        try await server.createMetric("words")
        let ended = try await server.createMetric("ended")
        try await server.record("2.5")
        try await server.record("1", metric: "ended")
        try await server.call(.delete, "/admin/v1/metrics?ids=\(ended)")
        let reply = try await server.call(.get, "/v1/users/ada/metrics")
        let first =
            #"{"id":"\#(pages)","key":"pages","name":"pages","status":"active","current":2.5,"achievements":[]}"#
        #expect(reply.value("0") == first)
        #expect(reply.column("key") == [#""pages""#, #""words""#])
        #expect(reply.column("current") == ["2.5", "0"])
        #expect(try await server.call(.get, "/v1/users/ada/metrics/pages").body == first)
    }

    @Test(arguments: [
        Row("an unknown user", "eve/metrics", #"404 No user has the id "eve"."#),
        Row("an unknown user's metric", "eve/metrics/pages", #"404 No user has the id "eve"."#),
        Row("an unknown metric", "ada/metrics/nope", #"404 No metric has the key "nope"."#),
    ]) func `what is not there is 404`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.record("1")
        let reply = try await server.call(.get, "/v1/users/\(row.input)")
        #expect("\(reply.status) \(reply.text("error") ?? "")" == row.expected)
    }

    /// Events on 2026-02-24 (10), 02-27 (5, taken in twice), and 03-01 (-1).
    ///
    /// Weeks begin on Sunday.
    private static func server() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        for (value, day) in [("10", "02-24"), ("2", "02-27"), ("3", "02-27"), ("-1", "03-01")] {
            try await server.record(value, with: #","timestamp":"2026-\#(day)T10:00:00Z""#)
        }
        return server
    }

    @Test(arguments: [
        Row(
            "days, gaps filled",
            "daily&startDate=2026-02-26&endDate=2026-03-02",
            "02-26 10 0, 02-27 15 5, 02-28 15 0, 03-01 14 -1, 03-02 14 0"
        ),
        Row(
            "before the first event",
            "daily&startDate=2026-02-22&endDate=2026-02-24",
            "02-22 0 0, 02-23 0 0, 02-24 10 10"
        ),
        Row(
            "weeks, from Sunday",
            "weekly&startDate=2026-02-22&endDate=2026-03-07",
            "02-22 15 15, 03-01 14 -1"
        ),
        Row(
            "weeks that the dates cut count what lies within",
            "weekly&startDate=2026-02-26&endDate=2026-03-01",
            "02-22 15 5, 03-01 14 -1"
        ),
        Row(
            "months",
            "monthly&startDate=2026-01-01&endDate=2026-03-31",
            "01-01 0 0, 02-01 15 15, 03-01 14 -1"
        ),
        Row(
            "in the future",
            "daily&startDate=2026-04-01&endDate=2026-04-02",
            "04-01 14 0, 04-02 14 0"
        ),
    ]) func `a summary fills every period`(row: Row<String, String>) async throws {
        let server = try await Self.server()
        let reply = try await server.call(.get, Self.target(row.input))
        let points = (0..<(reply.count() ?? 0)).map { index in
            let date = reply.text("\(index).date")?.dropFirst("2026-".count) ?? ""
            return
                "\(date) \(reply.value("\(index).total") ?? "") \(reply.value("\(index).change") ?? "")"
        }
        #expect(reply.status == 200)
        #expect(points.joined(separator: ", ") == row.expected)
    }

    private static func target(_ query: String, user: String = "ada") -> String {
        "/v1/users/\(user)/metrics/pages/event-summary?aggregation=\(query)"
    }

    @Test(arguments: [
        Row(
            "no aggregation",
            "&startDate=2026-01-01&endDate=2026-01-02",
            #"aggregation must be "daily", "weekly" or "monthly"."#
        ),
        Row(
            "an unknown aggregation",
            "yearly&startDate=2026-01-01&endDate=2026-01-02",
            #"aggregation must be "daily", "weekly" or "monthly"."#
        ),
        Row(
            "no start",
            "daily&endDate=2026-01-02",
            "startDate is required, as in startDate=2026-01-31."
        ),
        Row(
            "no end",
            "daily&startDate=2026-01-02",
            "endDate is required, as in endDate=2026-01-31."
        ),
        Row("a day that is none", "daily&startDate=2026-02-30&endDate=2026-03-01", "startDate: "),
        Row(
            "one day only",
            "daily&startDate=2026-01-01&endDate=2026-01-01",
            "startDate must be before endDate."
        ),
        Row(
            "backwards",
            "daily&startDate=2026-01-02&endDate=2026-01-01",
            "startDate must be before endDate."
        ),
        Row(
            "a week that begins before all dates",
            "weekly&startDate=0001-01-06&endDate=0001-01-20",
            "startDate must be later: its week begins before 0001-01-01."
        ),
        Row(
            "401 days",
            "daily&startDate=2025-01-01&endDate=2026-02-06",
            "endDate must be at most 400 days after startDate."
        ),
    ]) func `a summary that cannot be is refused`(row: Row<String, String>) async throws {
        let server = try await Self.server()
        let reply = try await server.call(.get, Self.target(row.input))
        #expect(reply.status == 422)
        #expect(reply.text("error")?.hasPrefix(row.expected) == true, "\(reply)")
    }

    @Test(arguments: [
        Row("the first week", "weekly&startDate=0001-01-07&endDate=0001-01-13", "0001-01-07"),
        Row("the first month", "monthly&startDate=0001-01-01&endDate=0001-01-31", "0001-01-01"),
        Row("the last week", "weekly&startDate=9999-12-30&endDate=9999-12-31", "9999-12-26"),
        Row("the last month", "monthly&startDate=9999-12-30&endDate=9999-12-31", "9999-12-01"),
    ]) func `a summary reaches to both ends of all dates`(row: Row<String, String>) async throws {
        let server = try await Self.server()
        let reply = try await server.call(.get, Self.target(row.input))
        #expect(reply.count() == 1)
        #expect(reply.text("0.date") == row.expected)
    }

    @Test func `400 days are the most`() async throws {
        let server = try await Self.server()
        let query = "daily&startDate=2025-01-01&endDate=2026-02-05"
        #expect(try await server.call(.get, Self.target(query)).count() == 401)
        let reply = try await server.call(.get, Self.target(query, user: "eve"))
        #expect(reply.status == 404)
    }

    @Test func `a deleted event leaves totals and summaries`() async throws {
        let server = try await Self.server()
        let events = try await server.call(.get, "/admin/v1/users/ada/events")
        let id = events.text("events.3.eventId") ?? ""
        #expect(try await server.call(.delete, "/admin/v1/events/\(id)").status == 200)
        let summary = try await server.call(
            .get,
            Self.target("monthly&startDate=2026-02-01&endDate=2026-03-02")
        )
        #expect(summary.column("total") == ["5", "4"])
        #expect(try await server.record("0").value("total") == "4")
    }
}
