import CivilTime
import HTTP
import Testing

@Suite struct EventTests {
    private static func progress(_ server: PhoenixServer, _ id: String) async throws -> String? {
        try await server.call(.get, "/v1/streaks/user/user-12345/\(id)")
            .value("current_window_progress")
    }

    @Test func `an event id is used once, for ever and for every type`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(types: #""user.login","user.play""#)
        let first = try await server.send("e1")
        #expect(first.status == 202)
        #expect(first.body == #"{"status":"accepted","event_id":"e1","duplicate":false}"#)
        for type in ["user.login", "user.play"] {
            let again = try await server.send("e1", type)
            #expect(again.body == #"{"status":"accepted","event_id":"e1","duplicate":true}"#)
        }
        try server.setClock("2026-06-01T00:00:00Z")
        #expect(try await server.send("e1").value("duplicate") == "true")
        // It is another user's own.
        #expect(try await server.send("e1", of: "ben").value("duplicate") == "false")
        try server.setClock("2025-01-01T01:00:00Z")
        #expect(try await Self.progress(server, id) == #"{"count":1,"sum":0,"distinct":[]}"#)
    }

    @Test func `one id in a bulk call counts once`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(types: #""a","b""#)
        let reply = try await server.call(
            .post,
            "/v1/events/bulk",
            """
            {"events":[{"event_id":"1","event_type":"a","user_id":"user-12345"},
            {"event_id":"1","event_type":"b","user_id":"user-12345"},
            {"event_id":"2","event_type":"b","user_id":"user-12345"}]}
            """
        )
        #expect(reply.status == 202)
        #expect(reply.column("duplicate", of: "events") == ["false", "true", "false"])
        #expect(reply.value("accepted") == "3")
        #expect(try await Self.progress(server, id) == #"{"count":2,"sum":0,"distinct":[]}"#)
    }

