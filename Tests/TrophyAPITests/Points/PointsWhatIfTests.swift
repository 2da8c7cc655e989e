import HTTP
import Testing

/// What a change of a trigger or a boost would do, asked beforehand.
@Suite struct PointsWhatIfTests {
    private static let nowhere = "01890a5d-ac96-774b-bcce-b302099a8057"

    /// A server where ada has read ten pages and ben two, and a trigger gives one point a page since.
    private static func place() async throws -> (server: TestServer, path: String, trigger: String)
    {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada"},"value":10}"#
        )
        try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ben"},"value":2}"#
        )
        let reply = try await server.call(
            .post,
            "/admin/v1/points",
            #"[{"name":"XP","key":"xp","triggers":[{"type":"metric","points":1,"status":"active","metricId":"\#(metric)","metricThreshold":1}]}]"#
        )
        let path = "/admin/v1/points/\(reply.text("created.0.id") ?? "")"
        return (server, path, try #require(reply.text("created.0.triggers.0.id")))
    }

    @Test func `a changed trigger is told day by day, by range and by user`() async throws {
        let (server, path, trigger) = try await Self.place()
        let body = #"{"trigger":{"id":"\#(trigger)","points":4}}"#
        let reply = try await server.call(.post, "\(path)/simulate", body)
        #expect(reply.status == 200, "\(reply)")
        #expect(reply.count("days") == 30)
        #expect(reply.value("days.29") == #"{"date":"2026-03-01","before":12,"after":48}"#)
        #expect(reply.value("days.28") == #"{"date":"2026-02-28","before":0,"after":0}"#)
        #expect(reply.count("distribution") == 11)
        #expect(reply.value("distribution.0") == #"{"from":0,"to":0,"before":0,"after":0}"#)
        #expect(reply.value("distribution.1") == #"{"from":1,"to":10,"before":2,"after":1}"#)
        #expect(reply.value("distribution.4") == #"{"from":31,"to":40,"before":0,"after":1}"#)
        #expect(
            reply.value("mostChanged")
                == #"[{"userId":"ada","before":10,"after":40},{"userId":"ben","before":2,"after":8}]"#
        )
        #expect(reply.value("users") == "2")
        #expect(reply.value("complete") == "true")
        // Nothing was stored.
        #expect(try await server.call(.get, "\(path)/triggers/\(trigger)").value("points") == "1")
        #expect(try await server.call(.get, "\(path)/ledger").value("rows") == "[]")
    }

    static let drafts: [Row<String, String>] = [
        Row("a trigger switched off", #"{"trigger":{"id":"{id}","status":"inactive"}}"#, "0"),
        Row(
            "a new one, active if nothing is said",
            #"{"trigger":{"type":"metric","points":5,"metricId":"{metric}","metricThreshold":10}}"#,
            "17"
        ),
        Row("a new boost", #"{"boost":{"start":"2026-03-01","multiplier":3}}"#, "36"),
        Row(
            "a boost of one user",
            #"{"boost":{"start":"2026-03-01","multiplier":3,"userId":"ben"}}"#,
            "16"
        ),
        Row(
            "a boost that was over",
            #"{"boost":{"start":"2026-02-01","end":"2026-02-28","multiplier":3}}"#,
            "12"
        ),
    ]

    @Test(arguments: drafts) func `what is new or switched off is simulated too`(
        row: Row<String, String>
    ) async throws {
        let (server, path, trigger) = try await Self.place()
        let metric = try await server.call(.get, "/admin/v1/metrics").text("0.id") ?? ""
        let body = row.input.replacing("{id}", with: trigger).replacing("{metric}", with: metric)
        let reply = try await server.call(.post, "\(path)/simulate", body)
        #expect(reply.status == 200, "\(reply)")
        #expect(reply.value("days.29.after") == row.expected, "\(reply)")
        #expect(reply.value("days.29.before") == "12")
    }

    static let bad: [Row<String, (Int, String)>] = [
        Row("no JSON", "{", (422, "")), Row("nothing", "{}", (422, "either trigger or boost")),
        Row(
            "both",
            #"{"trigger":{"points":1},"boost":{"multiplier":2}}"#,
            (422, "either trigger or boost")
        ),
        Row("a trigger of no kind", #"{"trigger":{"points":1}}"#, (422, "type is required")),
        Row("a trigger that is no object", #"{"trigger":5}"#, (422, "trigger")),
        Row(
            "a trigger that there is not",
            #"{"trigger":{"id":"\#(nowhere)","points":1}}"#,
            (404, "Points trigger not found")
        ),
        Row(
            "a boost that there is not",
            #"{"boost":{"id":"\#(nowhere)","multiplier":2}}"#,
            (404, "Points boost not found")
        ),
        Row(
            "a boost by nothing",
            #"{"boost":{"start":"2026-03-01","multiplier":0}}"#,
            (422, "multiplier")
        ),
        Row(
            "a boost of an unknown user",
            #"{"boost":{"start":"2026-03-01","multiplier":2,"userId":"who"}}"#,
            (422, "who")
        ),
    ]

    @Test(arguments: bad) func `what cannot be simulated is refused`(
        row: Row<String, (Int, String)>
    ) async throws {
        let (server, path, _) = try await Self.place()
        let reply = try await server.call(.post, "\(path)/simulate", row.input)
        #expect(reply.status == row.expected.0, "\(reply)")
        #expect(reply.text("error")?.contains(row.expected.1) == true, "\(reply)")
    }

    @Test func `a preview says what the past would give, and so it comes`() async throws {
        let (server, path, trigger) = try await Self.place()
        let change = #""id":"\#(trigger)","points":2"#
        let preview = try await server.call(.post, "\(path)/triggers/preview", "{\(change)}")
        #expect(preview.value("") == #"{"points":24,"changedUsers":2,"users":2}"#, "\(preview)")
        #expect(try await server.call(.get, "\(path)/ledger").value("rows") == "[]")
        let changed = try await server.call(
            .patch,
            "\(path)/triggers",
            #"[{\#(change),"appliesTo":"all"}]"#
        )
        #expect(changed.text("updated.0.appliesTo") == "all", "\(changed)")
        try await server.finishRounds()
        let ada = try await server.call(.get, "/v1/users/ada/points/xp")
        #expect(ada.value("total") == "20", "\(ada)")
        let ben = try await server.call(.get, "/v1/users/ben/points/xp")
        #expect(ben.value("total") == "4")
        // From then on, a change counts from its moment, and the field goes.
        let later = try await server.call(
            .patch,
            "\(path)/triggers",
            #"[{"id":"\#(trigger)","points":3,"appliesTo":"future"}]"#
        )
        #expect(later.value("updated.0.appliesTo") == nil, "\(later)")
        try await server.finishRounds()
        #expect(try await server.call(.get, "/v1/users/ada/points/xp").value("total") == "20")
    }

    static let notPast: [Row<String, String>] = [
        Row(
            "a streak",
            #"{"type":"streak","points":1,"streakLength":2,"status":"active","appliesTo":"all"}"#,
            "cannot count what was before"
        ),
        Row(
            "time",
            #"{"type":"time","points":1,"timeUnit":"days","timeInterval":1,"status":"active","appliesTo":"all"}"#,
            "cannot count what was before"
        ),
        Row(
            "an inactive one",
            #"{"type":"user_creation","points":1,"appliesTo":"all"}"#,
            "only an active trigger"
        ),
        Row(
            "a word that there is not",
            #"{"type":"user_creation","points":1,"status":"active","appliesTo":"past"}"#,
            "appliesTo"
        ),
    ]

    @Test(arguments: notPast) func `not everything counts the past`(
        row: Row<String, String>
    ) async throws {
        let (server, path, _) = try await Self.place()
        let reply = try await server.call(.post, "\(path)/triggers", "[\(row.input)]")
        #expect(reply.count("created") == 0, "\(reply)")
        #expect(reply.text("issues.0.message")?.contains(row.expected) == true, "\(reply)")
    }
}
