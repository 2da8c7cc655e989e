import HTTP
import Testing

/// Setting streaks up, as the reference of Bricqs' administration has it.
@Suite struct AdminStreakTests {
    private static let path = "\(TestServer.gamify)/admin/streaks"
    private static let daily =
        #"{"code":"daily_login","name":"Daily Login Streak","description":"Log in every day to build your streak","period":"daily","grace_period_hours":24,"display_order":1}"#

    /// A server with a streak, and the streak's id.
    private static func server() async throws -> (TestServer, String) {
        let server = try await TestServer.bricqs()
        let created = try await server.call(
            .post,
            path,
            #"{"code":"daily_login","name":"Daily Login","period":"daily"}"#
        )
        return (server, created.text("id") ?? "\(created)")
    }

    @Test func `a definition is the one of the other routes, with an id`() async throws {
        let server = try await TestServer.bricqs()
        let created = try await server.call(.post, Self.path, Self.daily)
        #expect(created.status == 201, "\(created)")
        #expect(
            created.names() == [
                "id", "code", "name", "description", "period", "grace_periods", "reset_on_miss",
                "is_active", "grace_period_hours",
            ]
        )
        #expect(created.value("grace_periods") == "1")
        #expect(created.value("grace_period_hours") == "24")
        let id = created.text("id") ?? ""
        for name in [id, id.uppercased(), "daily_login"] {
            #expect(try await server.call(.get, "\(Self.path)/\(name)").body == created.body)
        }
        let other = try await server.call(.get, "\(TestServer.gamify)/streaks/daily_login")
        #expect(other.value("grace_periods") == "1", "\(other)")
        #expect(try await server.call(.post, Self.path, Self.daily).status == 409)
    }

    @Test(arguments: [
        Row("name", #"{"name":"Come back"}"#, #""name":"Come back""#),
        Row("grace in hours", #"{"grace_period_hours":48}"#, #""grace_periods":2"#),
        Row("grace in periods", #"{"grace_periods":2}"#, #""grace_period_hours":48"#),
        Row("both", #"{"grace_periods":2,"grace_period_hours":48}"#, #""grace_periods":2"#),
        Row("none in hours", #"{"grace_period_hours":null}"#, #""grace_periods":0"#),
        Row(
            "grace of weeks",
            #"{"period":"weekly","grace_period_hours":168}"#,
            #""grace_periods":1"#
        ),
        Row(
            "grace of months",
            #"{"period":"monthly","grace_periods":1}"#,
            #""grace_period_hours":null"#
        ),
        Row("no grace of months", #"{"period":"monthly"}"#, #""grace_period_hours":0"#),
        Row("is_active", #"{"is_active":false}"#, #""is_active":false"#),
        Row("for all time", #"{"grace_periods":2,"applies_to":"all"}"#, #""grace_periods":2"#),
    ]) func `a field changes alone`(row: Row<String, String>) async throws {
        let (server, id) = try await Self.server()
        let reply = try await server.call(.patch, "\(Self.path)/\(id)", row.input)
        #expect(reply.status == 200, "\(reply)")
        #expect(reply.body.contains(row.expected), "\(reply)")
        #expect(try await server.call(.get, "\(Self.path)/\(id)").body == reply.body)
    }

    @Test(arguments: [
        Row("part of a day", #"{"grace_period_hours":6}"#, "grace_period_hours"),
        Row(
            "days of a week",
            #"{"period":"weekly","grace_period_hours":24}"#,
            "grace_period_hours"
        ),
        Row("hours of a month", #"{"period":"monthly","grace_period_hours":0}"#, "grace_periods"),
        Row("too many", #"{"grace_period_hours":2424}"#, "grace_period_hours"),
        Row("far too many", #"{"grace_period_hours":16801}"#, "grace_period_hours"),
        Row("less than none", #"{"grace_period_hours":-24}"#, "grace_period_hours"),
        Row("a text", #"{"grace_period_hours":"24"}"#, "grace_period_hours"),
        Row(
            "two that differ",
            #"{"grace_periods":1,"grace_period_hours":48}"#,
            "grace_period_hours"
        ),
        Row("another code", #"{"code":"other"}"#, "code"),
        Row("an unknown period", #"{"period":"hourly"}"#, "period"),
    ]) func `what cannot be is named, and changes nothing`(
        row: Row<String, String>
    ) async throws {
        let (server, id) = try await Self.server()
        let before = try await server.call(.get, "\(Self.path)/\(id)")
        let reply = try await server.call(.patch, "\(Self.path)/\(id)", row.input)
        #expect(reply.status == 400, "\(reply)")
        #expect(reply.text("detail")?.contains(row.expected) == true, "\(reply)")
        #expect(try await server.call(.get, "\(Self.path)/\(id)").body == before.body)
    }

    @Test func `deletion puts a streak to rest`() async throws {
        let (server, id) = try await Self.server()
        try await server.tick()
        #expect(try await server.call(.delete, "\(Self.path)/\(id)").status == 204)
        #expect(try await server.call(.delete, "\(Self.path)/\(id)").status == 204)
        #expect(try await server.call(.get, "\(Self.path)/\(id)").value("is_active") == "false")
        #expect(try await server.tick().status == 404)
        #expect(try await server.call(.post, Self.path, Self.daily).status == 409)
        try await server.call(.patch, "\(Self.path)/\(id)", #"{"is_active":true}"#)
        #expect(try await server.streaks().value("streaks.0.current_count") == "1")
        // The other route ends it.
        try await server.call(.delete, "\(TestServer.gamify)/streaks/daily_login")
        for method in [HTTP.Method.get, .patch, .delete] {
            let reply = try await server.call(method, "\(Self.path)/\(id)", "{}")
            #expect(reply.status == 404, "\(method): \(reply)")
        }
    }

    @Test func `pages and filters list what they say`() async throws {
        let server = try await TestServer.bricqs()
        for code in ["a", "b", "c"] { try await server.createStreak(code) }
        try await server.call(.delete, "\(Self.path)/b")
        for (query, codes, total) in [
            ("", [#""a""#, #""b""#, #""c""#], "3"), ("?page_size=2", [#""a""#, #""b""#], "3"),
            ("?page_size=2&page=2", [#""c""#], "3"), ("?page=9", [], "3"),
            ("?is_active=true", [#""a""#, #""c""#], "2"), ("?is_active=false", [#""b""#], "1"),
            ("?is_active=true&page_size=1&page=2", [#""c""#], "2"),
        ] {
            let reply = try await server.call(.get, Self.path + query)
            #expect(reply.column("code", of: "streaks") == codes, "\(query): \(reply)")
            #expect(reply.value("total") == total)
        }
        for query in ["page=0", "page_size=101", "page=x", "page=1000001", "is_active=maybe"] {
            #expect(try await server.call(.get, "\(Self.path)?\(query)").status == 400)
        }
    }
}
