import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Storage
import Testing

/// What is Laurel's own works on a server that speaks no dialect.
@Suite struct OwnCallsTests {
    static let lists = [
        "/admin/v1/tenants", "/admin/v1/settings", "/admin/v1/environments", "/admin/v1/badges",
        "/admin/v1/audit", "/admin/v1/streaks/definitions", "/admin/v1/streaks/at-risk",
        "/admin/v1/facts", "/admin/v1/token-verification", "/admin/v1/users", "/admin/v1/webhooks",
    ]

    @Test(arguments: lists) func `whoever sets a server up is answered without any dialect`(
        path: String
    ) async throws {
        let server = try await TestServer()
        #expect(try await server.call(.get, path).status == 200)
        #expect(try await server.call(.get, path, as: .nobody).status == 401)
    }

    @Test func `a streak is set up and shown, and a tenant has none of it`() async throws {
        let server = try await TestServer()
        let live = try await server.service.catalogue.homeWorkspace(of: .live)
        _ = try await server.service.catalogue.createMetrics(
            [MetricDraft(key: "pages", name: "Pages")],
            in: live
        )
        let body =
            #"[{"key":"reading","name":"R","sources":[{"metric":"pages"}],"window":{"period":"daily"}}]"#
        let created = try await server.call(.post, "/admin/v1/streaks/definitions", body)
        #expect(created.status == 201, "\(created)")
        try await server.createTenant("acme")
        let shown = try await server.call(.get, "/admin/v1/streaks/definitions")
        #expect(shown.text("0.key") == "reading")
        let tenants = try await server.call(
            .get,
            "/admin/v1/streaks/definitions",
            tenant: "acme"
        )
        #expect(tenants.body == "[]")
    }

    @Test func `issues are told by the names that fields have`() async throws {
        let server = try await TestServer()
        try await server.createTenant("acme")
        let id = try await server.call(.get, "/admin/v1/tenants").text("0.id") ?? ""
        try await server.call(.delete, "/admin/v1/tenants?ids=\(id)")
        let again = try await server.call(
            .post,
            "/admin/v1/tenants",
            #"[{"customerId":"acme","name":"A"},{"customerId":"..","name":"B"}]"#
        )
        #expect(
            again.text("issues.0.message")
                == "Customer ID \"acme\" already exists in this environment, archived. Bring it "
                + "back with PATCH /admin/v1/tenants: {\"id\": \"\(id)\", \"status\": \"active\"}"
        )
        #expect(again.text("issues.1.message")?.hasPrefix("customerId ") == true, "\(again)")
        let back = try await server.call(
            .patch,
            "/admin/v1/tenants",
            #"[{"id":"\#(id)","status":"active"}]"#
        )
        #expect(back.text("updated.0.status") == "active")
        let audit = try await server.call(.get, "/admin/v1/audit?kind=tenant")
        #expect(
            ["entries.0.action", "entries.1.action", "entries.2.action"].map(audit.text)
                == ["restored", "archived", "created"]
        )
    }

    @Test func `what a dialect would answer is not there`() async throws {
        let server = try await TestServer()
        for path in ["/v1/users/ada", "/admin/v1/metrics", "/api/v1/gamify/streaks"] {
            #expect(try await server.call(.get, path).status == 404)
        }
    }
}
