import HTTP
import Testing

@Suite struct EventTests {
    private static let longKey = String(repeating: "k", count: 10_000)

    @Test func `the answer has Trophy's fields in Trophy's order`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let reply = try await server.record("12.5", idempotencyKey: "k-1")
        // The moment and the user are in the id; where the millisecond's count begins is drawn.
        let id = try #require(reply.text("eventId"))
        #expect(id.hasPrefix("019ca945-0a00-7") && id.hasSuffix("-ad2f-fd9bc735f32c"))
        let expected = """
            {"eventId":"\(id)","metricId":"\(metric)","total":12.5,\
            "achievements":[],"currentStreak":{"length":0,"frequency":"daily","started":null,\
            "periodStart":null,"periodEnd":null,"expires":null,"extended":false},"points":{},\
            "leaderboards":{},"idempotencyKey":"k-1","idempotentReplayed":false}
            """
        #expect(reply.status == 201)
        #expect(reply.body == expected)
    }

    @Test func `the id of an event is a UUID of version 7 that grows`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        var ids: [String] = []
        for _ in 0..<5 { ids.append(try await server.record("1").text("eventId") ?? "") }
        server.clock.advance(by: .milliseconds(1))
        ids.append(try await server.record("1").text("eventId") ?? "")
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == 6)
        #expect(ids.allSatisfy { $0.dropFirst(14).first == "7" })
    }

    @Test func `without an idempotency key the answer does not speak of one`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let reply = try await server.record("1")
        #expect(reply.value("idempotencyKey") == nil)
        #expect(reply.value("idempotentReplayed") == nil)
    }

    @Test(arguments: [
        Row("whole", "7", "7"),
        Row("a fraction", "0.5", "0.5"),
        Row("negative", "-3", "-3"),
        Row("zero", "0", "0"),
        Row("six decimals", "0.000001", "0.000001"),
        Row("a seventh decimal is rounded, half away from zero", "0.0000015", "0.000002"),
        Row("an exponent", "1.25e2", "125"),
        Row("the largest", "1000000000000", "1000000000000"),
        Row("the smallest", "-1000000000000", "-1000000000000"),
        Row("a double would lose digits", "999999999999.999999", "999999999999.999999"),
    ]) func `a value is added exactly`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let reply = try await server.record(row.input)
        #expect(reply.status == 201)
        #expect(reply.value("total") == row.expected)
    }

    @Test func `a tenth and two tenths are three tenths`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.record("0.1")
        #expect(try await server.record("0.2").value("total") == "0.3")
        #expect(try await server.record("-0.3").value("total") == "0")
    }

    @Test(arguments: [
        Row("no value", #"{"user":{"id":"ada"}}"#, "422 value is required."),
        Row(
            "a text for a value",
            #"{"user":{"id":"ada"},"value":"1"}"#,
            "422 value must be a number, not a string."
        ),
        Row(
            "null for a value",
            #"{"user":{"id":"ada"},"value":null}"#,
            "422 value must be a number, not null."
        ),
        Row(
            "too large",
            #"{"user":{"id":"ada"},"value":1000000000000.1}"#,
            "422 value must be between -1000000000000 and 1000000000000."
        ),
        Row(
            "beyond a double",
            #"{"user":{"id":"ada"},"value":1e400}"#,
            "422 value must be between -1000000000000 and 1000000000000."
        ),
        Row("no user", #"{"value":1}"#, "422 user is required."),
        Row("no id", #"{"user":{},"value":1}"#, "422 user.id is required."),
        Row(
            "a number for an id",
            #"{"user":{"id":7},"value":1}"#,
            "422 user.id must be a string, not a number."
        ),
        Row(
            "an empty id",
            #"{"user":{"id":""},"value":1}"#,
            "422 user.id must not be empty."
        ),
        Row(
            "a bad zone",
            #"{"user":{"id":"ada","tz":"Mars/Base"},"value":1}"#,
            #"422 user.tz: "Mars/Base" is not"#
        ),
        Row(
            "attributes that are a list",
            #"{"user":{"id":"ada"},"value":1,"attributes":[]}"#,
            "422 attributes must be an object, not an array."
        ),
        Row(
            "an attribute that is a number",
            #"{"user":{"id":"ada"},"value":1,"attributes":{"device":1}}"#,
            "422 attributes.device must be a string, not a number."
        ),
        Row(
            "a number under a long key",
            #"{"user":{"id":"ada"},"value":1,"attributes":{"\#(longKey)":1}}"#,
            "422 attributes.\(longKey.prefix(100))… must be a string, not a number."
        ),
        Row(
            "null under a long key",
            #"{"user":{"id":"ada"},"value":1,"attributes":{"\#(longKey)":null}}"#,
            "422 attributes.\(longKey.prefix(100))… must be a string."
        ),
        Row(
            "an attribute that is null",
            #"{"user":{"id":"ada"},"value":1,"attributes":{"device":null}}"#,
            "422 attributes.device must be a string."
        ),
        Row(
            "an unknown attribute",
            #"{"user":{"id":"ada"},"value":1,"attributes":{"colour":"red"}}"#,
            "422 Invalid attribute keys: colour. Please ensure all attribute keys match those set"
        ),
        Row(
            "a user's attribute on an event",
            #"{"user":{"id":"ada"},"value":1,"attributes":{"plan":"pro"}}"#,
            "422 Invalid attribute keys: plan."
        ),
        Row(
            "an unknown attribute of the user",
            #"{"user":{"id":"ada","attributes":{"device":"x"}},"value":1}"#,
            "422 Invalid attribute keys: device."
        ),
        Row("no body", "", "400 The request body is empty; it must be a JSON object."),
        Row("not JSON", "{", "400 Malformed JSON at line 1, column 2"),
        Row("a repeated name", #"{"value":1,"value":2}"#, "400 Malformed JSON"),
        Row("an array", "[]", "422 The request body must be an object, not an array."),
    ]) func `a bad event is refused by name, and leaves nothing`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createAttribute("device", "event")
        try await server.createAttribute("plan", "user")
        let reply = try await server.call(.post, "/v1/metrics/pages/event", row.input)
        let told = "\(reply.status) \(reply.text("error") ?? "")"
        #expect(told.hasPrefix(row.expected), "\(told)")
        #expect(try await server.call(.get, "/v1/users/ada").status == 404)
    }

    @Test(arguments: ["nothing", "PAGES", "pages%20", "%F0%9F%94%A5"])
    func `an unknown metric is 422, since Trophy declares no 404 for events`(
        key: String
    ) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let reply = try await server.record("1", metric: key)
        #expect(reply.status == 422)
        #expect(reply.text("error")?.hasPrefix("No metric has the key \"") == true)
    }

    @Test func `an event changes only what it tells of its user`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createAttribute("plan", "user")
        try await server.call(
            .post,
            "/v1/users",
            #"{"id":"ada","name":"Ada","tz":"Asia/Tokyo","attributes":{"plan":"pro"}}"#
        )
        try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada","name":null,"email":"a@b.c"},"value":1}"#
        )
        let user = try await server.call(.get, "/v1/users/ada")
        #expect(user.value("name") == "null")
        #expect(user.text("email") == "a@b.c")
        #expect(user.text("tz") == "Asia/Tokyo")
        #expect(user.value("attributes") == #"{"plan":"pro"}"#)
    }

    @Test func `attributes are kept with the event`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createAttribute("device", "event")
        try await server.createAttribute("app", "event")
        try await server.record("1", with: #","attributes":{"device":"ios","app":""}"#)
        let events = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(events.value("events.0.attributes") == #"{"app":"","device":"ios"}"#)
    }

    @Test func `a total never leaves what can be kept exactly`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let item = #"{"key":"pages","user":{"id":"ada"},"value":1000000000000}"#
        let million = "[" + Array(repeating: item, count: 4).joined(separator: ",") + "]"
        #expect(try await server.call(.post, "/admin/v1/metrics/events", million).status == 202)
        let reply = try await server.record("1000000000000")
        #expect(reply.status == 422)
        #expect(reply.text("error")?.contains("beyond what can be kept exactly") == true)
        let metric = try await server.call(.get, "/v1/users/ada/metrics/pages")
        #expect(metric.value("current") == "4000000000000")
    }
}
