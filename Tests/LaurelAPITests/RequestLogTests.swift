import Access
import HTTP
import JSONText
import Service
import Storage
import Testing

/// What was asked, and why some of it was refused.
@Suite struct RequestLogTests {
    private static func log(_ server: TestServer, _ query: String = "") async throws -> Reply {
        try await server.service.access.noteRequests()
        return try await server.call(.get, "/admin/v1/log\(query)")
    }

    @Test func `what was refused is there with its reason, without secrets`() async throws {
        let server = try await TestServer()
        try await server.call(
            .put,
            "/admin/v1/token-verification",
            #"{"algorithm":"HS999","secret":"my own secret","user":{"id":"ada"}}"#
        )
        server.clock.advance(seconds: 1)
        try await server.call(.get, "/admin/v1/tenants?api_key=\(server.sandboxKey)&limit=0")
        let log = try await Self.log(server)
        #expect(log.count("requests") == 2, "\(log)")
        #expect(log.text("requests.1.method") == "PUT" && log.text("requests.1.userId") == "ada")
        #expect(log.text("requests.1.error")?.isEmpty == false)
        #expect(log.text("requests.1.body")?.contains("(hidden)") == true)
        for secret in ["my own secret", server.sandboxKey] { #expect(!log.body.contains(secret)) }
        let prefix = server.adminKey.prefix { $0 != "." }
        #expect(log.text("requests.0.sender") == String(prefix))
    }

    @Test func `what was done is there if it changed something, and looking is not`() async throws {
        let server = try await TestServer()
        try await server.createTenant("acme")
        try await server.call(.get, "/admin/v1/tenants")
        let log = try await Self.log(server, "?outcome=accepted")
        #expect(log.count("requests") == 1 && log.value("requests.0.status") == "201")
        #expect(log.value("requests.0.error") == "null")
        #expect(try await Self.log(server, "?outcome=refused").count("requests") == 0)
        #expect(try await Self.log(server, "?outcome=lost").status == 422)
    }

    @Test func `requests of nobody are seen in the environments' own workspaces alone`()
        async throws
    {
        let server = try await TestServer()
        try await server.createTenant("acme")
        try await server.call(.get, "/admin/v1/tenants", as: .garbage)
        let log = try await Self.log(server, "?outcome=refused")
        #expect(log.value("requests.0.status") == "401" && log.text("requests.0.sender") == "")
        let tenant = try await server.call(.get, "/admin/v1/log?outcome=refused", tenant: "acme")
        #expect(tenant.count("requests") == 0)
    }

    @Test func `pages go on where the last one ended, and filters hold`() async throws {
        let server = try await TestServer()
        for name in ["a", "b", "c"] {
            server.clock.advance(seconds: 1)
            try await server.createTenant(name)
        }
        let first = try await Self.log(server, "?limit=2&path=/tenants")
        #expect(first.count("requests") == 2)
        let cursor = first.text("nextCursor") ?? ""
        let second = try await Self.log(server, "?limit=2&path=/tenants&cursor=\(cursor)")
        #expect(second.count("requests") == 1 && second.value("nextCursor") == "null")
        #expect(second.text("requests.0.body")?.contains("\"a\"") == true)
        #expect(try await Self.log(server, "?path=/nothing").count("requests") == 0)
        #expect(try await Self.log(server, "?key=live_").count("requests") == 3)
    }

    @Test func `only so many are kept in a second, and old ones are forgotten`() async throws {
        let server = try await TestServer()
        for _ in 0..<130 { try await server.call(.get, "/admin/v1/users?limit=0") }
        #expect(try await Self.log(server, "?limit=100").count("requests") == 100)
        server.clock.advance(seconds: 8 * 86_400)
        try await server.service.access.forgetRequests()
        #expect(try await Self.log(server).count("requests") == 0)
    }

    @Test func `requests about a user are found by the user's id`() async throws {
        let server = try await TestServer()
        try await server.call(.get, "/v1/users/ada/streaks")
        #expect(try await Self.log(server, "?user=ada").count("requests") == 1)
    }
}
