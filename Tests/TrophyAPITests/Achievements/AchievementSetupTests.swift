import HTTP
import Testing

@Suite struct AchievementSetupTests {
    @Test func `a category is shown to all where it is set, and null takes it away`() async throws {
        let server = try await TestServer()
        let fields = #""trigger":"api","key":"k","status":"active""#
        let id = try await server.createAchievement(fields + #","category":"Onboarding""#)
        let path = "/admin/v1/achievements"
        #expect(try await server.call(.get, "\(path)/\(id)").text("category") == "Onboarding")
        #expect(try await server.call(.get, "/v1/achievements").text("0.category") == "Onboarding")
        let change = #"[{"id":"\#(id)","category":null}]"#
        let cleared = try await server.call(.patch, path, change)
        #expect(cleared.value("updated.0.name") != nil, "\(cleared)")
        #expect(cleared.value("updated.0.category") == nil)
        #expect(try await server.call(.get, "/v1/achievements").value("0.category") == nil)
    }

    private static let nowhere = "01890a5d-ac96-774b-bcce-b302099a8057"

    @Test(arguments: [
        Row("no name", #"{"trigger":"api","key":"k"}"#, "name is required."),
        Row("a name that is none", #"{"name":5,"trigger":"api"}"#, "name must be a string"),
        Row("no trigger", #"{"name":"n"}"#, "trigger is required"),
        Row("a trigger that is none", #"{"name":"n","trigger":"luck"}"#, "trigger must be"),
        Row(
            "a status that is none",
            #"{"name":"n","trigger":"api","key":"k","status":"x"}"#,
            "status"
        ),
        Row(
            "no metric",
            #"{"name":"n","trigger":"metric","metricValue":1}"#,
            "metricId is required for metric achievements"
        ),
        Row(
            "a metric that is no id",
            #"{"name":"n","trigger":"metric","metricId":"pages","metricValue":1}"#,
            "metricId must be a valid UUID"
        ),
        Row(
            "an unknown metric",
            #"{"name":"n","trigger":"metric","metricId":"\#(nowhere)","metricValue":1}"#,
            "Metric not found by ID"
        ),
        Row(
            "no value",
            #"{"name":"n","trigger":"metric","metricId":"{metric}"}"#,
            "metricValue is required for metric achievements"
        ),
        Row(
            "a value of nothing",
            #"{"name":"n","trigger":"metric","metricId":"{metric}","metricValue":0}"#,
            "metricValue must be above 0"
        ),
        Row("no key", #"{"name":"n","trigger":"api"}"#, "key is required for api achievements"),
        Row("a bad key", #"{"name":"n","trigger":"api","key":"a b"}"#, "key may only have"),
        Row(
            "a key in use",
            #"{"name":"n","trigger":"api","key":"taken"}"#,
            "Key already in use by another achievement"
        ),
        Row(
            "no length",
            #"{"name":"n","trigger":"streak"}"#,
            "streakLength is required for streak achievements"
        ),
        Row(
            "a length of nothing",
            #"{"name":"n","trigger":"streak","streakLength":0}"#,
            "streakLength must be between 1"
        ),
        Row(
            "no years",
            #"{"name":"n","trigger":"anniversary"}"#,
            "anniversaryYears is required for anniversary achievements"
        ),
        Row(
            "no parts",
            #"{"name":"n","trigger":"achievement"}"#,
            "achievementIds is required for composite achievements"
        ),
        Row(
            "parts that are none",
            #"{"name":"n","trigger":"achievement","achievementIds":[]}"#,
            "achievementIds must have 1 to 100 entries"
        ),
        Row(
            "an unknown part",
            #"{"name":"n","trigger":"achievement","achievementIds":["\#(nowhere)"]}"#,
            "Achievement not found by ID"
        ),
        Row(
            "an unknown attribute",
            #"{"name":"n","trigger":"api","key":"k","userAttributes":[{"attributeId":"\#(nowhere)","attributeValue":"x"}]}"#,
            "Attribute not found by ID"
        ),
        Row(
            "an attribute of events",
            #"{"name":"n","trigger":"api","key":"k","userAttributes":[{"attributeId":"{device}","attributeValue":"x"}]}"#,
            "Attribute not found by ID"
        ),
        Row(
            "a badge without a URL",
            #"{"name":"n","trigger":"api","key":"k","badge":{"url":"b.png"}}"#,
            "badge.url must be a URL"
        ),
    ]) func `what is wrong with an achievement is an issue`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let device = try await server.createAttribute("device", "event")
        try await server.createAchievement(#""trigger":"api","key":"taken""#)
        let item = row.input.replacing("{metric}", with: metric)
            .replacing("{device}", with: device)
        let reply = try await server.call(.post, "/admin/v1/achievements", "[\(item)]")
        #expect(reply.status == 200)
        #expect(reply.value("issues.0.index") == "0")
        let message = reply.text("issues.0.message") ?? ""
        #expect(message.hasPrefix(row.expected), "\(reply)")
    }

    @Test func `a change keeps what it does not name, and null clears`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let id = try await server.createAchievement(
            """
            "trigger":"metric","metricId":"\(metric)","metricValue":5,"description":"d",
            "badge":{"url":"https://b"}
            """
        )
        func change(_ fields: String) async throws -> Reply {
            let body = #"[{"id":"\#(id)",\#(fields)}]"#
            return try await server.call(.patch, "/admin/v1/achievements", body)
        }
        let active = try await change(#""status":"active","metricValue":7"#)
        #expect(
            active.value("updated.0") == """
                {"id":"\(id)","name":"Done","description":"d","badge":{"url":"https://b"},\
                "status":"active","trigger":"metric","metricId":"\(metric)","metricValue":7,\
                "eventAttributes":[],"userAttributes":[]}
                """
        )
        let cleared = try await change(#""description":null,"badge":null,"name":"New""#)
        #expect(cleared.value("updated.0.badge") == "null")
        #expect(cleared.value("updated.0.metricValue") == "7")
        let refused = try await change(#""trigger":"streak""#)
        #expect(
            refused.text("issues.0.message") == "streakLength is required for streak achievements"
        )
        #expect(refused.text("issues.0.id") == id)
        let other = try await change(#""trigger":"streak","streakLength":7"#)
        #expect(other.value("updated.0.streakLength") == "7")
        #expect(other.value("updated.0.metricId") == nil)
    }

    @Test func `an achievement never leads back to itself, and parts go after the whole`()
        async throws
    {
        let server = try await TestServer()
        let part = try await server.createAchievement(#""trigger":"api","key":"k""#)
        let whole = try await server.createAchievement(
            #""trigger":"achievement","achievementIds":["\#(part)"]"#,
            name: "Whole"
        )
        let circle = try await server.call(
            .patch,
            "/admin/v1/achievements",
            #"[{"id":"\#(part)","trigger":"achievement","achievementIds":["\#(whole)"]}]"#
        )
        #expect(
            circle.text("issues.0.message")
                == "achievementIds must not lead back to the achievement itself"
        )
        let refused = try await server.call(.delete, "/admin/v1/achievements?ids=\(part)")
        #expect(
            refused.text("issues.0.message")
                == #"Achievement is a part of "Whole"; change or delete that one first"#
        )
        let both = try await server.call(.delete, "/admin/v1/achievements?ids=\(part),\(whole)")
        #expect(both.count("deleted") == 2)
        #expect(try await server.call(.get, "/admin/v1/achievements").count() == 0)
        #expect(
            try await server.call(.get, "/admin/v1/achievements/\(part)").status == 404
        )
    }

    @Test(arguments: [
        Row("the part named first", "{part},{middle}", ["part", "middle", "whole"]),
        Row("the whole of it named first", "{middle},{part}", ["part", "middle", "whole"]),
        Row("with what consists of them", "{part},{middle},{whole}", []),
        Row("the other way round", "{whole},{middle},{part}", []),
        Row("the last one alone", "{whole}", ["part", "middle"]),
    ]) func `a part stays as long as what consists of it`(row: Row<String, [String]>) async throws {
        let server = try await TestServer()
        var ids = row.input
        var last = try await server.createAchievement(#""trigger":"api","key":"k""#, name: "part")
        ids = ids.replacing("{part}", with: last)
        for name in ["middle", "whole"] {
            last = try await server.createAchievement(
                #""trigger":"achievement","achievementIds":["\#(last)"]"#,
                name: name
            )
            ids = ids.replacing("{\(name)}", with: last)
        }
        _ = try await server.call(.delete, "/admin/v1/achievements?ids=\(ids)")
        let left = try await server.call(.get, "/admin/v1/achievements")
        #expect(left.column("name") == row.expected.map { "\"\($0)\"" })
    }

    @Test(arguments: [
        Row("of events", "event", #""eventAttributes":[{filter}]"#),
        Row("of users", "user", #""userAttributes":[{filter}]"#),
    ]) func `an attribute stays as long as an achievement asks for it`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let attribute = try await server.createAttribute("kind", row.input)
        let filter = #"{"attributeId":"\#(attribute)","attributeValue":"x"}"#
        let id = try await server.createAchievement(
            """
            "trigger":"metric","metricId":"\(metric)","metricValue":1,
            \(row.expected.replacing("{filter}", with: filter))
            """
        )
        let path = "/admin/v1/attributes?ids=\(attribute)"
        let refused = try await server.call(.delete, path)
        #expect(
            refused.text("issues.0.message")?.contains(#"The achievement "Done" asks for"#) == true,
            "\(refused)"
        )
        let open = #"[{"id":"\#(id)","eventAttributes":null,"userAttributes":null}]"#
        try await server.call(.patch, "/admin/v1/achievements", open)
        #expect(try await server.call(.delete, path).count("deleted") == 1)
    }
}