    @Test func `sums add up the value, or an attribute of numbers`() async throws {
        let server = try await PhoenixServer()
        let values = try await server.createStreak(
            "Values",
            types: #""play""#,
            condition: #"{"type":"sum","min":500}"#
        )
        let scores = try await server.createStreak(
            "Scores",
            types: #""play""#,
            condition: #"{"type":"sum","field":"score","min":350.5}"#
        )
        for (index, score) in ["100", "\"200.25\"", "50.25", "\"none\"", "null"].enumerated() {
            let reply = try await server.send(
                "e\(index)",
                "play",
                with: #","value":2,"attributes":{"score":\#(score),"won":true}"#
            )
            #expect(reply.status == 202, "\(reply)")
        }
        #expect(try await Self.progress(server, values) == #"{"count":5,"sum":10,"distinct":[]}"#)
        #expect(
            try await Self.progress(server, scores) == #"{"count":5,"sum":350.5,"distinct":[]}"#
        )
        let reply = try await server.call(.get, "/v1/streaks/user/user-12345/\(scores)")
        #expect(reply.value("current_window_satisfied") == "true")
        #expect(reply.value("condition") == #"{"type":"sum","field":"score","min":350.5}"#)
    }

    @Test func `different values are counted in their order`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(
            types: #""play""#,
            condition: #"{"type":"distinct","field":"mode","min":5}"#
        )
        for (index, mode) in ["arcade", "ranked", "arcade", "casual"].enumerated() {
            try await server.send("e\(index)", "play", with: #","attributes":{"mode":"\#(mode)"}"#)
        }
        #expect(
            try await Self.progress(server, id)
                == #"{"count":4,"sum":0,"distinct":["arcade","ranked","casual"]}"#
        )
    }

    @Test func `an expression lets through what it is true for`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(
            types: #""play""#,
            with: #","expression":"mode in [\"ranked\", \"cup\"] && (score >= 10 || bot == false)""#
        )
        let sent = [
            #"{"mode":"ranked","score":10}"#, #"{"mode":"ranked","score":9.5}"#,
            #"{"mode":"casual","score":10}"#, #"{"mode":"cup","bot":false}"#,
            #"{"mode":"cup","score":"12"}"#, "{}",
        ]
        for (index, attributes) in sent.enumerated() {
            try await server.send("e\(index)", "play", with: #","attributes":\#(attributes)"#)
        }
        #expect(try await Self.progress(server, id) == #"{"count":3,"sum":0,"distinct":[]}"#)
    }

    @Test(arguments: [
        Row("no id", #"{"event_type":"a","user_id":"u"}"#, "event_id is required."),
        Row("no type", #"{"event_id":"1","user_id":"u"}"#, "event_type is required."),
        Row("no user", #"{"event_id":"1","event_type":"a"}"#, "user_id is required."),
        Row(
            "a type with a space",
            #"{"event_id":"1","event_type":"a b","user_id":"u"}"#,
            "event_type may only have letters"
        ),
        Row(
            "a nested attribute",
            #"{"event_id":"1","event_type":"a","user_id":"u","attributes":{"x":{}}}"#,
            "attributes.x must be a string, a number or a boolean."
        ),
        Row(
            "no instant",
            #"{"event_id":"1","event_type":"a","user_id":"u","timestamp":"yesterday"}"#,
            "timestamp: \"yesterday\" is not an instant."
        ),
        Row(
            "six minutes ahead",
            #"{"event_id":"1","event_type":"a","user_id":"u","timestamp":"2025-01-01T00:06:00Z"}"#,
            "timestamp 2025-01-01T00:06:00.000Z is more than 5 minutes ahead"
        ),
        Row("no JSON", "{", "Malformed JSON"),
        Row("nothing", "", "The request body is empty"),
        Row("a list", "[]", "The request body must be an object"),
    ]) func `what breaks a rule is named`(row: Row<String, String>) async throws {
        let server = try await PhoenixServer()
        let reply = try await server.call(.post, "/v1/events", row.input)
        #expect(reply.status == 400)
        #expect(reply.text("error.code") == "INVALID_INPUT")
        #expect(reply.value("error.status") == "400")
        #expect(reply.text("error.message")?.hasPrefix(row.expected) == true, "\(reply)")
        let metrics = try await server.call(.get, "/admin/v1/metrics", as: .key(server.adminKey))
        #expect(metrics.body == "[]", "what is refused leaves no type behind")
    }

    @Test func `a bulk call is taken in wholly or not at all`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak()
        let good = #"{"event_id":"1","event_type":"user.login","user_id":"user-12345"}"#
        for (bad, message) in [
            (#"{"event_type":"user.login","user_id":"u"}"#, "events[1].event_id is required."),
            (
                #"{"event_id":"2","event_type":"user.login","user_id":"u","timestamp":"2026-01-01T00:00:00Z"}"#,
                "events[1]: timestamp"
            ),
        ] {
            let reply = try await server.call(.post, "/v1/events/bulk", "[\(good),\(bad)]")
            #expect(reply.status == 400)
            #expect(reply.text("error.message")?.hasPrefix(message) == true, "\(reply)")
        }
        for count in [0, 101] {
            let events = Array(repeating: good, count: count).joined(separator: ",")
            let reply = try await server.call(.post, "/v1/events/bulk", "[\(events)]")
            #expect(reply.text("error.message") == "events must have 1 to 100 events.")
        }
        #expect(try await server.call(.get, "/v1/streaks/user/user-12345/\(id)").status == 404)
    }

    @Test func `what nobody has set up comes to be, and Trophy's wire knows it`() async throws {
        let server = try await PhoenixServer()
        #expect(try await server.send("1", "game.won", with: #","value":3"#).status == 202)
        let total = try await server.call(
            .get,
            "/v1/users/user-12345/metrics/game.won",
            as: .key(server.adminKey)
        )
        #expect(total.value("current") == "3")
    }
}
