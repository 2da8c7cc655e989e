import HTTP
import Testing

/// Setting points up: systems, levels, boosts and triggers.
@Suite struct PointsSetupTests {
    private static let path = "/admin/v1/points"
    private static let nowhere = "01890a5d-ac96-774b-bcce-b302099a8057"

    /// A server with a metric, attributes and an achievement.
    private static func server() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("words")
        try await server.createAttribute("plan", "user")
        try await server.createAttribute("genre", "event")
        try await server.createAchievement(#""trigger":"api","key":"tour","status":"active""#)
        return server
    }

    private static func ids(_ server: TestServer) async throws -> [String: String] {
        let metric = try await server.call(.get, "/admin/v1/metrics").text("0.id")
        let attributes = try await server.call(.get, "/admin/v1/attributes")
        let achievement = try await server.call(.get, "/admin/v1/achievements").text("0.id")
        var ids = ["metric": metric ?? "", "achievement": achievement ?? "", "nowhere": nowhere]
        for index in 0..<2 {
            ids[attributes.text("\(index).key") ?? ""] = attributes.text("\(index).id")
        }
        return ids
    }

    private static func filled(_ text: String, _ server: TestServer) async throws -> String {
        try await ids(server).reduce(text) { text, id in
            text.replacing("{\(id.key)}", with: id.value)
        }
    }

    @Test func `a system is created with all that it begins with, and shown`() async throws {
        let server = try await Self.server()
        try await server.call(.put, "/v1/users/ada", "{}")
        let body = try await Self.filled(
            """
            [{"name":"XP","key":"xp","description":"Experience","badge":{"url":"/b.png"},
              "maxPoints":5000,"expiresAfterDays":90,
              "levels":[{"name":"Silver","key":"silver","points":100},
                        {"name":"Bronze","key":"bronze","points":0,"description":"First"}],
              "boosts":[{"name":"Double","start":"2026-03-01","end":"2026-03-02","multiplier":2},
                        {"name":"Yours","start":"2026-04-01","multiplier":1.5,"rounding":"up",
                         "userId":"ada"}],
              "triggers":[{"type":"metric","points":10,"status":"active","metricId":"{metric}",
                           "metricThreshold":3,"maxPerDay":50,
                           "eventAttributes":[{"attributeId":"{genre}","attributeValue":"noir"}],
                           "userAttributes":[{"attributeId":"{plan}","attributeValue":"pro"}]},
                          {"type":"time","points":-1,"timeUnit":"hours","timeInterval":2}]}]
            """,
            server
        )
        let created = try await server.call(.post, Self.path, body)
        #expect(created.status == 201)
        #expect(created.count("issues") == 0, "\(created)")
        let id = created.text("created.0.id") ?? ""
        let shown = try await server.call(.get, "\(Self.path)/\(id)")
        #expect(shown.text("key") == "xp")
        #expect(shown.text("status") == "active")
        #expect(shown.text("description") == "Experience")
        #expect(shown.text("badge.url")?.hasSuffix("/b.png") == true)
        #expect(shown.value("maxPoints") == "5000")
        #expect(shown.value("expiresAfterDays") == "90")

        let levels = try await server.call(.get, "\(Self.path)/\(id)/levels")
        #expect(levels.column("key") == [#""bronze""#, #""silver""#])
        #expect(levels.text("0.description") == "First")
        let boosts = try await server.call(.get, "\(Self.path)/\(id)/boosts")
        #expect(boosts.text("0.status") == "active")
        #expect(boosts.text("0.rounding") == "down")
        #expect(boosts.value("0.userId") == "null")
        #expect(boosts.value("0.userAttributes") == "[]")
        #expect(boosts.text("1.status") == "scheduled")
        #expect(boosts.text("1.userId") == "ada")
        #expect(boosts.value("1.userAttributes") == nil)
        let triggers = try await server.call(.get, "\(Self.path)/\(id)/triggers")
        #expect(triggers.value("0.metricThreshold") == "3")
        #expect(triggers.value("0.maxPerDay") == "50")
        #expect(triggers.text("0.eventAttributes.0.attributeValue") == "noir")
        #expect(triggers.text("0.userAttributes.0.attributeValue") == "pro")
        #expect(triggers.text("1.status") == "inactive")
        #expect(triggers.text("1.timeUnit") == "hours")
        #expect(triggers.value("1.points") == "-1")
    }

    @Test func `a system with a part that cannot be is not created at all`() async throws {
        let server = try await Self.server()
        let body =
            #"[{"name":"XP","key":"xp","levels":[{"name":"A","key":"a","points":-1}]}]"#
        let created = try await server.call(.post, Self.path, body)
        #expect(created.status == 200)
        #expect(created.text("issues.0.message") == "points must be 0 or more.")
        #expect(try await server.call(.get, Self.path).value("") == "[]")
    }

