import HTTP
import Testing

@Suite struct ErasureTests {
    private static func server() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createAttribute("plan", "user")
        try await server.call(
            .put,
            "/v1/users/ada",
            #"{"name":"Ada","email":"a@b.c","tz":"Asia/Tokyo","attributes":{"plan":"pro"}}"#
        )
        try await server.record("5", idempotencyKey: "k")
        try await server.record("2", of: "ben")
        return server
    }

    @Test(arguments: [
        "/v1/users/ada", "/v1/users/ada/metrics", "/v1/users/ada/metrics/pages",
        "/v1/users/ada/metrics/pages/event-summary?aggregation=daily&startDate=2026-02-28&endDate=2026-03-01",
        "/admin/v1/users/ada/events", "/admin/v1/users/ada/export",
    ]) func `an erased user is unknown everywhere`(target: String) async throws {
        let server = try await Self.server()
        let reply = try await server.call(.delete, "/admin/v1/users/ada")
        #expect(reply.body == #"{"id":"ada"}"#)
        #expect(try await server.call(.get, target).status == 404)
    }

    @Test func `an erased user is not listed, and not erased again`() async throws {
        let server = try await Self.server()
        try await server.call(.delete, "/admin/v1/users/ada")
        let list = try await server.call(.get, "/admin/v1/users")
        #expect(list.column("id", of: "users") == [#""ben""#])
        #expect(try await server.call(.get, "/admin/v1/users?search=a@b.c").count("users") == 0)
        #expect(try await server.call(.delete, "/admin/v1/users/ada").status == 404)
    }

    @Test func `who comes back has a clean slate, and old idempotency keys are new again`()
        async throws
    {
        let server = try await Self.server()
        try await server.call(.delete, "/admin/v1/users/ada")
        server.clock.advance(by: .seconds(60))
        let event = try await server.record("3", idempotencyKey: "k")
        #expect(event.status == 201)
        #expect(event.value("total") == "3")
        let user = try await server.call(.get, "/v1/users/ada")
        for field in ["name", "email", "tz"] { #expect(user.value(field) == "null") }
        #expect(user.value("attributes") == "{}")
        #expect(user.text("created") == "2026-03-01T12:01:00.000Z")
        let events = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(events.count("events") == 1)
    }

    @Test func `a user may be erased many times`() async throws {
        let server = try await Self.server()
        for _ in 0..<3 {
            #expect(try await server.call(.delete, "/admin/v1/users/ada").status == 200)
            #expect(try await server.record("1", idempotencyKey: "k").value("total") == "1")
        }
        #expect(try await server.call(.get, "/admin/v1/users").count("users") == 2)
    }

    @Test func `the events of an erased user cannot be deleted`() async throws {
        let server = try await Self.server()
        let event = try await server.record("1").text("eventId") ?? ""
        try await server.call(.delete, "/admin/v1/users/ada")
        #expect(try await server.call(.delete, "/admin/v1/events/\(event)").status == 404)
    }

    @Test func `an erased user's keys end, others' go on`() async throws {
        let server = try await Self.server()
        let own = try await server.createKey(of: "ada").key
        let other = try await server.createKey(of: "ben").key
        try await server.call(.delete, "/admin/v1/users/ada")
        #expect(try await server.call(.put, "/v1/users/ada", "{}", as: .key(own)).status == 401)
        #expect(try await server.call(.get, "/v1/users/ben", as: .key(other)).status == 200)
    }

    @Test func `others keep what is theirs`() async throws {
        let server = try await Self.server()
        try await server.call(.delete, "/admin/v1/users/ada")
        #expect(try await server.record("0", of: "ben").value("total") == "2")
    }
}
