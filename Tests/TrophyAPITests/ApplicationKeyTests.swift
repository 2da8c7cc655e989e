import HTTP
import Testing

@Suite struct ApplicationKeyTests {
    @Test func `keys are made in bulk, and shown whole this once`() async throws {
        let server = try await TestServer()
        let reply = try await server.call(
            .post,
            "/admin/v1/application-api-keys",
            #"[{"userId":"ada"},{"userId":""},{"userId":"ben"},{}]"#
        )
        #expect(reply.status == 201)
        #expect(reply.names("created.0") == ["id", "userId", "key", "prefix"])
        #expect(reply.column("userId", of: "created") == [#""ada""#, #""ben""#])
        #expect(reply.column("index", of: "issues") == ["1", "3"])
        #expect(
            reply.column("message", of: "issues")
                == [#""userId must not be empty.""#, #""userId is required.""#]
        )
        let key = reply.text("created.0.key") ?? ""
        let prefix = reply.text("created.0.prefix") ?? ""
        #expect(key.hasPrefix("\(prefix).") && prefix.hasPrefix("app_"))
        #expect(key != reply.text("created.1.key"))
    }

    @Test func `a key works at once for its user, who need not exist yet`() async throws {
        let server = try await TestServer()
        let key = try await server.createKey(of: "ada").key
        let unknown = try await server.call(.get, "/v1/users/ada", as: .key(key))
        #expect(unknown.status == 404)
        let created = try await server.call(.put, "/v1/users/ada", "{}", as: .key(key))
        #expect(created.status == 200)
    }

    @Test func `a key cannot tell whether another user exists`() async throws {
        let server = try await TestServer()
        try await server.call(.put, "/v1/users/ben", "{}")
        let key = try await server.createKey(of: "ada").key
        let known = try await server.call(.get, "/v1/users/ben", as: .key(key))
        let unknown = try await server.call(.get, "/v1/users/eve", as: .key(key))
        #expect(known.status == 403)
        #expect(known.body == unknown.body)
        #expect(known.text("error") == "This key may act for its own user only.")
    }

    @Test func `a key of one spelling is none of another`() async throws {
        let server = try await TestServer()
        let key = try await server.createKey(of: "\u{e9}").key
        #expect(try await server.call(.put, "/v1/users/%C3%A9", "{}", as: .key(key)).status == 200)
        #expect(try await server.call(.put, "/v1/users/e%CC%81", "{}", as: .key(key)).status == 403)
    }

    @Test func `a revoked key ends at once, and is revoked once`() async throws {
        let server = try await TestServer()
        let (key, id) = try await server.createKey(of: "ada")
        let path = "/admin/v1/application-api-keys?ids=\(id)"
        #expect(try await server.call(.delete, path).value("deleted") == #"[{"id":"\#(id)"}]"#)
        let ended = try await server.call(.get, "/v1/users/ada", as: .key(key))
        #expect(ended.status == 401)
        #expect(ended.text("error") == "This API key has been revoked. Use another one.")
        let again = try await server.call(.delete, path)
        #expect(again.status == 200)
        #expect(again.text("issues.0.message") == "Application API key not found by ID")
    }

    @Test func `an id in capitals revokes too`() async throws {
        let server = try await TestServer()
        let (key, id) = try await server.createKey(of: "ada")
        let path = "/admin/v1/application-api-keys?ids=\(id.uppercased())"
        #expect(try await server.call(.delete, path).count("deleted") == 1)
        #expect(try await server.call(.get, "/v1/users/ada", as: .key(key)).status == 401)
    }

    @Test func `one environment cannot revoke another's keys`() async throws {
        let server = try await TestServer()
        let (key, id) = try await server.createKey(of: "ada")
        let path = "/admin/v1/application-api-keys?ids=\(id)"
        let reply = try await server.call(.delete, path, as: .sandboxAdmin)
        #expect(reply.text("issues.0.message") == "Application API key not found by ID")
        #expect(try await server.call(.get, "/v1/users/ada", as: .key(key)).status == 404)
    }

    @Test(arguments: [
        Row("empty", "", "No API key."),
        Row("one part", "live_abcdefgh", "This API key is not valid."),
        Row("no secret", "live_abcdefgh.", "This API key is not valid."),
        Row("no prefix", ".0123", "This API key is not valid."),
        Row("very long", String(repeating: "a.", count: 5_000), "This API key is not valid."),
        Row("a quote", "'; DROP TABLE api_key; --.x", "This API key is not valid."),
    ]) func `a key that is none is 401`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.get, "/v1/users/ada", as: .key(row.input))
        #expect(reply.status == 401)
        #expect(reply.text("error")?.hasPrefix(row.expected) == true)
    }

    @Test func `the right prefix with a wrong secret is 401`() async throws {
        let server = try await TestServer()
        let prefix = server.adminKey.prefix { $0 != "." }
        let wrong = try await server.call(.get, "/v1/users/ada", as: .key("\(prefix).0123"))
        #expect(wrong.status == 401)
        let longer = try await server.call(
            .get,
            "/v1/users/ada",
            as: .key(server.adminKey + "0")
        )
        #expect(longer.status == 401)
    }
}
