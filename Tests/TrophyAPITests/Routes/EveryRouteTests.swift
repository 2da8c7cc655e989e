import HTTP
import JSONText
import Testing

/// Every route, sent by everybody who could send it.
@Suite struct EveryRouteTests {
    @Test(arguments: RouteRow.all) func `each role gets the answer that is its due`(
        row: RouteRow
    ) async throws {
        let place = try await RoutePlace()
        // Those who may do nothing come first, so that what they left undone shows in the end.
        for (role, expected) in place.roles(of: row) {
            let reply = try await place.send(row, as: role)
            #expect(reply.status == expected, "\(role): \(reply)")
            // Pages tell people what is wrong, and not programs.
            let isPage = reply.headers["Content-Type"]?.hasPrefix("text/html") == true
            if expected >= 400, !isPage {
                #expect(reply.names() == ["error"], "\(role): \(reply)")
                #expect(reply.text("error")?.hasSuffix(".") == true || expected == 422)
            }
        }
        let reply = try await place.send(row, as: .admin)
        #expect(reply.status == row.admin, "\(reply)")
        for text in row.has { #expect(reply.body.contains(text), "has \(text): \(reply)") }
        for text in row.lacks + RouteRow.neverShown {
            #expect(!reply.body.contains(text), "lacks \(text): \(reply)")
        }
        for secret in place.secrets where !row.target.hasSuffix("application-api-keys") {
            #expect(!reply.body.contains(secret))
        }
    }

    @Test func `the table has a row for every route`() async throws {
        let router = try await TestServer().router
        let covered = Set(
            RouteRow.all.map { row in
                let match = router.match(Request(row.method, row.target.filled([:])))
                return "\(row.method) \(match.pattern ?? "(none: \(row.target))")"
            }
        )
        #expect(covered == Set(router.routes.map { "\($0.method) \($0.pattern)" }))
    }

    @Test func `a path that no route has is told in the dialect's way`() async throws {
        let server = try await TestServer()
        for target in ["/v1/nothing", "/admin/v1/nothing", "/v1/users/a/b/c", "/v1/"] {
            let reply = try await server.call(.get, target)
            #expect(reply.status == 404)
            #expect(reply.text("error")?.contains("No such route") == true)
        }
        let reply = try await server.call(.delete, "/v1/users/ada")
        #expect(reply.status == 405)
        #expect(reply.headers["Allow"] == "GET, HEAD, PUT, PATCH")
    }
}

/// A server on which every route has something to act upon.
private struct RoutePlace {
    let server: TestServer
    private var own = ""
    private var other = ""
    private var revoked = ""
    private var ids: [String: String] = [:]
    private static let tokenSecret = "a secret that signs the tokens of this place"

    init() async throws {
        server = try await TestServer()
        ids["metric"] = try await server.createMetric("pages")
        ids["board"] = try await server.call(
            .post,
            "/admin/v1/leaderboards",
            #"[{"name":"Top","key":"top","rankBy":"streak","status":"active"}]"#
        ).text("created.0.id")
        ids["attribute"] = try await server.createAttribute("plan", "user")
        ids["achievement"] = try await server.createAchievement(
            #""status":"active","trigger":"api","key":"tour""#
        )
        try await server.createMetric("chapters")
        ids["streak"] = try await server.createStreak(metric: "chapters")
        ids["experiment"] = try await server.call(
            .post,
            "/admin/v1/experiments",
            #"[{"key":"goal","name":"Goal","subject":{"type":"streak","key":"reading"},"#
                + #""arms":[{"key":"a"},{"key":"b","rule":{"gracePeriods":2}}]}]"#
        ).text("created.0.id")
        ids["preview"] = try await server.call(
            .post,
            "/admin/v1/streaks/definitions/\(ids["streak"] ?? "")/previews",
            #"{"gracePeriods":1}"#
        ).text("id")
        ids["amnesty"] = try await server.call(
            .post,
            "/admin/v1/streaks/amnesties",
            #"{"from":"2026-02-26T06:00:00Z","to":"2026-02-26T09:00:00Z","reason":"A test"}"#
        ).text("id")
        ids["tenant"] = try await server.createTenant("acme")
        let points = try await server.createPointsSystem()
        ids["points"] = points
        for name in ["level", "boost", "trigger"] {
            let path = "/admin/v1/points/\(points)/\(name)s"
            ids[name] = try await server.call(.get, path).text("0.id")
        }
        let event = try await server.record("2")
        ids["event"] = event.text("eventId")
        try await createGroups()
        own = try await server.createKey(of: "ada").key
        other = try await server.createKey(of: "ben").key
        let ended = try await server.createKey(of: "ada")
        ids["key"] = try await server.createKey(of: "cem").id
        revoked = ended.key
        let badge = try await server.call(
            .post,
            "/admin/v1/badges",
            #"<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>"#
        )
        ids["badge"] = badge.text("hash")
        ids["webhook"] = try await server.call(
            .post,
            "/admin/v1/webhooks",
            #"{"url":"https://example.com/hooks"}"#
        ).text("id")
        try await server.call(
            .put,
            "/admin/v1/token-verification",
            #"{"algorithm":"HS256","secret":"\#(Self.tokenSecret)","keyId":"first"}"#
        )
        try await server.call(.delete, "/admin/v1/application-api-keys?ids=\(ended.id)")
    }

    /// A group of Ada, and one that she has left.
    private func createGroups() async throws {
        for id in ["readers", "others"] {
            try await server.call(
                .post,
                "/admin/v1/streaks/groups",
                #"{"id":"\#(id)","name":"Readers","streak":"reading","members":"all","#
                    + #""users":[{"id":"ada"}]}"#
            )
        }
        try await server.call(.delete, "/admin/v1/streaks/groups/others/users/ada")
    }

    var secrets: [String] {
        [own, other, revoked].compactMap { $0.split(separator: ".").last.map(String.init) }
            + [Self.tokenSecret]
    }

    func roles(of row: RouteRow) -> [(TestServer.Role, Int)] {
        let keyless = row.isPublic ? row.admin : 401
        return [
            (.nobody, keyless), (.garbage, keyless), (.key(revoked), keyless),
            (.key(other), row.other), (.sandboxAdmin, row.sandbox), (.key(own), row.own),
        ]
    }

    func send(_ row: RouteRow, as role: TestServer.Role) async throws -> Reply {
        try await server.call(
            row.method,
            row.target.filled(ids),
            row.body.filled(ids),
            as: role
        )
    }
}

extension String {
    /// The text with `{name}` replaced by what the name stands for, or by some UUID.
    fileprivate func filled(_ values: [String: String]) -> String {
        replacing(/\{([a-z]+)\}/) { match in
            values[String(match.output.1)] ?? "01890a5d-ac96-774b-bcce-b302099a8057"
        }
    }
}
