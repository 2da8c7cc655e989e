import HTTP
import Testing

@Suite struct SandboxClockTests {
    @Test func `it goes with the system's until it is held, and after it is let go`()
        async throws
    {
        let server = try await TestServer()
        let path = "/admin/v1/clock"
        let system = #"{"now":"2026-03-01T12:00:00.000Z","mode":"system"}"#
        #expect(try await server.call(.get, path, as: .sandboxAdmin).body == system)
        let held = try await server.call(
            .put,
            path,
            #"{"now":"2027-01-01T00:00:00+01:00"}"#,
            as: .sandboxAdmin
        )
        #expect(held.body == #"{"now":"2026-12-31T23:00:00.000Z","mode":"manual"}"#)
        server.clock.advance(by: .seconds(60))
        #expect(try await server.call(.get, path, as: .sandboxAdmin).body == held.body)
        let released = try await server.call(.delete, path, as: .sandboxAdmin)
        #expect(released.body == #"{"now":"2026-03-01T12:01:00.000Z","mode":"system"}"#)
    }

    @Test func `what happens in the sandbox happens at its time`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages", as: .sandboxAdmin)
        try await server.call(
            .put,
            "/admin/v1/clock",
            #"{"now":"2027-06-15T08:00:00Z"}"#,
            as: .sandboxAdmin
        )
        let body = #"{"user":{"id":"ada"},"value":1,"timestamp":"2027-06-15T08:05:00Z"}"#
        let event = try await server.call(.post, "/v1/metrics/pages/event", body, as: .sandboxAdmin)
        #expect(event.status == 201)
        let user = try await server.call(.get, "/v1/users/ada", as: .sandboxAdmin)
        #expect(user.text("created") == "2027-06-15T08:00:00.000Z")
        let list = try await server.call(.get, "/admin/v1/users/ada/events", as: .sandboxAdmin)
        #expect(list.text("events.0.occurredAt") == "2027-06-15T08:05:00.000Z")
        #expect(list.text("events.0.receivedAt") == "2027-06-15T08:00:00.000Z")
        // Production's time goes on.
        try await server.createMetric("pages")
        #expect(try await server.record("1").status == 201)
        let live = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(live.text("events.0.receivedAt") == "2026-03-01T12:00:00.000Z")
    }

    @Test func `the clock may be set back`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages", as: .sandboxAdmin)
        for time in ["2027-01-02", "2027-01-01"] {
            let body = #"{"now":"\#(time)T00:00:00Z"}"#
            try await server.call(.put, "/admin/v1/clock", body, as: .sandboxAdmin)
            let event = try await server.call(
                .post,
                "/v1/metrics/pages/event",
                #"{"user":{"id":"ada"},"value":1}"#,
                as: .sandboxAdmin
            )
            #expect(event.status == 201)
        }
        let list = try await server.call(.get, "/admin/v1/users/ada/events", as: .sandboxAdmin)
        #expect(list.column("date", of: "events") == [#""2027-01-02""#, #""2027-01-01""#])
    }

    @Test func `a leaderboard begins on the sandbox's own day`() async throws {
        let server = try await TestServer()
        let boards = "/admin/v1/leaderboards"
        for time in ["2020-05-04T23:59:59Z", "2031-01-01T00:00:00Z"] {
            let now = #"{"now":"\#(time)"}"#
            try await server.call(.put, "/admin/v1/clock", now, as: .sandboxAdmin)
            let day = String(time.prefix(10))
            let fields = #""name":"Top","rankBy":"streak","status":"active""#
            let body = #"[{"key":"b\#(day)",\#(fields)}]"#
            let made = try await server.call(.post, boards, body, as: .sandboxAdmin)
            #expect(made.text("created.0.start") == day, "\(made)")
            // What is to come is judged by that day too.
            let late = #"[{"key":"c\#(day)",\#(fields),"start":"\#(day)"}]"#
                .replacing("active", with: "scheduled")
            let refused = try await server.call(.post, boards, late, as: .sandboxAdmin)
            #expect(refused.count("issues") == 1, "\(refused)")
        }
    }

    @Test(arguments: [
        Row("nothing", "{}", "now is required."),
        Row("null", #"{"now":null}"#, "now must be a string, not null."),
        Row("a number", #"{"now":1}"#, "now must be a string, not a number."),
        Row("no offset", #"{"now":"2027-01-01T00:00:00"}"#, "now: "),
        Row("not JSON", "{", "Malformed JSON"),
        Row("no body", "", "The request body is empty"),
    ]) func `a time that is none is refused`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.put, "/admin/v1/clock", row.input, as: .sandboxAdmin)
        #expect(reply.status == 422)
        #expect(reply.text("error")?.hasPrefix(row.expected) == true, "\(reply)")
    }
}
