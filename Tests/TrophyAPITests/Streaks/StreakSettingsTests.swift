import HTTP
import Testing

@Suite struct StreakSettingsTests {
    private static let path = "/admin/v1/streaks/settings"
    private static let definitions = "/admin/v1/streaks/definitions"
    private static let defaults =
        #"{"frequency":"daily","evaluationMode":"OR","customizationEnabled":false,"#
        + #""daysOff":[],"metrics":[],"freezes":null}"#
    private static let full =
        #"{"frequency":"daily","evaluationMode":"AND","customizationEnabled":true,"#
        + #""daysOff":[0,6],"metrics":[{"key":"pages","threshold":500},"#
        + #"{"key":"quizzes","threshold":1}],"freezes":{"startCount":1,"maxCount":2,"#
        + #""autoEarnInterval":7,"autoEarnAmount":1}}"#

    private static func makeServer() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createMetric("quizzes")
        return server
    }

    @Test func `before any streak there are Trophy's defaults, and asking makes none`()
        async throws
    {
        let server = try await Self.makeServer()
        #expect(try await server.call(.get, Self.path).body == Self.defaults)
        #expect(try await server.call(.get, Self.definitions).body == "[]")
    }

    @Test func `the first change makes the primary streak, and the next change that one`()
        async throws
    {
        let server = try await Self.makeServer()
        #expect(try await server.call(.patch, Self.path, Self.full).body == Self.full)
        #expect(try await server.call(.get, Self.path).body == Self.full)
        let list = try await server.call(.get, Self.definitions)
        #expect(list.count() == 1)
        let id = try #require(list.text("0.id"))
        let shown = try await server.call(.get, "\(Self.definitions)/\(id)")
        #expect(shown.text("key") == "primary")
        #expect(shown.text("name") == "Streak")
        #expect(shown.value("primary") == "true")
        #expect(shown.value("condition") == #"{"type":"sum","min":1}"#)
        #expect(shown.value("sources.0.threshold") == "500")
        #expect(shown.text("window.timezone") == "user")
        try await server.call(.patch, Self.path, #"{"frequency":"weekly"}"#)
        let weekly = try await server.call(.get, "\(Self.definitions)/\(id)")
        #expect(weekly.value("window.weekStart") == "0")
        #expect(try await server.call(.get, Self.definitions).count() == 1)
    }

    @Test(arguments: [
        Row(
            "a field at a time",
            [#"{"evaluationMode":"OR"}"#],
            full.replacing("AND", with: "OR")
        ),
        Row("nothing", ["{}"], full),
        Row(
            "leaving daily clears the days off",
            [#"{"frequency":"weekly"}"#, #"{"frequency":"daily"}"#],
            full.replacing("[0,6]", with: "[]")
        ),
        Row(
            "metrics replace",
            [#"{"metrics":[{"key":"quizzes","threshold":10000}]}"#],
            full.replacing(
                #"{"key":"pages","threshold":500},{"key":"quizzes","threshold":1}"#,
                with: #"{"key":"quizzes","threshold":10000}"#
            )
        ),
        Row(
            "no metrics",
            [#"{"metrics":[]}"#],
            full.replacing(
                #"{"key":"pages","threshold":500},{"key":"quizzes","threshold":1}"#,
                with: ""
            )
        ),
        Row(
            "freezes replace",
            [#"{"freezes":{"startCount":0,"maxCount":100}}"#],
            full.replacing(
                #"{"startCount":1,"maxCount":2,"autoEarnInterval":7,"autoEarnAmount":1}"#,
                with:
                    #"{"startCount":0,"maxCount":100,"autoEarnInterval":null,"autoEarnAmount":null}"#
            )
        ),
        Row(
            "null takes freezes away",
            [#"{"freezes":null}"#],
            full.replacing(
                #"{"startCount":1,"maxCount":2,"autoEarnInterval":7,"autoEarnAmount":1}"#,
                with: "null"
            )
        ),
        Row(
            "no days off",
            [#"{"daysOff":[]}"#],
            full.replacing("[0,6]", with: "[]")
        ),
    ]) func `settings merge field by field`(row: Row<[String], String>) async throws {
        let server = try await Self.makeServer()
        try await server.call(.patch, Self.path, Self.full)
        for body in row.input { try await server.call(.patch, Self.path, body) }
        #expect(try await server.call(.get, Self.path).body == row.expected)
    }

    @Test(arguments: [
        Row(
            "an unknown frequency",
            #""frequency":"hourly""#,
            #"frequency must be "daily" or "weekly" or "monthly"."#
        ),
        Row("no frequency", #""frequency":null"#, "frequency must be a string, not null."),
        Row("a mode in prose", #""evaluationMode":"ALL""#, #"evaluationMode must be "OR""#),
        Row("a word", #""customizationEnabled":"on""#, "customizationEnabled must be a boolean"),
        Row(
            "an unknown scope",
            #""appliesTo":"past""#,
            #"appliesTo must be "future" or "all"."#
        ),
        Row("no list", #""daysOff":null"#, "daysOff must be an array, not null."),
        Row(
            "days off of a week",
            #""frequency":"weekly","daysOff":[0]"#,
            "daysOff must be empty unless the streak is daily. Send []."
        ),
        Row(
            "an unknown metric",
            #""metrics":[{"key":"steps","threshold":1}]"#,
            "metrics[0].key must be the key of a metric that exists."
        ),
        Row(
            "a metric twice",
            #""metrics":[{"key":"pages","threshold":1},{"key":"pages","threshold":2}]"#,
            "metrics[1].key is there twice."
        ),
        Row("no threshold", #""metrics":[{"key":"pages"}]"#, "metrics[0].threshold is required."),
        Row(
            "a threshold of nothing",
            #""metrics":[{"key":"pages","threshold":0}]"#,
            "metrics[0].threshold must be between 1 and 10000."
        ),
        Row(
            "too high a threshold",
            #""metrics":[{"key":"pages","threshold":10001}]"#,
            "metrics[0].threshold must be between 1 and 10000."
        ),
        Row("no most", #""freezes":{"startCount":1}"#, "freezes.maxCount is required."),
        Row(
            "more than there may be",
            #""freezes":{"startCount":2,"maxCount":1}"#,
            "freezes.maxCount must be at least startCount."
        ),
        Row(
            "half a pair",
            #""freezes":{"startCount":0,"maxCount":1,"autoEarnInterval":7}"#,
            "freezes.autoEarnAmount is missing"
        ),
    ]) func `a bad field is refused by name, and nothing changes`(
        row: Row<String, String>
    ) async throws {
        let server = try await Self.makeServer()
        for before in [Self.defaults, Self.full] {
            if before == Self.full { try await server.call(.patch, Self.path, before) }
            let other = #""customizationEnabled":false,"#
            let body = row.input.contains("customization") ? "" : other
            let reply = try await server.call(.patch, Self.path, "{\(body)\(row.input)}")
            #expect(reply.status == 422)
            #expect(reply.text("error")?.hasPrefix(row.expected) == true, "\(reply)")
            #expect(try await server.call(.get, Self.path).body == before)
        }
    }

    @Test(arguments: ["", "{", "[]", "null"])
    func `a body that is no object is 422, as Trophy declares`(body: String) async throws {
        let server = try await Self.makeServer()
        #expect(try await server.call(.patch, Self.path, body).status == 422)
    }

    @Test(arguments: [
        Row("for the future", #""appliesTo":"future""#, "1"), Row("unless told", "", "1"),
        Row("for all time", #""appliesTo":"all""#, "0"),
    ]) func `a change says for which periods it holds`(row: Row<String, String>) async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        server.clock.advance(days: 1)
        let fields = row.input.isEmpty ? "" : ",\(row.input)"
        let body = #"{"metrics":[{"key":"pages","threshold":6}]\#(fields)}"#
        let preview = try await server.call(.post, "\(Self.path)/previews", body)
        #expect(preview.status == 202)
        try await server.finishRounds()
        let found = try await server.call(
            .get,
            "/admin/v1/streaks/previews/\(preview.text("id") ?? "")"
        )
        #expect(found.text("status") == "finished")
        #expect(found.value("users.changed") == (row.expected == "1" ? "0" : "1"), "\(found)")
        try await StreakPlace.change(body, on: server)
        let streak = try await server.call(.get, "/v1/users/ada/streak")
        #expect(streak.value("length") == row.expected)
    }

    // MARK: - A primary streak that says more

    private static let rich =
        #","primary":true,"sources":[{"metric":"pages","threshold":2.5,"eventAttributes":"#
        + #"[{"key":"language","value":"en"}]},{"metric":"pages"}],"#
        + #""condition":{"type":"count","min":3}"#

    private static func makeRich(_ fields: String) async throws -> (TestServer, String) {
        let server = try await makeServer()
        try await server.createAttribute("language", "event")
        let body = #"[{"key":"rich","name":"Rich"\#(rich)\#(fields)}]"#
        let reply = try await server.call(.post, definitions, body)
        return (server, try #require(reply.text("created.0.id"), "\(reply)"))
    }

    @Test func `what is sent as it is shown keeps what the settings cannot show`() async throws {
        let (server, id) = try await Self.makeRich(
            #","window":{"type":"rolling","length":691200}"#
        )
        let shown = try await server.call(.get, Self.path)
        #expect(shown.text("frequency") == "weekly")
        #expect(shown.value("metrics") == #"[{"key":"pages","threshold":3}]"#)
        let before = try await server.call(.get, "\(Self.definitions)/\(id)")
        let again = try await server.call(.patch, Self.path, shown.body)
        #expect(again.body == shown.body)
        #expect(try await server.call(.get, "\(Self.definitions)/\(id)").body == before.body)
        let freezes = #"{"freezes":{"startCount":0,"maxCount":1}}"#
        let refused = try await server.call(.patch, Self.path, freezes)
        #expect(refused.text("error")?.hasPrefix("freezes must be null for a rolling") == true)
    }

    @Test func `another frequency keeps the zone and the hour, other metrics are sums`()
        async throws
    {
        let (server, id) = try await Self.makeRich(
            #","window":{"period":"weekly","weekStart":1,"timezone":"Asia/Tokyo","resetTime":"04:00"}"#
        )
        let body = #"{"frequency":"monthly","metrics":[{"key":"pages","threshold":4}]}"#
        try await server.call(.patch, Self.path, body)
        let after = try await server.call(.get, "\(Self.definitions)/\(id)")
        let window =
            #"{"type":"calendar","period":"monthly","timezone":"Asia/Tokyo","resetTime":"04:00"}"#
        #expect(after.value("window") == window)
        #expect(after.value("condition") == #"{"type":"sum","min":1}"#)
        let sources = #"[{"metric":"pages","threshold":4,"eventAttributes":[]}]"#
        #expect(after.value("sources") == sources)
    }

    @Test func `a streak with the key of the settings becomes the primary one again`()
        async throws
    {
        let server = try await Self.makeServer()
        try await server.call(.patch, Self.path, Self.full)
        let id = try #require(try await server.call(.get, Self.definitions).text("0.id"))
        let demotion = #"[{"id":"\#(id)","primary":false}]"#
        try await server.call(.patch, Self.definitions, demotion)
        #expect(try await server.call(.get, Self.path).body == Self.defaults)
        #expect(try await server.call(.patch, Self.path, "{}").body == Self.full)
        try await server.call(.delete, "\(Self.definitions)?ids=\(id)")
        #expect(try await server.call(.get, Self.path).body == Self.defaults)
        #expect(try await server.call(.patch, Self.path, "{}").body == Self.defaults)
        #expect(try await server.call(.get, Self.definitions).text("0.id") != id)
    }
}
