import CivilTime
import HTTP
import Testing

@Suite struct StreakDefinitionTests {
    private static let path = "/admin/v1/streaks/definitions"

    /// A server with metrics and event attributes that streaks can count.
    private static func makeServer() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createMetric("quizzes")
        try await server.createAttribute("language", "event")
        try await server.createAttribute("result", "event")
        try await server.createAttribute("plan", "user")
        return server
    }

    // MARK: - Bad fields

    @Test(arguments: BadStreakFields.all)
    func `a bad field is an issue that names it, when creating and when changing`(
        row: Row<String, String>
    ) async throws {
        let server = try await Self.makeServer()
        // The bad fields take the place of good ones.
        let good = [
            #""key":"k""#, #""name":"N""#, #""sources":[{"metric":"pages"}]"#,
            #""window":{"period":"daily"}"#,
        ]
        let fields = good.filter { field in
            !row.input.hasPrefix(field.prefix { $0 != ":" })
        }
        let item = (fields + [row.input]).joined(separator: ",")
        let created = try await server.call(.post, Self.path, "[{\(item)}]")
        #expect(created.status == 200)
        #expect(created.count("created") == 0)
        #expect(created.text("issues.0.message")?.hasPrefix(row.expected) == true, "\(created)")
        // A key is not read where it cannot change.
        guard !row.input.hasPrefix(#""key""#) else { return }
        let id = try await server.createStreak()
        let before = try await server.call(.get, "\(Self.path)/\(id)")
        let change = #"[{"id":"\#(id)",\#(row.input)}]"#
        let updated = try await server.call(.patch, Self.path, change)
        #expect(updated.text("issues.0.message")?.hasPrefix(row.expected) == true, "\(updated)")
        #expect(updated.text("issues.0.id") == id)
        #expect(try await server.call(.get, "\(Self.path)/\(id)").body == before.body)
    }

    // MARK: - Good ones

    @Test func `a streak that is told little has the defaults`() async throws {
        let server = try await Self.makeServer()
        let id = try await server.createStreak()
        let reply = try await server.call(.get, "\(Self.path)/\(id)")
        let expected =
            #"{"id":"\#(id)","key":"reading","name":"reading","description":null,"primary":false,"#
            + #""status":"active","sources":[{"metric":"pages","eventAttributes":[]}],"#
            + #""evaluationMode":"OR","window":{"type":"calendar","period":"daily","#
            + #""timezone":"user","resetTime":"00:00"},"condition":{"type":"count","min":1},"#
            + #""daysOff":[],"gracePeriods":0,"resetOnMiss":true,"freezes":null,"milestones":[],"#
            + #""atRiskSeconds":null,"customizationEnabled":false,"#
            + #""created":"2026-03-01T12:00:00.000Z"}"#
        #expect(reply.body == expected)
        #expect(try await server.call(.get, Self.path).body == "[\(expected)]")
    }

    private static let full =
        #""description":"D","primary":true,"status":"paused","#
        + #""sources":[{"metric":"quizzes","threshold":2.5,"eventAttributes":[]},"#
        + #"{"metric":"quizzes","eventAttributes":[{"key":"language","value":"é"},"#
        + #"{"key":"result","value":"passed"}]}],"#
        + #""evaluationMode":"AND","window":{"type":"calendar","period":"weekly","#
        + #""timezone":"Europe/Berlin","resetTime":"04:30","weekStart":1},"#
        + #""condition":{"type":"distinct","min":2,"field":"language"},"#
        + #""minimumPerEvent":2.5,"#
        + #""daysOff":[],"gracePeriods":2,"resetOnMiss":false,"#
        + #""freezes":{"startCount":1,"maxCount":2,"autoEarnInterval":7,"autoEarnAmount":1},"#
        + #""milestones":[{"threshold":7,"rewardItemId":"a","repeatable":false},"#
        + #"{"threshold":30,"rewardItemId":null,"repeatable":true}],"#
        + #""atRiskSeconds":3600,"customizationEnabled":true"#

    @Test func `every field comes back as sent, and may be sent back`() async throws {
        let server = try await Self.makeServer()
        let id = try await server.createStreak()
        let reply = try await server.call(.patch, Self.path, #"[{"id":"\#(id)",\#(Self.full)}]"#)
        let expected =
            #"{"id":"\#(id)","key":"reading","name":"reading",\#(Self.full),"#
            + #""created":"2026-03-01T12:00:00.000Z"}"#
        #expect(reply.body == #"{"updated":[\#(expected)],"issues":[]}"#)
        let again = try await server.call(.patch, Self.path, "[\(expected)]")
        #expect(again.body == reply.body)
        let copy = expected.replacing(#""key":"reading""#, with: #""key":"copy""#)
        let created = try await server.call(.post, Self.path, "[\(copy)]")
        #expect(created.status == 201)
        #expect(created.value("created.0.sources") == again.value("updated.0.sources"))
    }

    @Test(arguments: [
        Row(
            "a period",
            #"{"type":"rolling","period":"monthly"}"#,
            #"{"type":"rolling","period":"monthly","length":2592000}"#
        ),
        Row(
            "seconds",
            #"{"type":"rolling","length":129600}"#,
            #"{"type":"rolling","length":129600}"#
        ),
        Row(
            "both",
            #"{"type":"rolling","period":"daily","length":86400}"#,
            #"{"type":"rolling","period":"daily","length":86400}"#
        ),
    ]) func `a rolling window has a period or a length`(row: Row<String, String>) async throws {
        let server = try await Self.makeServer()
        let id = try await server.createStreak()
        let body = #"[{"id":"\#(id)","window":\#(row.input)}]"#
        let reply = try await server.call(.patch, Self.path, body)
        #expect(reply.value("updated.0.window") == row.expected)
    }

    @Test func `an event that adds too little counts for nothing, until the rule changes`()
        async throws
    {
        let server = try await Self.makeServer()
        let id = try await server.createStreak()
        let rule = #""primary":true,"minimumPerEvent":5"#
        try await server.call(.patch, Self.path, #"[{"id":"\#(id)",\#(rule)}]"#)
        func record(_ value: String) async throws -> String? {
            let body = #"{"user":{"id":"ada"},"value":\#(value)}"#
            let reply = try await server.call(.post, "/v1/metrics/pages/event", body)
            return reply.value("currentStreak.length")
        }
        #expect(try await record("4.999999") == "0")
        #expect(try await record("-5") == "0")
        #expect(try await record("5") == "1")
        let change = #"[{"id":"\#(id)","minimumPerEvent":null,"appliesTo":"all"}]"#
        try await server.call(.patch, Self.path, change)
        #expect(try await record("0") == "1")
    }

    @Test func `a change keeps what it does not name, and null empties what may be`() async throws {
        let server = try await Self.makeServer()
        let id = try await server.createStreak()
        try await server.call(.patch, Self.path, #"[{"id":"\#(id)",\#(Self.full)}]"#)
        let body =
            #"[{"id":"\#(id)","key":"other","name":"N","description":null,"freezes":null,"#
            + #""minimumPerEvent":null,"atRiskSeconds":null,"milestones":[],"condition":{},"status":"active"}]"#
        let reply = try await server.call(.patch, Self.path, body)
        #expect(reply.text("updated.0.key") == "reading")
        #expect(reply.text("updated.0.name") == "N")
        for name in ["description", "freezes", "atRiskSeconds"] {
            #expect(reply.value("updated.0.\(name)") == "null")
        }
        #expect(reply.value("updated.0.minimumPerEvent") == nil)
        #expect(reply.value("updated.0.milestones") == "[]")
        #expect(reply.value("updated.0.condition") == #"{"type":"count","min":1}"#)
        #expect(reply.text("updated.0.status") == "active")
        #expect(reply.value("updated.0.gracePeriods") == "2")
        #expect(reply.text("updated.0.window.timezone") == "Europe/Berlin")
    }

    @Test func `an archived streak is shown by its id alone, and its key is free`() async throws {
        let server = try await Self.makeServer()
        let id = try await server.createStreak(with: #","primary":true"#)
        let taken = try await server.createStreak()
        #expect(taken.contains("Key already in use by another streak definition"))
        let reply = try await server.call(.delete, "\(Self.path)?ids=\(id.uppercased())")
        #expect(reply.body == #"{"deleted":[{"id":"\#(id)"}],"issues":[]}"#)
        let shown = try await server.call(.get, "\(Self.path)/\(id)")
        #expect(shown.text("status") == "archived")
        #expect(shown.value("primary") == "false")
        #expect(try await server.call(.get, Self.path).body == "[]")
        let late = try await server.call(.patch, Self.path, #"[{"id":"\#(id)","name":"N"}]"#)
        #expect(late.text("issues.0.message") == "Streak definition not found by ID")
        #expect(try await server.createStreak() != id)
    }

    @Test func `what a streak counts cannot be deleted, and its issue says why`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        try await server.createMetric("quizzes")
        let attribute = try await server.createAttribute("language", "event")
        let id = try await server.createStreak(
            with: #","condition":{"type":"distinct","field":"language"}"#
        )
        let deletions = ["metrics?ids=\(metric)", "attributes?ids=\(attribute)"]
        for target in deletions {
            let reply = try await server.call(.delete, "/admin/v1/\(target)")
            #expect(reply.text("issues.0.message")?.contains(#"streak "reading""#) == true)
        }
        try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada"},"value":1,"attributes":{"language":"en"}}"#
        )
        server.clock.advance(by: .seconds(1))
        let change =
            #"[{"id":"\#(id)","sources":[{"metric":"quizzes"}],"condition":{"type":"count"}}]"#
        try await server.call(.patch, Self.path, change)
        let counts = try await deletions.asyncMap { target in
            try await server.call(.delete, "/admin/v1/\(target)").count("deleted")
        }
        // Events of the past are still told apart by the attribute.
        #expect(counts == [1, 0])
        try await server.call(.delete, "\(Self.path)?ids=\(id)")
        let last = try await server.call(.delete, "/admin/v1/\(deletions[1])")
        #expect(last.count("deleted") == 1)
    }

    @Test func `a tenant has streaks of its own`() async throws {
        let server = try await Self.makeServer()
        try await server.createTenant("acme")
        let id = try await server.createStreak()
        let reply = try await server.call(.get, "\(Self.path)/\(id)", tenant: "acme")
        #expect(reply.status == 404)
        #expect(try await server.call(.get, Self.path, tenant: "acme").body == "[]")
    }
}

extension Array {
    /// What an asynchronous function makes of every element, one after the other.
    fileprivate func asyncMap<Value>(
        _ transform: (Element) async throws -> Value
    ) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
