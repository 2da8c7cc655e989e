import HTTP
import Testing

@Suite struct IdempotencyTests {
    @Test func `a used key is answered 202 with the first event and the total of now`() async throws
    {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let first = try await server.record("5", idempotencyKey: "k")
        try await server.record("2")
        let replay = try await server.record("99", idempotencyKey: "k")
        #expect(first.status == 201)
        #expect(replay.status == 202)
        #expect(replay.text("eventId") == first.text("eventId"))
        #expect(replay.value("total") == "7")
        #expect(replay.value("idempotentReplayed") == "true")
        #expect(replay.names() == first.names())
    }

    @Test func `a replay tells nothing of the user either`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.record("5", idempotencyKey: "k")
        try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada","name":"Eve"},"value":5}"#,
            idempotencyKey: "k"
        )
        #expect(try await server.call(.get, "/v1/users/ada").value("name") == "null")
    }

    @Test func `a key belongs to its user and its metric`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createMetric("words")
        try await server.record("1", idempotencyKey: "k")
        #expect(try await server.record("1", of: "ben", idempotencyKey: "k").status == 201)
        #expect(try await server.record("1", metric: "words", idempotencyKey: "k").status == 201)
        // To a caller these are two keys, though Swift holds them for equal.
        #expect(try await server.record("1", idempotencyKey: "\u{e9}").status == 201)
        #expect(try await server.record("1", idempotencyKey: "e\u{301}").status == 201)
    }

    @Test func `a key never expires`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.record("1", idempotencyKey: "k")
        server.clock.advance(by: .seconds(10 * 365 * 86_400))
        #expect(try await server.record("1", idempotencyKey: "k").status == 202)
    }

    @Test func `a refused event does not use its key up`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let refused = try await server.record(
            "1",
            with: #","attributes":{"colour":"red"}"#,
            idempotencyKey: "k"
        )
        #expect(refused.status == 422)
        #expect(try await server.record("1", idempotencyKey: "k").status == 201)
    }

    @Test func `a deleted event keeps its key`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let id = try await server.record("5", idempotencyKey: "k").text("eventId") ?? ""
        try await server.call(.delete, "/admin/v1/events/\(id)")
        let replay = try await server.record("5", idempotencyKey: "k")
        #expect(replay.status == 202)
        #expect(replay.value("total") == "0")
        #expect(replay.text("eventId") == id)
    }

    @Test(arguments: [
        Row("an empty key", "", "Idempotency-Key must not be empty."),
        Row(
            "a long key",
            String(repeating: "k", count: 256),
            "Idempotency-Key must have at most 255 characters."
        ),
        Row("a tab", "a\tb", "Idempotency-Key must not have control characters."),
    ]) func `a bad key is refused`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let reply = try await server.record("1", idempotencyKey: row.input)
        #expect(reply.status == 422)
        #expect(reply.text("error") == row.expected)
    }

    @Test(arguments: [
        ("X-API-KEY", "x-api-key"), ("Tenant-ID", "TENANT-ID"),
        ("Idempotency-Key", "idempotency-key"),
    ]) func `a header that says who or what may stand there once`(
        name: String,
        other: String
    ) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        var headers: Headers = ["X-API-KEY": server.adminKey, "Idempotency-Key": "k"]
        if headers[name] == nil { headers.add(name, "a") }
        headers.add(other, "b")
        let body = Array(#"{"user":{"id":"ada"},"value":1}"#.utf8)
        let request = Request(.post, "/v1/metrics/pages/event", headers: headers, body: body)
        let reply = try await Reply(server.router.respond(to: request))
        #expect(reply.status == 400)
        #expect(reply.text("error") == "The header field \(name) stands there more than once.")
    }

    @Test func `the longest key is taken`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let key = String(repeating: "é", count: 255)
        #expect(try await server.record("1", idempotencyKey: key).status == 201)
        #expect(try await server.record("1", idempotencyKey: key).status == 202)
    }

    @Test func `of many with one key at the same time one counts`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask { try await server.record("1", idempotencyKey: "k").status }
            }
            return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [201: 1, 202: 49])
        #expect(try await server.record("0").value("total") == "1")
    }
}
