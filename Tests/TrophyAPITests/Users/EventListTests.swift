import HTTP
import Testing

@Suite struct EventListTests {
    @Test func `an event has all that is kept of it`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let event = try await server.record("2", idempotencyKey: "k").text("eventId") ?? ""
        let before = """
            {"eventId":"\(event)","metricId":"\(metric)","metricKey":"pages","value":2,\
            "occurredAt":"2026-03-01T12:00:00.000Z","receivedAt":"2026-03-01T12:00:00.000Z",\
            "date":"2026-03-01","attributes":{},"idempotencyKey":"k","deletedAt":null}
            """
        let list = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(list.body == #"{"events":[\#(before)],"nextCursor":null}"#)

        server.clock.advance(by: .seconds(60))
        let deleted = try await server.call(.delete, "/admin/v1/events/\(event)")
        #expect(deleted.body == #"{"id":"\#(event)"}"#)
        let after = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(after.text("events.0.deletedAt") == "2026-03-01T12:01:00.000Z")
    }

    @Test func `the cursor leads through all, latest first, each once`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        for minute in [30, 10, 50, 10, 20, 40, 10] {
            try await server.record(
                "\(minute)",
                with: #","timestamp":"2026-03-01T11:\#(minute):00Z""#
            )
        }
        var values: [String?] = []
        var cursor = ""
        repeat {
            let query = "limit=2" + (cursor.isEmpty ? "" : "&cursor=\(cursor)")
            let page = try await server.call(.get, "/admin/v1/users/ada/events?\(query)")
            values += page.column("value", of: "events")
            cursor = page.text("nextCursor") ?? ""
        } while !cursor.isEmpty
        #expect(values == ["50", "40", "30", "20", "10", "10", "10"])
    }

    @Test func `a deleted metric is still named`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        try await server.record("1")
        try await server.call(.delete, "/admin/v1/metrics?ids=\(metric)")
        let list = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(list.text("events.0.metricKey") == "pages")
    }

    @Test(arguments: [
        Row("not a UUID", "7", 422),
        Row("a UUID of another version", "01890a5d-ac96-474b-bcce-b302099a8057", 404),
        Row("a UUID that no event has", "01890a5d-ac96-774b-bcce-b302099a8057", 404),
    ]) func `an event that is none cannot be deleted`(row: Row<String, Int>) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.delete, "/admin/v1/events/\(row.input)")
        #expect(reply.status == row.expected)
    }

    @Test func `an event is deleted once`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.record("1")
        let event = try await server.record("2").text("eventId") ?? ""
        #expect(try await server.call(.delete, "/admin/v1/events/\(event)").status == 200)
        #expect(try await server.call(.delete, "/admin/v1/events/\(event)").status == 404)
        #expect(try await server.record("0").value("total") == "1")
    }

    @Test func `an event is deleted by its id in capitals too`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let event = try await server.record("2").text("eventId") ?? ""
        let reply = try await server.call(.delete, "/admin/v1/events/\(event.uppercased())")
        #expect(reply.status == 200)
        #expect(reply.text("id") == event)
    }
}
