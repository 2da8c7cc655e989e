import HTTP
import Testing
import Wire

@Suite struct TenantTests {
    @Test func `without tenants the header means nothing`() async throws {
        let server = try await TestServer()
        let reply = try await server.call(.put, "/v1/users/ada", "{}", tenant: "anyone")
        #expect(reply.status == 200)
        #expect(try await server.call(.get, "/v1/users/ada").status == 200)
    }

    @Test func `each tenant is a world of its own`() async throws {
        let server = try await TestServer()
        try await server.createTenant("a")
        try await server.createTenant("b")
        for (tenant, value) in [("a", 1), ("b", 10)] {
            try await server.createMetric("pages", tenant: tenant)
            let event = try await server.call(
                .post,
                "/v1/metrics/pages/event",
                #"{"user":{"id":"ada","name":"\#(tenant)"},"value":\#(value)}"#,
                tenant: tenant,
                idempotencyKey: "k"
            )
            #expect(event.status == 201)
            #expect(event.value("total") == "\(value)")
        }
        let user = try await server.call(.get, "/v1/users/ada", tenant: "b")
        #expect(user.text("name") == "b")
        // The environment's own workspace is a third world.
        #expect(try await server.call(.get, "/v1/users/ada").status == 404)
        #expect(try await server.call(.get, "/admin/v1/metrics").body == "[]")
    }

    @Test func `an event cannot be deleted in another tenant's name`() async throws {
        let server = try await TestServer()
        try await server.createTenant("a")
        try await server.createTenant("b")
        try await server.createMetric("pages", tenant: "a")
        let event = try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada"},"value":1}"#,
            tenant: "a"
        )
        let id = event.text("eventId") ?? ""
        for tenant in [nil, "b"] {
            let reply = try await server.call(.delete, "/admin/v1/events/\(id)", tenant: tenant)
            #expect(reply.status == 404)
        }
        let reply = try await server.call(.delete, "/admin/v1/events/\(id)", tenant: "a")
        #expect(reply.status == 200)
    }

    @Test func `an application key serves its user in every tenant, and nobody else`()
        async throws
    {
        let server = try await TestServer()
        try await server.createTenant("a")
        let key = try await server.createKey(of: "ada").key
        let own = try await server.call(.put, "/v1/users/ada", "{}", as: .key(key), tenant: "a")
        #expect(own.status == 200)
        let other = try await server.call(.put, "/v1/users/ben", "{}", as: .key(key), tenant: "a")
        #expect(other.status == 403)
    }

    @Test func `an unknown or archived tenant is refused`() async throws {
        let server = try await TestServer()
        let id = try await server.createTenant("a")
        let unknown = try await server.call(.get, "/v1/users/ada", tenant: "zzz")
        #expect(unknown.status == 422)
        #expect(unknown.text("error")?.hasPrefix(#"Tenant-ID "zzz" names no tenant"#) == true)

        try await server.call(.put, "/v1/users/ada", "{}", tenant: "a")
        try await server.call(.delete, "/admin/v1/tenants?ids=\(id)")
        let archived = try await server.call(.get, "/v1/users/ada", tenant: "a")
        #expect(archived.status == 422)
        #expect(archived.text("error") == #"Tenant-ID "a" names an archived tenant."#)
        let tenant = try await server.call(.get, "/admin/v1/tenants/\(id)")
        #expect(tenant.text("status") == "archived")
    }

    @Test func `the sandbox's tenants are not production's`() async throws {
        let server = try await TestServer()
        let id = try await server.createTenant("a")
        let reply = try await server.call(.get, "/admin/v1/tenants/\(id)", as: .sandboxAdmin)
        #expect(reply.status == 404)
        let deleted = try await server.call(
            .delete,
            "/admin/v1/tenants?ids=\(id)",
            as: .sandboxAdmin
        )
        #expect(deleted.text("issues.0.message") == "Tenant not found by ID")
        #expect(try await server.call(.get, "/v1/users/x", tenant: "a").status == 404)
    }

    @Test func `a tenant changes its customer and name, and notes when`() async throws {
        let server = try await TestServer()
        let id = try await server.createTenant("a")
        try await server.createTenant("b")
        server.clock.advance(by: .seconds(60))
        let reply = try await server.call(
            .patch,
            "/admin/v1/tenants",
            #"[{"id":"\#(id)","customerId":"c"},{"id":"\#(id)","customerId":"b"},{"id":"\#(id)"}]"#
        )
        #expect(reply.text("updated.0.customerId") == "c")
        #expect(reply.text("updated.0.created") == "2026-03-01T12:00:00.000Z")
        #expect(reply.text("updated.0.updated") == "2026-03-01T12:01:00.000Z")
        #expect(
            reply.column("message", of: "issues") == [
                #""Customer ID \"b\" already exists in this environment""#,
                #""customerId, name or status is required.""#,
            ]
        )
        #expect(try await server.call(.get, "/v1/users/x", tenant: "a").status == 422)
        #expect(try await server.call(.get, "/v1/users/x", tenant: "c").status == 404)
    }

    @Test func `an archived tenant comes back as it was`() async throws {
        let server = try await TestServer()
        let id = try await server.createTenant("a")
        try await server.call(.put, "/v1/users/ada", #"{"name":"Ada"}"#, tenant: "a")
        try await server.call(.delete, "/admin/v1/tenants?ids=\(id)")
        let again = try await server.call(
            .post,
            "/admin/v1/tenants",
            #"[{"customerId":"a","name":"A"}]"#
        )
        #expect(again.status == 200)
        let hint = again.text("issues.0.message") ?? ""
        #expect(hint.hasPrefix(#"Customer ID "a" already exists in this environment, archived."#))
        #expect(hint.hasSuffix(#"{"id": "\#(id)", "status": "active"}"#))
        let odd = try await server.call(
            .patch,
            "/admin/v1/tenants",
            #"[{"id":"\#(id)","status":"gone"}]"#
        )
        #expect(
            odd.text("issues.0.message") == #"status must be "active" or "archived"."#
        )
        let back = try await server.call(
            .patch,
            "/admin/v1/tenants",
            #"[{"id":"\#(id)","status":"active"}]"#
        )
        #expect(back.text("updated.0.status") == "active")
        #expect(try await server.call(.get, "/v1/users/ada", tenant: "a").text("name") == "Ada")
    }

    @Test(arguments: [".", ".."]) func `ids that no address can have are refused, everywhere`(
        id: String
    ) async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let tenant = try await server.call(
            .post,
            "/admin/v1/tenants",
            #"[{"customerId":"\#(id)","name":"A"}]"#
        )
        #expect(tenant.text("issues.0.message")?.hasPrefix("customerId must not be ") == true)
        let event = try await server.record("1", of: id)
        #expect(event.status == 422)
        #expect(event.text("error")?.hasPrefix("The user's id must not be ") == true)
        let made = try await server.call(.post, "/v1/users", #"{"id":"\#(id)"}"#)
        #expect(made.status == 422)
        let key = try await server.call(
            .post,
            "/admin/v1/application-api-keys",
            #"[{"userId":"\#(id)"}]"#
        )
        #expect(key.text("issues.0.message")?.hasPrefix("userId must not be ") == true)
        #expect(UserName.problem(with: id)?.hasPrefix("must not be ") == true)
        let put = id.map { _ in "%2E" }.joined()
        #expect(try await server.call(.put, "/v1/users/\(put)", "{}").status == 422)
        #expect(try await server.record("1", of: "a.b").status == 201)
    }
}
