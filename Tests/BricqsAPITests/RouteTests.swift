import BricqsAPI
// Foundation reads the page.
import Foundation
import HTTP
import JSONText
import Testing
import Wire

/// A call that every role makes, and what each of them is answered.
struct RouteRow: CustomTestStringConvertible {
    let method: HTTP.Method
    let path: String
    let body: String
    /// What an admin key is answered, and, where that differs, the key of the participant `ada`, and
    /// that of another one.
    let admin: Int
    let own: Int
    let other: Int

    init(
        _ method: HTTP.Method,
        _ path: String,
        _ body: String = "",
        admin: Int = 200,
        own: Int? = nil,
        other: Int = 403
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.admin = admin
        self.own = own ?? admin
        self.other = other
    }

    var testDescription: String { "\(method) \(path)" }
    var target: String { TestServer.gamify + path }

    static let all = [
        RouteRow(
            .post,
            "/streaks/record",
            #"{"participant_id":"ada","streak_code":"daily_login"}"#
        ),
        RouteRow(.get, "/participants/ada/streaks"),
        RouteRow(.post, "/participants", #"{"participant_id":"ada"}"#, admin: 201),
        RouteRow(.get, "/participants/ada"),
        RouteRow(.patch, "/participants/ada", #"{"display_name":"Ada"}"#),
        RouteRow(.get, "/participants/ada/state"),
        RouteRow(
            .post,
            "/badges/award",
            #"{"participant_id":"ada","badge_code":"tour"}"#,
            own: 403
        ),
        RouteRow(.get, "/participants/ada/badges"),
        RouteRow(.get, "/streaks", own: 403),
        RouteRow(
            .post,
            "/streaks",
            #"{"code":"weekly","name":"Weekly","period":"weekly"}"#,
            admin: 201,
            own: 403
        ),
        RouteRow(.get, "/streaks/daily_login", own: 403),
        RouteRow(.patch, "/streaks/daily_login", #"{"grace_periods":2}"#, own: 403),
        RouteRow(
            .post,
            "/streaks/daily_login/previews",
            #"{"grace_periods":3}"#,
            admin: 202,
            own: 403
        ),
        RouteRow(.get, "/streaks/daily_login/previews/none", admin: 404, own: 403),
        RouteRow(.delete, "/streaks/daily_login", admin: 204, own: 403),
        RouteRow(.post, "/events", #"{"participant_id":"ada","event_name":"pages"}"#),
        RouteRow(
            .post,
            "/events/batch",
            #"{"events":[{"participant_id":"ada","event_name":"pages"}]}"#
        ),
        RouteRow(.post, "/points/award", #"{"participant_id":"ada","amount":5}"#, own: 403),
        RouteRow(.post, "/points/deduct", #"{"participant_id":"ada","amount":5}"#),
        RouteRow(
            .post,
            "/points/award-batch",
            #"{"awards":[{"participant_id":"ada","amount":5}]}"#,
            own: 403
        ),
        RouteRow(.get, "/leaderboards/top", other: 200),
        RouteRow(.get, "/leaderboards/top/rank/ada"),
        RouteRow(.get, "/participants/ada/points"),
        RouteRow(.get, "/participants/ada/points/transactions"),
        RouteRow(.get, "/admin/streaks", own: 403),
        RouteRow(
            .post,
            "/admin/streaks",
            #"{"code":"weekly","name":"Weekly","period":"weekly"}"#,
            admin: 201,
            own: 403
        ),
        RouteRow(.get, "/admin/streaks/daily_login", own: 403),
        RouteRow(.patch, "/admin/streaks/daily_login", #"{"grace_periods":2}"#, own: 403),
        RouteRow(.delete, "/admin/streaks/daily_login", admin: 204, own: 403),
        RouteRow(.delete, "/admin/participants/ada", admin: 204, own: 403),
    ]
}

@Suite struct RouteTests {
    private static func server() async throws -> TestServer {
        let server = try await TestServer.bricqs()
        try await server.call(
            .post,
            "/admin/v1/leaderboards",
            #"[{"name":"Top","key":"top","rankBy":"streak","status":"active"}]"#
        )
        try await server.createStreak()
        try await server.tick(of: "ada")
        try await server.createBadge()
        try await server.call(
            .post,
            "\(TestServer.gamify)/points/award",
            #"{"participant_id":"ada","amount":100}"#
        )
        return server
    }

    @Test(arguments: RouteRow.all) func `each role gets the answer that is its due`(
        row: RouteRow
    ) async throws {
        let server = try await Self.server()
        let own = try await server.createKey(of: "ada")
        let other = try await server.createKey(of: "ben")
        let roles: [(TestServer.Role, Int)] = [
            (.nobody, 401), (.garbage, 401), (.key(other), row.other),
            (.key(own), row.own), (.admin, row.admin),
        ]
        for (role, expected) in roles {
            // What one role did is not there yet for the next.
            let reply = try await server.call(row.method, row.target, row.body, as: role)
            #expect(reply.status == expected, "\(role): \(reply)")
            guard expected >= 400 else {
                #expect(reply.headers["X-RateLimit-Limit"] != nil)
                continue
            }
            #expect(reply.names() == ["detail"], "\(role): \(reply)")
            #expect((reply.headers["X-RateLimit-Limit"] == nil) == (expected == 401))
        }
    }

    @Test func `the sandbox has none of what is live`() async throws {
        let server = try await Self.server()
        #expect(try await server.tick(of: "ada", as: .sandboxAdmin).status == 404)
        let target = "\(TestServer.gamify)/participants/ada"
        #expect(try await server.call(.get, target, as: .sandboxAdmin).status == 404)
        let streaks = try await server.call(.get, "\(target)/streaks", as: .sandboxAdmin)
        #expect(streaks.count("streaks") == 0)
    }

    @Test func `the table has a row for every route`() async throws {
        let router = try await TestServer.bricqs().router
        let covered = Set(
            RouteRow.all.map { row in
                "\(row.method) \(router.match(Request(row.method, row.target)).pattern ?? "none")"
            }
        )
        #expect(covered.union(["GET /api/v1/openapi"]) == Set(Self.routes))
    }

    @Test func `anybody may read what the calls are`() async throws {
        let server = try await TestServer.bricqs()
        for role in [TestServer.Role.nobody, .garbage, .admin] {
            let reply = try await server.call(.get, "/api/v1/openapi", as: role)
            #expect(reply.status == 200)
            #expect(try OpenAPIText(reply.body).problems() == [])
        }
    }

    @Test func `every route is in the page once, and no other`() throws {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let documented = page.split(separator: "\n").compactMap { line -> String? in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 3, cells[1].hasPrefix("`/") else { return nil }
            return "\(cells[0]) \(cells[1].filter { $0 != "`" })"
        }
        #expect(documented.sorted() == Self.routes.sorted())
    }

    @Test func `a path that no route has is told in the dialect's way`() async throws {
        let server = try await TestServer.bricqs()
        for target in ["/api/v1", "/api/v1/", "/api/v1/gamify", "\(TestServer.gamify)/nothing"] {
            let reply = try await server.call(.get, target)
            #expect(reply.status == 404)
            #expect(reply.names() == ["detail"])
        }
        let reply = try await server.call(.delete, "\(TestServer.gamify)/streaks")
        #expect(reply.status == 405)
        #expect(reply.names() == ["detail"])
    }

    private static let routes = BricqsAPI.endpoints.map { "\($0.method) \($0.pattern)" }

    private static let page = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/api/bricqs.md")
}
