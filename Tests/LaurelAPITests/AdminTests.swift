import Access
import CivilTime
import HTTP
import JSONText
import LaurelAPI
import Service
import Storage
import Testing
import Wire

/// Those who sign in, and what their roles let them do.
@Suite struct AdminTests {
    private static let password = "correct horse battery"

    /// Signs somebody in who has a role, and gives what the browser sends from then on.
    private static func session(
        _ role: Admin.Role,
        on server: TestServer,
        environment: String = "live"
    ) async throws -> Headers {
        let email = "\(role.rawValue)@example.com"
        if try await server.service.access.admin(email: email) == nil {
            _ = try await server.service.access.createAdmin(
                AdminDraft(email: email, password: password, role: role)
            )
        }
        let reply = try await signIn(email, password, on: server)
        #expect(reply.status == 201, "\(reply)")
        return cookie(of: reply, environment: environment)
    }

    private static func cookie(of reply: Reply, environment: String = "live") -> Headers {
        let text = reply.headers["Set-Cookie"] ?? ""
        return [
            "Cookie": String(text.prefix { $0 != ";" }), "Laurel-Environment": environment,
        ]
    }

    private static func signIn(
        _ email: String,
        _ password: String,
        on server: TestServer,
        _ headers: Headers = Headers()
    ) async throws -> Reply {
        let body = #"{"email":"\#(email)","password":"\#(password)"}"#
        return try await server.send(
            .post,
            "/admin/v1/sessions",
            Array(body.utf8),
            as: .nobody,
            nil,
            headers
        )
    }

    private static func call(
        _ method: HTTP.Method,
        _ target: String,
        _ body: String = "",
        on server: TestServer,
        _ headers: Headers
    ) async throws -> Reply {
        try await server.send(method, target, Array(body.utf8), as: .nobody, nil, headers)
    }

