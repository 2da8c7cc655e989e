import Access
import HTTP
import JSONText
import Testing
import Tokens

/// Who may do what, and how everybody else is told.
@Suite struct AccessTests {
    @Test(arguments: [
        Row("without anything", "", "No token."),
        Row("another scheme", "Basic abc", "Authorization is Basic"),
        Row("no token at all", "Bearer abc", ""),
        Row(
            "alg none",
            "Bearer eyJhbGciOiJub25lIn0.eyJ0ZW5hbnRfaWQiOiJ4In0.",
            ""
        ),
    ]) func `nobody is let in without a token that holds`(
        row: Row<String, String>
    ) async throws {
        let server = try await PhoenixServer()
        var headers = Headers()
        if !row.input.isEmpty { headers["Authorization"] = row.input }
        let request = Request(.get, "/v1/streaks/definitions", headers: headers)
        let reply = try await Reply(server.router.respond(to: request))
        #expect(reply.status == 401)
        #expect(reply.names("error") == ["code", "message", "status"])
        #expect(reply.text("error.code") == "UNAUTHORIZED")
        #expect(reply.text("error.message")?.hasPrefix(row.expected) == true, "\(reply)")
    }

    @Test func `a user's token is for that user alone`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak()
        let own = PhoenixServer.Role.user("user-12345")
        let other = PhoenixServer.Role.user("ben")
        #expect(try await server.send("1", as: own).status == 202)
        for target in ["/v1/streaks/user/user-12345", "/v1/streaks/user/user-12345/\(id)"] {
            #expect(try await server.call(.get, target, as: own).status == 200)
            let reply = try await server.call(.get, target, as: other)
            #expect(reply.status == 403)
            #expect(reply.text("error.code") == "FORBIDDEN")
        }
        #expect(try await server.send("2", as: other).status == 403)
        let unnamed = #"{"event_id":"3","event_type":"user.login"}"#
        #expect(try await server.call(.post, "/v1/events", unnamed, as: own).status == 202)
        let reply = try await server.call(.get, "/v1/streaks/user/user-12345", as: own)
        #expect(reply.value("streaks.0.current_window_progress.count") == "2")
    }

    @Test(arguments: [
        Row("too long", String(repeating: "x", count: 256), "at most 255 characters"),
        Row("with a line break", "a\nb", "control characters"),
    ]) func `a token's user keeps the rules of every user id`(
        row: Row<String, String>
    ) async throws {
        let server = try await PhoenixServer()
        let event = #"{"event_id":"1","event_type":"user.login"}"#
        for (target, body) in [("/v1/events", event), ("/v1/events/bulk", "[\(event)]")] {
            let reply = try await server.call(.post, target, body, as: .user(row.input))
            #expect(reply.status == 400, "\(reply)")
            #expect(reply.text("error.message")?.contains("user_id must") == true, "\(reply)")
            #expect(reply.text("error.message")?.contains(row.expected) == true, "\(reply)")
        }
    }

    @Test func `setting up takes the scope admin, or an admin key`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak()
        for (method, target) in [
            (HTTP.Method.post, "/v1/streaks"), (.get, "/v1/streaks/\(id)"),
            (.put, "/v1/streaks/\(id)"), (.patch, "/v1/streaks/\(id)"),
            (.delete, "/v1/streaks/\(id)"), (.post, "/v1/streaks/\(id)/pause"),
            (.post, "/v1/streaks/\(id)/resume"), (.post, "/v1/streaks/\(id)/previews"),
            (.get, "/v1/streaks/\(id)/previews/\(id)"),
        ] {
            for role in [PhoenixServer.Role.service, .user("ada")] {
                let reply = try await server.call(method, target, "{}", as: role)
                #expect(reply.status == 403, "\(method) \(target): \(reply)")
            }
        }
        let key = PhoenixServer.Role.key(server.adminKey)
        #expect(try await server.call(.get, "/v1/streaks/\(id)", as: key).status == 200)
        let bearer = PhoenixServer.Role.token(server.adminKey)
        #expect(try await server.call(.get, "/v1/streaks/\(id)", as: bearer).status == 200)
    }

    @Test func `whatever goes wrong below is told in the dialect's way`() async throws {
        let server = try await PhoenixServer()
        for (method, target, status, code) in [
            (HTTP.Method.get, "/v1/streaks/a/b/c/d", 404, "NOT_FOUND"),
            (.delete, "/v1/events", 405, "METHOD_NOT_ALLOWED"),
            (.get, "/v1/streaks/user/ada/none", 400, "INVALID_INPUT"),
            (.get, "/v1/streaks/user/\(String(repeating: "a", count: 256))", 400, "INVALID_INPUT"),
            (
                .get, "/v1/streaks/user/ada/550e8400-e29b-41d4-a716-446655440000", 404,
                "NOT_FOUND"
            ),
            (.get, "/v1/streaks/user/%FF", 400, "INVALID_INPUT"),
        ] {
            let reply = try await server.call(method, target)
            #expect(reply.status == status, "\(target): \(reply)")
            #expect(reply.text("error.code") == code, "\(target): \(reply)")
            #expect(reply.value("error.status") == "\(status)")
        }
        let missing = try await server.call(
            .get,
            "/v1/streaks/user/user-12345/550e8400-e29b-41d4-a716-446655440000"
        )
        #expect(
            missing.text("error.message")
                == "Streak not found for user 'user-12345' and definition "
                + "'550e8400-e29b-41d4-a716-446655440000'"
        )
        let refusal = server.router.response(
            to: .payloadTooLarge(maximumBytes: 1),
            path: "/v1/events"
        )
        let reply = try await Reply(refusal)
        #expect(reply.text("error.code") == "PAYLOAD_TOO_LARGE")
    }

    @Test func `Trophy keeps its own paths beside these`() async throws {
        let server = try await PhoenixServer()
        let key = PhoenixServer.Role.key(server.adminKey)
        let reply = try await server.call(.get, "/v1/users/nobody", as: key)
        #expect(reply.status == 404)
        #expect(reply.text("error") != nil)
    }

    @Test func `a workspace may be held to so many requests a minute`() async throws {
        let server = try await PhoenixServer()
        let key = PhoenixServer.Role.key(server.adminKey)
        let path = "/v1/streaks/definitions"
        let settings = try await server.call(
            .patch,
            "/admin/v1/settings",
            #"{"requestsPerMinute":3}"#,
            as: key
        )
        #expect(settings.value("requestsPerMinute") == "3")
        for _ in 0..<3 { #expect(try await server.call(.get, path).status == 200) }
        let reply = try await server.call(.get, path)
        #expect(reply.status == 429)
        #expect(reply.text("error.code") == "RATE_LIMITED")
        #expect(reply.headers["Retry-After"] == "20")
        server.clock.advance(by: .seconds(20))
        #expect(try await server.call(.get, path).status == 200)
        #expect(try await server.call(.get, path).status == 429)
        let lifted = #"{"requestsPerMinute":null}"#
        try await server.call(.patch, "/admin/v1/settings", lifted, as: key)
        #expect(try await server.call(.get, path).status == 200)
    }
}
