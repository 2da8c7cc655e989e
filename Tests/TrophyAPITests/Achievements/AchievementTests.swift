import HTTP
import Testing

@Suite struct AchievementTests {
    /// A server with a metric, whose id comes with it, and an attribute of each kind.
    private static func server() async throws -> (server: TestServer, metric: String) {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        try await server.createAttribute("device", "event")
        try await server.createAttribute("plan", "user")
        return (server, metric)
    }

    @Test func `an event lists what it reached, as Trophy writes it`() async throws {
        let (server, metric) = try await Self.server()
        let first = try await server.createAchievement(
            """
            "status":"active","trigger":"metric","metricId":"\(metric)","metricValue":2.5,
            "description":"Well read","badge":{"url":"https://example.com/b.png"}
            """,
            name: "Reader"
        )
        let whole = try await server.createAchievement(
            #""status":"active","trigger":"achievement","achievementIds":["\#(first)"]"#,
            name: "Scholar"
        )
        #expect(try await server.record("2").value("achievements") == "[]")
        let reply = try await server.record("3")
        #expect(
            reply.value("achievements.0") == """
                {"id":"\(first)","name":"Reader","description":"Well read",\
                "badgeUrl":"https://example.com/b.png","trigger":"metric","metricId":"\(metric)",\
                "metricName":"pages","metricValue":2.5,"eventAttributes":[],"userAttributes":[],\
                "achievedAt":"2026-03-01T12:00:00.000Z"}
                """
        )
        #expect(
            reply.value("achievements.1") == """
                {"id":"\(whole)","name":"Scholar","description":null,"badgeUrl":null,\
                "trigger":"achievement","achievementIds":["\(first)"],"userAttributes":[],\
                "achievedAt":"2026-03-01T12:00:00.000Z"}
                """
        )
        #expect(try await server.record("3").value("achievements") == "[]")
    }

    @Test func `metrics list their achievements, complete and not`() async throws {
        let (server, metric) = try await Self.server()
        let fields = #""status":"active","trigger":"metric","metricId":"\#(metric)""#
        try await server.createAchievement(fields + #","metricValue":1"#, name: "One")
        try await server.createAchievement(fields + #","metricValue":3"#, name: "Three")
        try await server.record("1")
        for (target, path) in [("metrics", "0."), ("metrics/pages", "")] {
            let reply = try await server.call(.get, "/v1/users/ada/\(target)")
            let list = path + "achievements"
            #expect(reply.column("name", of: list) == [#""One""#, #""Three""#])
            #expect(
                reply.column("achievedAt", of: list) == [#""2026-03-01T12:00:00.000Z""#, "null"]
            )
            #expect(
                reply.column("progress", of: list)
                    == [nil, #"{"current":1,"target":3,"percent":33.33}"#]
            )
        }
    }

    @Test func `a second completion answers the first again`() async throws {
        let (server, _) = try await Self.server()
        try await server.createAchievement(#""status":"active","trigger":"api","key":"tour""#)
        let body = #"{"user":{"id":"ada","name":"Ada"}}"#
        let first = try await server.call(.post, "/v1/achievements/tour/complete", body)
        #expect(first.status == 201)
        #expect(first.value("points") == "{}")
        server.clock.advance(by: .seconds(90))
        let second = try await server.call(.post, "/v1/achievements/tour/complete", body)
        #expect(second.status == 201)
        #expect(second.body == first.body)
        #expect(try await server.call(.get, "/v1/users/ada").text("name") == "Ada")
        let list = try await server.call(.get, "/v1/users/ada/achievements")
        #expect(list.column("completions") == ["1"])
    }

    @Test(arguments: [
        Row("unknown", "nope", 404), Row("inactive", "hidden", 404), Row("locked", "locked", 422),
        Row("of a metric", "read", 404), Row("closed to the user", "pro", 422),
    ]) func `what cannot be completed is refused`(row: Row<String, Int>) async throws {
        let (server, _) = try await Self.server()
        let plan = try await server.call(.get, "/admin/v1/attributes").text("1.id") ?? ""
        for (fields, key) in [
            (#""status":"inactive""#, "hidden"), (#""status":"locked""#, "locked"),
            (
                #""status":"active","userAttributes":[{"attributeId":"\#(plan)","attributeValue":"pro"}]"#,
                "pro"
            ),
        ] { try await server.createAchievement(fields + #","trigger":"api","key":"\#(key)""#) }
        let reply = try await server.call(
            .post,
            "/v1/achievements/\(row.input)/complete",
            #"{"user":{"id":"ada"}}"#
        )
        #expect(reply.status == row.expected, "\(reply)")
        #expect(try await server.call(.get, "/v1/users/ada").status == 404)
    }

    @Test func `rarity is a share of all users, and follows those who go`() async throws {
        let (server, metric) = try await Self.server()
        try await server.createAchievement(
            #""status":"active","trigger":"metric","metricId":"\#(metric)","metricValue":5"#
        )
        func shown() async throws -> String {
            let reply = try await server.call(.get, "/v1/achievements")
            return "\(reply.value("0.completions") ?? "") \(reply.value("0.rarity") ?? "")"
        }
        #expect(try await shown() == "0 0")
        for (user, value) in [("ada", "5"), ("ben", "1"), ("cem", "9")] {
            try await server.record(value, of: user)
        }
        #expect(try await shown() == "2 66.666667")
        try await server.call(.delete, "/admin/v1/users/ada")
        #expect(try await shown() == "1 50")
        try await server.call(.delete, "/admin/v1/users/ben")
        #expect(try await shown() == "1 100")
        try await server.record("5", of: "ada")
        #expect(try await shown() == "2 100")
    }

    @Test func `who may see what depends on status and attributes`() async throws {
        let (server, _) = try await Self.server()
        let plan = try await server.call(.get, "/admin/v1/attributes").text("1.id") ?? ""
        let filter = #","userAttributes":[{"attributeId":"\#(plan)","attributeValue":"pro"}]"#
        let locked = try await server.createAchievement(
            #""status":"active","trigger":"api","key":"a""#,
            name: "Locked"
        )
        try await server.createAchievement(#""trigger":"api","key":"b""#, name: "Inactive")
        try await server.createAchievement(
            #""status":"active","trigger":"api","key":"c""# + filter,
            name: "Pro"
        )
        let ada = #"{"user":{"id":"ada"}}"#
        try await server.call(.post, "/v1/achievements/a/complete", ada)
        try await server.call(.put, "/v1/users/ben", #"{"attributes":{"plan":"pro"}}"#)
        try await server.call(
            .patch,
            "/admin/v1/achievements",
            #"[{"id":"\#(locked)","status":"locked"}]"#
        )
        func names(_ target: String) async throws -> [String?] {
            try await server.call(.get, target).column("name")
        }
        #expect(try await names("/v1/achievements") == [#""Pro""#])
        #expect(try await names("/v1/achievements?userAttributes=plan:pro") == [#""Pro""#])
        #expect(try await names("/v1/achievements?userAttributes=plan%3Afree") == [])
        #expect(try await names("/v1/users/ada/achievements") == [#""Locked""#])
        let all = "achievements?includeIncomplete=true"
        #expect(try await names("/v1/users/ada/\(all)") == [#""Locked""#])
        #expect(try await names("/v1/users/ben/\(all)") == [#""Pro""#])
        #expect(try await names("/v1/users/ben/achievements?includeIncomplete=1") == [])
    }

    @Test func `an anniversary is there when somebody looks, and counted`() async throws {
        let (server, _) = try await Self.server()
        try await server.createAchievement(
            #""status":"active","trigger":"anniversary","anniversaryYears":1"#
        )
        try await server.call(
            .put,
            "/v1/users/ada",
            #"{"signUpDate":"2025-03-02","tz":"Europe/Berlin"}"#
        )
        let list = "/v1/users/ada/achievements?includeIncomplete=true"
        let before = try await server.call(.get, list)
        #expect(before.value("0.progress") == #"{"current":0,"target":1,"percent":0}"#)
        server.clock.advance(by: .seconds(86_400))
        let after = try await server.call(.get, list)
        #expect(after.text("0.achievedAt") == "2026-03-01T23:00:00.000Z")
        #expect(after.value("0.completions") == "1")
    }

    @Test func `an export has what the user reached, also what is hidden by now`() async throws {
        let (server, _) = try await Self.server()
        let id = try await server.createAchievement(#""status":"active","trigger":"api","key":"k""#)
        try await server.createAchievement(#""status":"active","trigger":"api","key":"l""#)
        try await server.call(.post, "/v1/achievements/k/complete", #"{"user":{"id":"ada"}}"#)
        try await server.call(
            .patch,
            "/admin/v1/achievements",
            #"[{"id":"\#(id)","status":"inactive"}]"#
        )
        let reply = try await server.call(.get, "/admin/v1/users/ada/export")
        #expect(
            reply.value("achievements")
                == #"[{"id":"\#(id)","name":"Done","achievedAt":"2026-03-01T12:00:00.000Z"}]"#
        )
    }

    @Test func `a filter of events is shown by key, and by id to admins`() async throws {
        let (server, metric) = try await Self.server()
        let device = try await server.call(.get, "/admin/v1/attributes").text("0.id") ?? ""
        let id = try await server.createAchievement(
            """
            "status":"active","trigger":"metric","metricId":"\(metric)","metricValue":2,
            "eventAttributes":[{"attributeId":"\(device)","attributeValue":"ios"}]
            """
        )
        let shown = try await server.call(.get, "/v1/achievements")
        #expect(shown.value("0.eventAttributes") == #"[{"key":"device","value":"ios"}]"#)
        let admin = try await server.call(.get, "/admin/v1/achievements/\(id)")
        #expect(
            admin.value("eventAttributes")
                == #"[{"attributeId":"\#(device)","attributeValue":"ios"}]"#
        )
        try await server.record("1", with: #","attributes":{"device":"ios"}"#)
        try await server.record("5", with: #","attributes":{"device":"web"}"#)
        let list = try await server.call(.get, "/v1/users/ada/achievements?includeIncomplete=true")
        #expect(list.value("0.progress") == #"{"current":1,"target":2,"percent":50}"#)
        let last = try await server.record("1", with: #","attributes":{"device":"ios"}"#)
        #expect(last.count("achievements") == 1)
    }

    @Test func `a deleted metric reaches nothing more, whoever asks`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let plan = try await server.createAttribute("plan", "user")
        let done = try await server.createAchievement(
            """
            "status":"active","trigger":"metric","metricId":"\(metric)","metricValue":3,
            "userAttributes":[{"attributeId":"\(plan)","attributeValue":"pro"}]
            """
        )
        for user in ["ada", "ben"] { try await server.record("5", of: user) }
        try await server.call(.delete, "/admin/v1/metrics?ids=\(metric)")

        try await server.call(.patch, "/v1/users/ada", #"{"attributes":{"plan":"pro"}}"#)
        let everybody = #"{"id":"\#(done)","userAttributes":null}"#
        let preview = try await server.call(.post, "/admin/v1/achievements/preview", everybody)
        #expect(preview.value("completions") == "0")
        try await server.call(.patch, "/admin/v1/achievements", "[\(everybody)]")
        try await server.finishRounds()
        for user in ["ada", "ben"] {
            #expect(try await server.call(.get, "/v1/users/\(user)/achievements").body == "[]")
        }
    }
}