    @Test(
        arguments: [
            Row("no name", ("", #"{"key":"k"}"#), "name is required"),
            Row("no key", ("", #"{"name":"n"}"#), "key is required"),
            Row("a bad key", ("", #"{"name":"n","key":"a b"}"#), "key may only have"),
            Row("a key in use", ("", #"{"name":"n","key":"xp"}"#), "Key already in use"),
            Row("no room", ("", #"{"name":"n","key":"k","maxPoints":0}"#), "maxPoints must be 1"),
            Row(
                "a bad badge",
                ("", #"{"name":"n","key":"k","badge":{"url":"x"}}"#),
                "badge.url must"
            ),
            Row(
                "a level without points",
                ("/levels", #"{"name":"n","key":"k"}"#),
                "points is required"
            ),
            Row(
                "a level with a key in use",
                ("/levels", #"{"name":"n","key":"bronze","points":1}"#),
                "Key already in use by another level"
            ),
            Row(
                "a boost without a start",
                ("/boosts", #"{"name":"n","multiplier":2}"#),
                "start is required"
            ),
            Row(
                "a boost of nothing",
                ("/boosts", #"{"name":"n","start":"2026-01-01","multiplier":1}"#),
                "multiplier must be above 0, below 100, and not 1."
            ),
            Row(
                "a boost that ends before it begins",
                (
                    "/boosts",
                    #"{"name":"n","start":"2026-01-02","end":"2026-01-01","multiplier":2}"#
                ),
                "end must not be before start."
            ),
            Row(
                "a boost for a user and for users",
                (
                    "/boosts",
                    #"{"name":"n","start":"2026-01-02","multiplier":2,"userId":"a","userAttributes":[]}"#
                ),
                "userAttributes cannot come together with userId"
            ),
            Row("a trigger of nothing", ("/triggers", #"{"points":1}"#), "type is required"),
            Row(
                "a trigger of luck",
                ("/triggers", #"{"type":"luck","points":1}"#),
                "type must be"
            ),
            Row(
                "a trigger for nothing",
                ("/triggers", #"{"type":"user_creation","points":0}"#),
                "points must not be 0."
            ),
            Row(
                "no metric",
                ("/triggers", #"{"type":"metric","points":1,"metricThreshold":1}"#),
                "metricId is required"
            ),
            Row(
                "an unknown metric",
                (
                    "/triggers",
                    #"{"type":"metric","points":1,"metricId":"{nowhere}","metricThreshold":1}"#
                ),
                "Metric not found by ID"
            ),
            Row(
                "no threshold",
                ("/triggers", #"{"type":"metric","points":1,"metricId":"{metric}"}"#),
                "metricThreshold is required"
            ),
            Row(
                "no achievement",
                ("/triggers", #"{"type":"achievement","points":1}"#),
                "achievementId is required"
            ),
            Row(
                "no length",
                ("/triggers", #"{"type":"streak","points":1}"#),
                "streakLength is required"
            ),
            Row(
                "an hour as applications read it",
                ("/triggers", #"{"type":"time","points":1,"timeUnit":"hour","timeInterval":1}"#),
                "timeUnit must be"
            ),
            Row(
                "an event's attribute of something else",
                (
                    "/triggers",
                    #"{"type":"user_creation","points":1,"eventAttributes":[{"attributeId":"{genre}","attributeValue":"x"}]}"#
                ),
                "eventAttributes is for metric triggers only"
            ),
            Row(
                "a trigger that cannot be deleted this way",
                ("/triggers", #"{"type":"user_creation","points":1,"status":"archived"}"#),
                "status must be"
            ),
        ] as [Row<(String, String), String>]
    )
    func `what cannot be is an issue, and nothing is created`(
        row: Row<(String, String), String>
    ) async throws {
        let server = try await Self.server()
        let system = try await server.createPointsSystem()
        let path = row.input.0.isEmpty ? Self.path : "\(Self.path)/\(system)\(row.input.0)"
        let before = try await server.call(.get, path).value("")
        let body = try await Self.filled("[\(row.input.1)]", server)
        let reply = try await server.call(.post, path, body)
        #expect(reply.status == 200)
        #expect(reply.count("created") == 0)
        #expect(reply.value("issues.0.index") == "0")
        #expect(
            reply.text("issues.0.message")?.hasPrefix(row.expected) == true,
            "\(reply)"
        )
        #expect(try await server.call(.get, path).value("") == before)
    }

    @Test(arguments: ["/levels", "/boosts", "/triggers"])
    func `the parts of an unknown system are found nowhere`(part: String) async throws {
        let server = try await Self.server()
        for (method, body) in [(Method.get, ""), (.post, "[{}]"), (.patch, "[{}]")] {
            let reply = try await server.call(method, "\(Self.path)/\(Self.nowhere)\(part)", body)
            #expect(reply.status == 404)
            #expect(reply.text("error") == "Points system \(Self.nowhere) not found by ID.")
        }
        let other = try await server.createPointsSystem()
        let reply = try await server.call(.get, "\(Self.path)/\(other)\(part)/\(Self.nowhere)")
        #expect(reply.status == 404)
    }

    @Test(
        arguments: [
            Row(
                "a system",
                ("", #"{"name":"N","description":null,"maxPoints":null}"#),
                [
                    ("name", #""N""#), ("description", #""""#), ("maxPoints", "null"),
                    ("key", #""xp""#),
                ]
            ),
            Row(
                "a level",
                ("/levels", #"{"points":7,"description":"d"}"#),
                [("points", "7"), ("description", #""d""#), ("name", #""Bronze""#)]
            ),
            Row(
                "a boost",
                ("/boosts", #"{"end":null,"multiplier":0.5,"rounding":"nearest"}"#),
                [("end", "null"), ("multiplier", "0.5"), ("rounding", #""nearest""#)]
            ),
            Row(
                "a trigger",
                ("/triggers", #"{"points":-5,"blockIfOutOfPoints":true,"maxPerWeek":9}"#),
                [("points", "-5"), ("blockIfOutOfPoints", "true"), ("maxPerWeek", "9")]
            ),
        ] as [Row<(String, String), [(String, String)]>]
    )
    func `a change keeps what it does not name`(
        row: Row<(String, String), [(String, String)]>
    ) async throws {
        let server = try await Self.server()
        let system = try await server.createPointsSystem()
        let path = row.input.0.isEmpty ? Self.path : "\(Self.path)/\(system)\(row.input.0)"
        let id = try await server.call(.get, path).text("0.id") ?? ""
        let body = "[{\"id\":\"\(id)\"," + row.input.1.dropFirst() + "]"
        let changed = try await server.call(.patch, path, body)
        #expect(changed.count("issues") == 0, "\(changed)")
        let shown = try await server.call(.get, "\(path)/\(id)")
        for (name, value) in row.expected { #expect(shown.value(name) == value) }

        let gone = try await server.call(.delete, "\(path)?ids=\(id)")
        #expect(gone.text("deleted.0.id") == id)
        #expect(try await server.call(.get, "\(path)/\(id)").status == 404)
        let again = try await server.call(.delete, "\(path)?ids=\(id)")
        #expect(again.text("issues.0.message")?.hasSuffix("not found by ID") == true)
    }

    @Test func `applications are shown what is active, with keys instead of ids`() async throws {
        let server = try await Self.server()
        let system = try await server.createPointsSystem()
        let trigger = try await Self.filled(
            """
            [{"type":"metric","points":3,"metricId":"{metric}","metricThreshold":2,"status":"active",
              "userAttributes":[{"attributeId":"{plan}","attributeValue":"pro"}]},
             {"type":"achievement","points":5,"achievementId":"{achievement}"}]
            """,
            server
        )
        try await server.call(.post, "\(Self.path)/\(system)/triggers", trigger)
        let shown = try await server.call(.get, "/v1/points/xp")
        #expect(shown.value("key") == nil)
        #expect(shown.count("triggers") == 2)
        #expect(shown.text("triggers.1.metricName") == "words")
        #expect(shown.text("triggers.1.userAttributes.0.key") == "plan")
        #expect(shown.value("triggers.1.eventAttributes") == "[]")
        let levels = try await server.call(.get, "/v1/points/xp/levels")
        #expect(levels.text("0.key") == "bronze")
        let boosts = try await server.call(.get, "/v1/points/xp/boosts")
        #expect(boosts.column("name") == [#""Double""#])
        #expect(try await server.call(.get, "/v1/points/none").status == 404)
    }

    @Test func `boosts that are over are listed when asked for`() async throws {
        let server = try await Self.server()
        let system = try await server.createPointsSystem()
        let body = #"[{"name":"Past","start":"2025-01-01","end":"2025-01-02","multiplier":3}]"#
        try await server.call(.post, "\(Self.path)/\(system)/boosts", body)
        for (query, count) in [
            ("", 1), ("?includeFinished=false", 1), ("?includeFinished=true", 2),
        ] {
            let boosts = try await server.call(.get, "/v1/points/xp/boosts\(query)")
            #expect(boosts.count("") == count)
        }
    }
}

extension TestServer {
    /// A points system `xp` with one of everything, and its id.
    @discardableResult
    func createPointsSystem() async throws -> String {
        let body = """
            [{"name":"XP","key":"xp","levels":[{"name":"Bronze","key":"bronze","points":1}],
              "boosts":[{"name":"Double","start":"2026-03-01","end":"2026-03-09","multiplier":2}],
              "triggers":[{"type":"user_creation","points":5,"status":"active"}]}]
            """
        return try await call(.post, "/admin/v1/points", body).text("created.0.id") ?? ""
    }
}