    @Test func `whoever knows the password is let in, by a cookie that scripts cannot read`()
        async throws
    {
        let server = try await TestServer()
        let headers = try await Self.session(.editor, on: server)
        let reply = try await Self.signIn("EDITOR@example.com ", Self.password, on: server)
        let cookie = reply.headers["Set-Cookie"] ?? ""
        for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
            #expect(cookie.contains(part), "\(cookie)")
        }
        let shown = try await Self.call(.get, "/admin/v1/session", on: server, headers)
        #expect(shown.text("admin.email") == "editor@example.com")
        #expect(shown.text("admin.role") == "editor")
        #expect(!shown.body.contains("argon2"))
    }

    @Test func `a wrong password and an unknown address are told alike, and slowed down`()
        async throws
    {
        let server = try await TestServer()
        _ = try await Self.session(.owner, on: server)
        let wrong = try await Self.signIn("owner@example.com", "not it at all", on: server)
        let unknown = try await Self.signIn("nobody@example.com", "not it at all", on: server)
        #expect(wrong.status == 401 && unknown.status == 401)
        #expect(wrong.body == unknown.body)
        for _ in 0..<4 {
            _ = try await Self.signIn("owner@example.com", "not it at all", on: server)
        }
        let blocked = try await Self.signIn("owner@example.com", Self.password, on: server)
        #expect(blocked.status == 429 && blocked.headers["Retry-After"] != nil, "\(blocked)")
        server.clock.advance(seconds: 16)
        #expect(try await Self.signIn("owner@example.com", Self.password, on: server).status == 201)
    }

    @Test func `a cookie counts only with the header that pages elsewhere cannot send`()
        async throws
    {
        let server = try await TestServer()
        let headers = try await Self.session(.owner, on: server)
        var bare = headers
        bare["Laurel-Environment"] = nil
        #expect(try await Self.call(.get, "/admin/v1/users", on: server, bare).status == 401)
        var foreign = headers
        foreign["Sec-Fetch-Site"] = "cross-site"
        #expect(try await Self.call(.get, "/admin/v1/users", on: server, foreign).status == 403)
        var own = headers
        own["Sec-Fetch-Site"] = "same-origin"
        #expect(try await Self.call(.get, "/admin/v1/users", on: server, own).status == 200)
        var odd = headers
        odd["Laurel-Environment"] = "moon"
        #expect(try await Self.call(.get, "/admin/v1/users", on: server, odd).status == 400)
        let elsewhere: Headers = ["Sec-Fetch-Site": "cross-site"]
        let signedIn = try await Self.signIn(
            "owner@example.com",
            Self.password,
            on: server,
            elsewhere
        )
        #expect(signedIn.status == 403)
    }

    @Test func `each environment is seen by itself`() async throws {
        let server = try await TestServer()
        let live = try await Self.session(.owner, on: server)
        let sandbox = try await Self.session(.owner, on: server, environment: "sandbox")
        try await server.createTenant("acme")
        #expect(try await Self.call(.get, "/admin/v1/tenants", on: server, live).count() == 1)
        #expect(try await Self.call(.get, "/admin/v1/tenants", on: server, sandbox).count() == 0)
    }

    /// A call, and what somebody with each role is answered, from the viewer to the owner.
    static let calls: [Row<String, [Int]>] = [
        Row("GET /admin/v1/users", "GET /admin/v1/users", [200, 200, 200, 200]),
        Row("GET /admin/v1/audit", "GET /admin/v1/audit", [200, 200, 200, 200]),
        Row("GET /admin/v1/log", "GET /admin/v1/log", [200, 200, 200, 200]),
        Row("GET /admin/v1/overview", "GET /admin/v1/overview", [200, 200, 200, 200]),
        Row(
            "GET /admin/v1/analytics/subjects",
            "GET /admin/v1/analytics/subjects",
            [200, 200, 200, 200]
        ),
        Row(
            "GET /admin/v1/analytics/active",
            "GET /admin/v1/analytics/active",
            [200, 200, 200, 200]
        ),
        Row(
            "GET /admin/v1/analytics/active.csv",
            "GET /admin/v1/analytics/active.csv",
            [200, 200, 200, 200]
        ),
        Row(
            "GET /admin/v1/analytics/retention",
            "GET /admin/v1/analytics/retention",
            [200, 200, 200, 200]
        ),
        Row(
            "GET /admin/v1/analytics/achievements",
            "GET /admin/v1/analytics/achievements",
            [200, 200, 200, 200]
        ),
        Row(
            "GET /admin/v1/analytics/achievements.csv",
            "GET /admin/v1/analytics/achievements.csv",
            [200, 200, 200, 200]
        ),
        Row(
            "GET /admin/v1/analytics/funnel",
            "GET /admin/v1/analytics/funnel",
            [422, 422, 422, 422]
        ),
        Row(
            "GET /admin/v1/analytics/streaks",
            "GET /admin/v1/analytics/streaks",
            [422, 422, 422, 422]
        ),
        Row(
            "GET /admin/v1/analytics/lengths",
            "GET /admin/v1/analytics/lengths",
            [422, 422, 422, 422]
        ),
        Row(
            "GET /admin/v1/analytics/points",
            "GET /admin/v1/analytics/points",
            [422, 422, 422, 422]
        ),
        Row(
            "GET /admin/v1/analytics/levels",
            "GET /admin/v1/analytics/levels",
            [422, 422, 422, 422]
        ),
        Row(
            "GET /admin/v1/analytics/boards",
            "GET /admin/v1/analytics/boards",
            [422, 422, 422, 422]
        ),
        Row(
            "GET /admin/v1/analytics/users",
            "GET /admin/v1/analytics/users?active=2026-03-01",
            [200, 200, 200, 200]
        ),
        Row("GET /admin/v1/experiments", "GET /admin/v1/experiments", [200, 200, 200, 200]),
        Row(
            "POST /admin/v1/experiments",
            "POST /admin/v1/experiments",
            [403, 403, 422, 422]
        ),
        Row("GET /admin/v1/keys", "GET /admin/v1/keys", [200, 200, 200, 200]),
        Row("GET /admin/v1/admins", "GET /admin/v1/admins", [200, 200, 200, 200]),
        Row("POST /admin/v1/streaks/reset", "POST /admin/v1/streaks/reset", [403, 422, 422, 422]),
        Row(
            "DELETE /admin/v1/users/nobody",
            "DELETE /admin/v1/users/nobody",
            [403, 404, 404, 404]
        ),
        Row(
            "GET /admin/v1/users/nobody/export",
            "GET /admin/v1/users/nobody/export",
            [403, 404, 404, 404]
        ),
        Row(
            "POST /admin/v1/streaks/definitions",
            "POST /admin/v1/streaks/definitions",
            [403, 403, 422, 422]
        ),
        Row("PATCH /admin/v1/settings", "PATCH /admin/v1/settings", [403, 403, 422, 422]),
        Row("POST /admin/v1/badges", "POST /admin/v1/badges", [403, 403, 422, 422]),
        Row("POST /admin/v1/tenants", "POST /admin/v1/tenants", [403, 403, 403, 422]),
        Row("POST /admin/v1/keys", "POST /admin/v1/keys", [403, 403, 403, 400]),
        Row("POST /admin/v1/admins", "POST /admin/v1/admins", [403, 403, 403, 400]),
        Row(
            "PUT /admin/v1/token-verification",
            "PUT /admin/v1/token-verification",
            [403, 403, 403, 422]
        ),
    ]

    @Test(arguments: calls) func `a role is held by the API`(
        row: Row<String, [Int]>
    ) async throws {
        let server = try await TestServer()
        let words = row.input.split(separator: " ").map(String.init)
        var statuses: [Int] = []
        for role in Admin.Role.allCases {
            let headers = try await Self.session(role, on: server)
            let reply = try await Self.call(HTTP.Method(words[0]), words[1], on: server, headers)
            statuses.append(reply.status)
            if reply.status == 403 { #expect(reply.body.contains("takes the role")) }
        }
        #expect(statuses == row.expected)
    }

    @Test func `no role but those of users and of looking may call what changes something`() {
        let endpoints = LaurelAPI.interfaces().flatMap(\.endpoints)
        let free = endpoints.filter { endpoint in
            endpoint.method != .get && endpoint.caller != .anyone && endpoint.role == .viewer
        }
        // One's own session, and what stores nothing.
        #expect(
            Set(free.map(\.pattern)) == [
                "/admin/v1/session", "/admin/v1/session/password", "/admin/v1/sessions/{id}",
                "/admin/v1/messages/preview", "/admin/v1/streaks/definitions/preview",
            ]
        )
    }

    @Test func `keys manage no admins`() async throws {
        let server = try await TestServer()
        for path in ["/admin/v1/admins", "/admin/v1/sessions", "/admin/v1/session"] {
            #expect(try await server.call(.get, path).status == 403)
        }
    }

    @Test func `owners add, change and remove admins, and one owner stays`() async throws {
        let server = try await TestServer()
        let headers = try await Self.session(.owner, on: server)
        let added = try await Self.call(
            .post,
            "/admin/v1/admins",
            #"{"email":"Ada@Example.com","password":"a long password","role":"viewer"}"#,
            on: server,
            headers
        )
        #expect(added.status == 201 && added.text("email") == "ada@example.com", "\(added)")
        let id = added.text("id") ?? ""
        let changed = try await Self.call(
            .patch,
            "/admin/v1/admins/\(id)",
            #"{"role":"support"}"#,
            on: server,
            headers
        )
        #expect(changed.text("role") == "support", "\(changed)")
        #expect(
            try await Self.call(.delete, "/admin/v1/admins/\(id)", on: server, headers).status
                == 204
        )
        let own = try await Self.call(.get, "/admin/v1/session", on: server, headers)
        let last = try await Self.call(
            .delete,
            "/admin/v1/admins/\(own.text("admin.id") ?? "")",
            on: server,
            headers
        )
        #expect(last.status == 422, "\(last)")
        let audit = try await Self.call(.get, "/admin/v1/audit?kind=admin", on: server, headers)
        #expect(audit.text("entries.0.author.type") == "admin")
        #expect(audit.text("entries.0.author.name") == "owner@example.com")
        #expect(!audit.body.contains("argon2") && !audit.body.contains("a long password"))
    }

    /// What is wrong with a draft, by the field that is named.
    static let drafts: [Row<String, String>] = [
        Row("no address", #"{"email":"ada","password":"0123456789","role":"owner"}"#, "email"),
        Row("short", #"{"email":"a@b.c","password":"012345678","role":"owner"}"#, "password"),
        Row("unknown role", #"{"email":"a@b.c","password":"0123456789","role":"god"}"#, "role"),
        Row(
            "there already",
            #"{"email":"owner@example.com","password":"0123456789","role":"owner"}"#,
            "email"
        ),
    ]

    @Test(arguments: drafts) func `what is wrong with an admin is told by its field`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer()
        let headers = try await Self.session(.owner, on: server)
        let reply = try await Self.call(.post, "/admin/v1/admins", row.input, on: server, headers)
        #expect(
            reply.status == 422 && reply.text("error")?.hasPrefix(row.expected) == true,
            "\(reply)"
        )
    }

    @Test func `sessions are listed and ended, and end with time and with the password`()
        async throws
    {
        let server = try await TestServer()
        let first = try await Self.session(.editor, on: server)
        let second = try await Self.session(.editor, on: server)
        let list = try await Self.call(.get, "/admin/v1/sessions", on: server, first)
        #expect(list.count() == 2)
        let other = try #require(list.column("current").firstIndex(of: "false"))
        let path = "/admin/v1/sessions/\(list.text("\(other).id") ?? "")"
        let viewer = try await Self.session(.viewer, on: server)
        #expect(try await Self.call(.delete, path, on: server, viewer).status == 404)
        #expect(try await Self.call(.delete, path, on: server, first).status == 204)
        #expect(try await Self.call(.get, "/admin/v1/session", on: server, second).status == 401)
        let third = try await Self.session(.editor, on: server)
        let wrong = try await Self.call(
            .put,
            "/admin/v1/session/password",
            #"{"password":"no","newPassword":"another password"}"#,
            on: server,
            first
        )
        #expect(wrong.status == 422 && wrong.body.contains("password is not"), "\(wrong)")
        let changed = try await Self.call(
            .put,
            "/admin/v1/session/password",
            #"{"password":"\#(Self.password)","newPassword":"another password"}"#,
            on: server,
            first
        )
        #expect(changed.status == 204, "\(changed)")
        #expect(try await Self.call(.get, "/admin/v1/session", on: server, third).status == 401)
        #expect(try await Self.call(.get, "/admin/v1/session", on: server, first).status == 200)
        server.clock.advance(seconds: 8 * 86_400)
        #expect(try await Self.call(.get, "/admin/v1/session", on: server, first).status == 401)
    }

    @Test func `whoever signs out is out`() async throws {
        let server = try await TestServer()
        let headers = try await Self.session(.viewer, on: server)
        let out = try await Self.call(.delete, "/admin/v1/session", on: server, headers)
        #expect(out.status == 204 && out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        #expect(try await Self.call(.get, "/admin/v1/session", on: server, headers).status == 401)
    }

    @Test func `the first owner is made by the link alone, once`() async throws {
        let server = try await TestServer()
        let secret = server.service.access.beginFirstRun()
        func body(_ secret: String) -> String {
            #"{"email":"first@example.com","password":"a long password","secret":"\#(secret)"}"#
        }
        let path = "/admin/v1/first-admin"
        #expect(try await server.call(.post, path, body("guess"), as: .nobody).status == 403)
        let made = try await server.call(.post, path, body(secret), as: .nobody)
        #expect(made.status == 201 && made.text("admin.role") == "owner", "\(made)")
        let headers = Self.cookie(of: made)
        #expect(try await Self.call(.get, "/admin/v1/session", on: server, headers).status == 200)
        #expect(try await server.call(.post, path, body(secret), as: .nobody).status == 403)
    }

    @Test func `what an admin does for a user is recorded with a reason`() async throws {
        let server = try await TestServer()
        let headers = try await Self.session(.support, on: server)
        let reply = try await Self.call(
            .post,
            "/admin/v1/streaks/freezes",
            #"{"freezes":[{"userId":"ada"}],"reason":"ticket 4711"}"#,
            on: server,
            headers
        )
        #expect(reply.status == 200, "\(reply)")
        let audit = try await Self.call(.get, "/admin/v1/audit?kind=user", on: server, headers)
        #expect(audit.text("entries.0.author.name") == "support@example.com")
        #expect(audit.text("entries.0.itemId") == "ada")
        #expect(audit.text("entries.0.after.did") == "POST /admin/v1/streaks/freezes")
        #expect(audit.text("entries.0.after.reason") == "ticket 4711")
    }

    @Test func `keys are listed without secrets, made and ended by owners`() async throws {
        let server = try await TestServer()
        let headers = try await Self.session(.owner, on: server)
        let made = try await Self.call(
            .post,
            "/admin/v1/keys",
            #"{"scope":"application","userId":"ada"}"#,
            on: server,
            headers
        )
        #expect(made.status == 201, "\(made)")
        let key = made.text("key") ?? ""
        let secret = key.split(separator: ".").last.map(String.init) ?? "?"
        let list = try await Self.call(.get, "/admin/v1/keys", on: server, headers)
        #expect(list.column("userId").contains("\"ada\"") && !list.body.contains(secret))
        #expect(!list.body.contains("sandbox_"))
        let path = "/admin/v1/keys/\(made.text("prefix") ?? "")"
        #expect(try await Self.call(.delete, path, on: server, headers).status == 204)
        #expect(try await Self.call(.delete, path, on: server, headers).status == 404)
        let sandbox = server.sandboxKey.prefix { $0 != "." }
        let other = try await Self.call(.delete, "/admin/v1/keys/\(sandbox)", on: server, headers)
        #expect(other.status == 404)
    }
}
