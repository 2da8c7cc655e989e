import HTTP
import Testing

/// The time that an event may carry, beyond Trophy's wire.
///
/// Now is 2026-03-01T12:00:00Z.
@Suite struct EventTimeTests {
    @Test(arguments: [
        Row("UTC", "2026-02-27T23:30:00Z", "2026-02-27T23:30:00.000Z"),
        Row("an offset", "2026-02-28T01:30:00+02:00", "2026-02-27T23:30:00.000Z"),
        Row("milliseconds", "2026-02-27T23:30:00.125Z", "2026-02-27T23:30:00.125Z"),
        Row("before 1970", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z"),
        Row("five minutes ahead", "2026-03-01T12:05:00Z", "2026-03-01T12:05:00.000Z"),
    ]) func `an event happens when it says`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let reply = try await server.record("1", with: #","timestamp":"\#(row.input)""#)
        #expect(reply.status == 201)
        let event = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(event.text("events.0.occurredAt") == row.expected)
        #expect(event.text("events.0.receivedAt") == "2026-03-01T12:00:00.000Z")
    }

    @Test(arguments: [
        Row(
            "later than five minutes ahead",
            #""2026-03-01T12:05:00.001Z""#,
            "timestamp 2026-03-01T12:05:00.001Z is more than 5 minutes ahead"
        ),
        Row(
            "no offset",
            #""2026-03-01T11:00:00""#,
            #"timestamp: "2026-03-01T11:00:00" has no offset from UTC."#
        ),
        Row(
            "a date alone",
            #""2026-03-01""#,
            #"timestamp: "2026-03-01" is a date without a time."#
        ),
        Row("a day that is none", #""2026-02-30T11:00:00Z""#, "timestamp: "),
        Row("a text that is none", #""yesterday""#, #"timestamp: "yesterday" is not an instant."#),
        Row("a number", "1772366400", "timestamp must be a string, not a number."),
    ]) func `a time that cannot be is refused`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let reply = try await server.record("1", with: #","timestamp":\#(row.input)"#)
        #expect(reply.status == 422)
        #expect(reply.text("error")?.hasPrefix(row.expected) == true, "\(reply)")
    }

    @Test func `null is no time`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.record("1", with: #","timestamp":null"#)
        let event = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(event.text("events.0.occurredAt") == "2026-03-01T12:00:00.000Z")
    }

    @Test(arguments: [
        Row("Tokyo", "Asia/Tokyo", "2026-03-02"),
        Row("Los Angeles", "America/Los_Angeles", "2026-03-01"),
        Row("UTC", "UTC", "2026-03-01"),
    ]) func `an event counts on the user's civil day`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.call(.put, "/v1/users/ada", #"{"tz":"\#(row.input)"}"#)
        server.clock.advance(by: .seconds(4 * 3_600))
        try await server.record("1")
        let event = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(event.text("events.0.date") == row.expected)
    }

    @Test func `a user's first zone holds for all earlier time, a later one from its change`()
        async throws
    {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.call(.put, "/v1/users/ada", #"{"tz":"Asia/Tokyo"}"#)
        server.clock.advance(by: .seconds(86_400))
        try await server.call(.put, "/v1/users/ada", #"{"tz":"America/Los_Angeles"}"#)
        // Long before the first zone, in it, and after the change.
        for time in ["2020-01-01T20:00:00Z", "2026-03-01T20:00:00Z", "2026-03-02T12:00:00Z"] {
            #expect(try await server.record("1", with: #","timestamp":"\#(time)""#).status == 201)
        }
        let events = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(
            events.column("date", of: "events")
                == [#""2026-03-02""#, #""2026-03-02""#, #""2020-01-02""#]
        )
    }
}
