import HTTP
import Testing

@Suite struct BatchTests {
    private static func item(
        _ user: String = "ada",
        _ value: String = "1",
        _ fields: String = ""
    ) -> String {
        #"{"key":"pages","user":{"id":"\#(user)"},"value":\#(value)\#(fields)}"#
    }

    private static func server() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        return server
    }

    private static func send(_ items: [String], to server: TestServer) async throws -> Reply {
        let body = "[" + items.joined(separator: ",") + "]"
        return try await server.call(.post, "/admin/v1/metrics/events", body)
    }

    @Test func `a thousand events of a hundred users are taken, and are there at once`()
        async throws
    {
        let server = try await Self.server()
        let items = (0..<1_000).map { Self.item("user-\($0 % 100)", "\($0)") }
        let reply = try await Self.send(items, to: server)
        #expect(reply.status == 202)
        #expect(reply.body == #"{"accepted":1000}"#)
        let metric = try await server.call(.get, "/v1/users/user-7/metrics/pages")
        // 7 + 107 + … + 907
        #expect(metric.value("current") == "4570")
    }

    @Test(arguments: [
        Row("a thousand and one", 1_001, "The request body must be an array of 1 to 1000 events."),
        Row("none", 0, "The request body must be an array of 1 to 1000 events."),
    ]) func `a batch has its bounds`(row: Row<Int, String>) async throws {
        let server = try await Self.server()
        let items = Array(repeating: Self.item(), count: row.input)
        let reply = try await Self.send(items, to: server)
        #expect(reply.status == 422)
        #expect(reply.text("error") == row.expected)
        #expect(try await server.call(.get, "/v1/users/ada").status == 404)
    }

    @Test(arguments: [
        Row("no user", #"{"key":"pages","value":1}"#, "422 [3].user is required."),
        Row("no id", #"{"key":"pages","user":{},"value":1}"#, "422 [3].user.id is required."),
        Row("no key", #"{"user":{"id":"a"},"value":1}"#, "422 [3].key is required."),
        Row(
            "an unknown metric",
            #"{"key":"nope","user":{"id":"a"},"value":1}"#,
            #"404 [3].key: no metric has the key "nope"."#
        ),
        Row("not an object", "5", "422 [3] must be an object, not a number."),
        Row("a bad value", item("a", #""1""#), "422 [3].value must be a number, not a string."),
        Row(
            "a bad zone",
            #"{"key":"pages","user":{"id":"a","tz":"X/Y"},"value":1}"#,
            "422 [3].user.tz: "
        ),
        Row(
            "a bad time",
            item("a", "1", #","timestamp":"2026-03-01T00:00:00""#),
            "422 [3].timestamp: "
        ),
        Row(
            "a time ahead",
            item("a", "1", #","timestamp":"2026-03-01T13:00:00Z""#),
            "422 [3]: timestamp 2026-03-01T13:00:00.000Z is more than 5 minutes ahead"
        ),
        Row(
            "an unknown attribute",
            item("a", "1", #","attributes":{"colour":"red"}"#),
            "422 [3]: Invalid attribute keys: colour."
        ),
        Row(
            "a bad key",
            item("a", "1", #","idempotencyKey":"""#),
            "422 [3].idempotencyKey must not be empty."
        ),
        Row(
            "a key that is a number",
            item("a", "1", #","idempotencyKey":1"#),
            "422 [3].idempotencyKey must be a string, not a number."
        ),
    ]) func `one bad event refuses the batch, by its place`(
        row: Row<String, String>
    ) async throws {
        let server = try await Self.server()
        let items = [Self.item(), Self.item(), Self.item("ben"), row.input, Self.item()]
        let reply = try await Self.send(items, to: server)
        let told = "\(reply.status) \(reply.text("error") ?? "")"
        #expect(told.hasPrefix(row.expected), "\(told)")
        #expect(try await server.call(.get, "/v1/users/ada").status == 404)
        #expect(try await server.call(.get, "/v1/users/ben").status == 404)
    }

    @Test(arguments: [
        Row("malformed", "[", 400), Row("nothing", "", 400), Row("an object", "{}", 422),
        Row("a text", #""x""#, 422),
    ]) func `a body that is no list of events is refused`(row: Row<String, Int>) async throws {
        let server = try await Self.server()
        let reply = try await server.call(.post, "/admin/v1/metrics/events", row.input)
        #expect(reply.status == row.expected)
        #expect(reply.text("error")?.hasSuffix(".") == true)
    }

    @Test func `used keys are ignored in silence, within a batch and across calls`() async throws {
        let server = try await Self.server()
        try await server.record("1", idempotencyKey: "a")
        let items = [
            Self.item("ada", "10", #","idempotencyKey":"a""#),
            Self.item("ada", "100", #","idempotencyKey":"b""#),
            Self.item("ada", "1000", #","idempotencyKey":"b""#),
            Self.item("ben", "5", #","idempotencyKey":"a""#),
        ]
        #expect(try await Self.send(items, to: server).body == #"{"accepted":4}"#)
        #expect(try await Self.send(items, to: server).body == #"{"accepted":4}"#)
        #expect(try await server.record("0").value("total") == "101")
        #expect(try await server.record("0", of: "ben").value("total") == "5")
    }

    @Test func `the events of a batch count one after the other`() async throws {
        let server = try await Self.server()
        try await server.createMetric("words")
        let words = #"{"key":"words","user":{"id":"ada","name":"Second"},"value":2}"#
        let items = [
            #"{"key":"pages","user":{"id":"ada","name":"First"},"value":1}"#, words, Self.item(),
        ]
        #expect(try await Self.send(items, to: server).status == 202)
        let metrics = try await server.call(.get, "/v1/users/ada/metrics")
        #expect(metrics.column("current") == ["2", "2"])
        #expect(try await server.call(.get, "/v1/users/ada").text("name") == "Second")
    }
}
