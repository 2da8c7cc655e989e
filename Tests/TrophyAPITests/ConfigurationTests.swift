import HTTP
import Testing

@Suite struct ConfigurationTests {
    @Test(arguments: [
        Row("no key", #"{"name":"N"}"#, "key is required."),
        Row("an empty key", #"{"name":"N","key":""}"#, "key must not be empty."),
        Row(
            "a key with a space",
            #"{"name":"N","key":"a b"}"#,
            "key may only have letters, digits, hyphens and underscores."
        ),
        Row(
            "a key with an umlaut",
            #"{"name":"N","key":"ä"}"#,
            "key may only have letters, digits, hyphens and underscores."
        ),
        Row(
            "a long key",
            #"{"name":"N","key":"\#(String(repeating: "k", count: 256))"}"#,
            "key must have at most 255 characters."
        ),
        Row("an empty name", #"{"name":"","key":"k"}"#, "name must not be empty."),
        Row(
            "a number for a name",
            #"{"name":1,"key":"k"}"#,
            "name must be a string, not a number."
        ),
        Row(
            "an unknown unit type",
            #"{"name":"N","key":"k","unitType":"money"}"#,
            #"unitType must be "number" or "currency"."#
        ),
        Row(
            "a currency without a code",
            #"{"name":"N","key":"k","unitType":"currency"}"#,
            #"units must be a currency code such as "USD" when unitType is "currency"."#
        ),
        Row(
            "an unknown currency",
            #"{"name":"N","key":"k","unitType":"currency","units":"usd"}"#,
            #"units must be a currency code such as "USD" when unitType is "currency"."#
        ),
    ]) func `a bad metric is an issue`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.post, "/admin/v1/metrics", "[\(row.input)]")
        #expect(reply.status == 200)
        #expect(reply.text("issues.0.message") == row.expected)
    }

    @Test func `a currency stays with its code`() async throws {
        let server = try await TestServer()
        let created = try await server.call(
            .post,
            "/admin/v1/metrics",
            #"[{"name":"Spent","key":"spent","unitType":"currency","units":"EUR"}]"#
        )
        #expect(created.value("created.0.units") == #""EUR""#)
        let id = created.text("created.0.id") ?? ""
        let bad = try await server.call(
            .patch,
            "/admin/v1/metrics",
            #"[{"id":"\#(id)","units":"coins"}]"#
        )
        #expect(bad.text("issues.0.id") == id)
        let good = try await server.call(
            .patch,
            "/admin/v1/metrics",
            #"[{"id":"\#(id)","unitType":"number","units":"coins","key":"other"}]"#
        )
        #expect(good.value("updated.0.units") == #""coins""#)
        // The key is fixed.
        #expect(good.text("updated.0.key") == "spent")
    }

    @Test(arguments: [
        Row(
            "no type",
            #"{"name":"N","key":"k"}"#,
            #"type is required: "user" or "event"."#
        ),
        Row(
            "an unknown type",
            #"{"name":"N","key":"k","type":"session"}"#,
            #"type must be "user" or "event"."#
        ),
    ]) func `a bad attribute is an issue`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.post, "/admin/v1/attributes", "[\(row.input)]")
        #expect(reply.text("issues.0.message") == row.expected)
    }

    @Test func `a key may be used once for users and once for events`() async throws {
        let server = try await TestServer()
        #expect(try await server.createAttribute("plan", "user") != "")
        #expect(try await server.createAttribute("plan", "event") != "")
        #expect(try await server.createAttribute("plan", "event") == "")
    }

    @Test func `the key of a deleted metric is free, and its events do not come back`()
        async throws
    {
        let server = try await TestServer()
        let old = try await server.createMetric("pages")
        try await server.record("5")
        try await server.call(.delete, "/admin/v1/metrics?ids=\(old)")
        #expect(try await server.record("1").status == 422)
        let new = try await server.createMetric("pages")
        #expect(new != old)
        #expect(try await server.record("1").value("total") == "1")
    }

    @Test func `a deleted attribute is shown no more, and may not be sent`() async throws {
        let server = try await TestServer()
        let id = try await server.createAttribute("plan", "user")
        let body = #"{"attributes":{"plan":"pro"}}"#
        try await server.call(.put, "/v1/users/ada", body)
        try await server.call(.delete, "/admin/v1/attributes?ids=\(id)")
        #expect(try await server.call(.get, "/v1/users/ada").value("attributes") == "{}")
        #expect(try await server.call(.put, "/v1/users/ada", body).status == 422)
    }

    @Test func `the environments are production and the sandbox`() async throws {
        let server = try await TestServer()
        let expected =
            #"[{"name":"Production","key":"production","priority":1},{"name":"Sandbox","key":"sandbox","priority":2}]"#
        #expect(try await server.call(.get, "/admin/v1/environments").body == expected)
        #expect(
            try await server.call(.get, "/admin/v1/environments", as: .sandboxAdmin).body
                == expected
        )
    }

    @Test func `live and sandbox know nothing of each other`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.record("1")
        for path in ["/admin/v1/metrics", "/admin/v1/tenants"] {
            #expect(try await server.call(.get, path, as: .sandboxAdmin).body == "[]")
        }
        let users = try await server.call(.get, "/admin/v1/users", as: .sandboxAdmin)
        #expect(users.body == #"{"users":[],"nextCursor":null}"#)
        try await server.createMetric("pages", as: .sandboxAdmin)
        let event = try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada"},"value":10}"#,
            as: .sandboxAdmin
        )
        #expect(event.value("total") == "10")
        #expect(try await server.record("0").value("total") == "1")
        let id = event.text("eventId") ?? ""
        #expect(try await server.call(.delete, "/admin/v1/events/\(id)").status == 404)
    }

    private static let read =
        [
            "attributes", "metrics", "achievements", "badges", "tenants", "settings",
            "token-verification", "environments", "streaks/settings", "streaks/definitions",
        ].map { "/admin/v1/\($0)" } + ["/v1/achievements"]

    @Test(arguments: read) func `configuration is sent again only once it has changed`(
        path: String
    ) async throws {
        let server = try await StreakPlace.make()
        let first = try await server.call(.get, path)
        #expect(first.status == 200)
        #expect(first.headers["Cache-Control"] == "private, no-cache")
        let tag = try #require(first.headers["ETag"])
        let same = try await server.send(.get, path, [], as: .admin, nil, ["If-None-Match": tag])
        #expect(same.status == 304)
        #expect(same.body.isEmpty)
        #expect(same.headers["ETag"] == tag)
        let other = try await server.send(
            .get,
            path,
            [],
            as: .admin,
            nil,
            ["If-None-Match": "\"x\""]
        )
        #expect(other.body == first.body)
    }

    @Test func `a change of configuration changes its tag`() async throws {
        let server = try await TestServer()
        let path = "/admin/v1/metrics"
        let tag = try #require(try await server.call(.get, path).headers["ETag"])
        let id = try await server.createMetric("pages")
        let changed = try await server.send(.get, path, [], as: .admin, nil, ["If-None-Match": tag])
        #expect(changed.status == 200)
        #expect(try await server.call(.get, "\(path)/\(id)").headers["ETag"] != nil)
        #expect(try await server.call(.get, "\(path)/nothing").headers["ETag"] == nil)
    }
}
