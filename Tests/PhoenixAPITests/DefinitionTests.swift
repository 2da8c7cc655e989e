import HTTP
import Testing

@Suite struct DefinitionTests {
    private static func body(_ config: String, name: String = "Play") -> String {
        #"{"name":"\#(name)","config":{\#(config)}}"#
    }

    private static let types = #""event_types":["play"]"#
    private static let window = #""window":{"type":"calendar","period":"daily"}"#
    private static let condition = #""condition":{"type":"count","min":1}"#

    @Test func `a definition is created, shown, changed, replaced and archived`() async throws {
        let server = try await PhoenixServer()
        let admin = PhoenixServer.Role.administrator
        let made = try await server.call(
            .post,
            "/v1/streaks",
            """
            {"name":"Ranked week","description":"Ranked games","config":{"event_types":["play","win"],
            "expression":"mode == 'ranked'","window":{"type":"calendar","period":"weekly",
            "timezone":"Europe/London","reset_time":"04:00","week_start":1},
            "condition":{"type":"sum","field":"score","min":2.5},
            "milestones":[{"threshold":4,"reward_item_id":"cup","repeatable":true},{"threshold":2}],
            "at_risk_seconds":7200}}
            """,
            as: admin
        )
        #expect(made.status == 201)
        let id = try #require(made.text("id"))
        let config = """
            {"event_types":["play","win"],"expression":"mode == 'ranked'",\
            "window":{"type":"calendar","period":"weekly","timezone":"Europe/London",\
            "reset_time":"04:00","week_start":1},\
            "condition":{"type":"sum","field":"score","min":2.5},\
            "milestones":[{"threshold":2,"reward_item_id":null,"repeatable":false},\
            {"threshold":4,"reward_item_id":"cup","repeatable":true}],"at_risk_seconds":7200}
            """
        #expect(made.value("config") == config)
        #expect(try await server.call(.get, "/v1/streaks/\(id)", as: admin).body == made.body)

        let changed = try await server.call(
            .patch,
            "/v1/streaks/\(id)",
            #"{"name":"Week","applies_to":"all","config":{"event_types":["play"],"at_risk_seconds":null}}"#,
            as: admin
        )
        #expect(changed.status == 200)
        #expect(changed.text("name") == "Week")
        #expect(changed.text("description") == "Ranked games")
        #expect(changed.value("config.event_types") == #"["play"]"#)
        #expect(changed.text("config.expression") == "mode == 'ranked'")
        #expect(changed.value("config.at_risk_seconds") == nil)

        let replaced = try await server.call(
            .put,
            "/v1/streaks/\(id)",
            Self.body([Self.types, Self.window, Self.condition].joined(separator: ",")),
            as: admin
        )
        #expect(replaced.value("description") == "null")
        #expect(replaced.value("config.expression") == nil)
        #expect(replaced.value("config.milestones") == "[]")
        #expect(replaced.value("config.condition") == #"{"type":"count","min":1}"#)

        let ended = try await server.call(.delete, "/v1/streaks/\(id)", as: admin)
        #expect(ended.text("status") == "archived")
        #expect(
            try await server.call(.get, "/v1/streaks/\(id)", as: admin).text("status")
                == "archived"
        )
        #expect(try await server.call(.delete, "/v1/streaks/\(id)", as: admin).status == 404)
        #expect(
            try await server.call(.get, "/v1/streaks/definitions").body == #"{"definitions":[]}"#
        )
    }

    @Test func `a paused streak is frozen in time, and not listed`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak()
        try server.setClock("2025-01-01T01:00:00Z")
        try await server.send("1")
        try server.setClock("2025-01-01T02:00:00Z")
        let paused = try await server.call(.post, "/v1/streaks/\(id)/pause", as: .administrator)
        #expect(paused.text("status") == "paused")
        #expect(try await server.call(.get, "/v1/streaks/definitions").count("definitions") == 0)
        try server.setClock("2025-01-09T12:00:00Z")
        try await server.send("2")
        let frozen = try await server.call(.get, "/v1/streaks/user/user-12345/\(id)")
        #expect(frozen.value("current_count") == "1")
        #expect(frozen.text("current_window_key") == "2025-01-01")
        #expect(frozen.value("seconds_until_window_close") == "null")
        let resumed = try await server.call(.post, "/v1/streaks/\(id)/resume", as: .administrator)
        #expect(resumed.text("status") == "active")
        try await server.send("3")
        let going = try await server.call(.get, "/v1/streaks/user/user-12345/\(id)")
        #expect(going.value("current_count") == "2")
        #expect(going.text("current_window_key") == "2025-01-09")
    }

    @Test func `a streak that began paused counts what happened before`() async throws {
        let server = try await PhoenixServer()
        try server.setClock("2025-01-02T12:00:00Z")
        try await server.send("1", with: #","timestamp":"2025-01-01T12:00:00Z""#)
        try await server.send("2", with: #","timestamp":"2025-01-02T11:00:00Z""#)
        let id = try await server.createStreak()
        try await server.call(.post, "/v1/streaks/\(id)/pause", as: .administrator)
        let target = "/v1/streaks/user/user-12345/\(id)"
        #expect(try await server.call(.get, target).value("current_count") == "2")
        try server.setClock("2025-01-05T12:00:00Z")
        try await server.call(.post, "/v1/streaks/\(id)/resume", as: .administrator)
        #expect(try await server.call(.get, target).value("current_count") == "2")
        try await server.send("3")
        #expect(try await server.call(.get, target).value("current_count") == "3")
    }

    @Test(arguments: [
        Row("no name", #"{"config":{}}"#, "name is required."),
        Row("no config", #"{"name":"x"}"#, "config is required."),
        Row("no types", Self.body("\(Self.window),\(Self.condition)"), "config.event_types is"),
        Row(
            "an empty list of types",
            Self.body(#""event_types":[],\#(Self.window),\#(Self.condition)"#),
            "config.event_types must name at least one event type."
        ),
        Row(
            "no window",
            Self.body("\(Self.types),\(Self.condition)"),
            "config.window is required."
        ),
        Row(
            "an unknown zone",
            Self.body(
                #"\#(Self.types),"window":{"type":"calendar","period":"daily","timezone":"Mars"},\#(Self.condition)"#
            ),
            "config.window.timezone: \"Mars\" is not a time zone"
        ),
        Row(
            "an odd reset",
            Self.body(
                #"\#(Self.types),"window":{"type":"calendar","period":"daily","reset_time":"25:00"},\#(Self.condition)"#
            ),
            "config.window.reset_time must be a time of day"
        ),
        Row(
            "a zone for a rolling window",
            Self.body(
                #"\#(Self.types),"window":{"type":"rolling","period":"daily","timezone":"Mars"},\#(Self.condition)"#
            ),
            "config.window.timezone: \"Mars\" is not a time zone"
        ),
        Row(
            "no minimum",
            Self.body(#"\#(Self.types),\#(Self.window),"condition":{"type":"count"}"#),
            "config.condition.min is required."
        ),
        Row(
            "distinct of nothing",
            Self.body(#"\#(Self.types),\#(Self.window),"condition":{"type":"distinct","min":2}"#),
            "config.condition.field is required."
        ),
        Row(
            "a sum of nothing",
            Self.body(#"\#(Self.types),\#(Self.window),"condition":{"type":"sum","min":0}"#),
            "config.condition.min must be more than 0"
        ),
        Row(
            "half an expression",
            Self.body("\(Self.types),\(Self.window),\(Self.condition)" + #","expression":"a =="}"#),
            "Malformed"
        ),
        Row(
            "an expression without an end",
            Self.body("\(Self.types),\(Self.window),\(Self.condition)" + #","expression":"a ==""#),
            "config.expression: Column 5"
        ),
        Row(
            "the same milestone twice",
            Self.body(
                "\(Self.types),\(Self.window),\(Self.condition)"
                    + #","milestones":[{"threshold":7},{"threshold":7}]"#
            ),
            "config.milestones[1].threshold is that of an earlier milestone"
        ),
    ]) func `what breaks a rule is named by its path`(row: Row<String, String>) async throws {
        let server = try await PhoenixServer()
        let reply = try await server.call(.post, "/v1/streaks", row.input, as: .administrator)
        #expect(reply.status == 400)
        #expect(reply.text("error.code") == "INVALID_INPUT")
        #expect(reply.text("error.message")?.hasPrefix(row.expected) == true, "\(reply)")
        #expect(try await server.call(.get, "/v1/streaks/definitions").count("definitions") == 0)
    }

    @Test func `a name is one definition's`() async throws {
        let server = try await PhoenixServer()
        try await server.createStreak("Play")
        let config = "\(Self.types),\(Self.window),\(Self.condition)"
        let reply = try await server.call(
            .post,
            "/v1/streaks",
            Self.body(config),
            as: .administrator
        )
        #expect(reply.text("error.message") == "name is that of another streak definition.")
        // Names that make the same key do not.
        let other = try await server.call(
            .post,
            "/v1/streaks",
            Self.body(config, name: "play!"),
            as: .administrator
        )
        #expect(other.status == 201)
    }

    @Test func `a name that many want at once is one definition's`() async throws {
        let server = try await PhoenixServer()
        var ids: [String] = []
        for number in 1...8 { ids.append(try await server.createStreak("Play \(number)")) }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for id in ids {
                group.addTask {
                    let target = "/v1/streaks/\(id)"
                    return try await server.call(
                        .patch,
                        target,
                        #"{"name":"One"}"#,
                        as: .administrator
                    ).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
        #expect(statuses == [200] + Array(repeating: 400, count: 7))
    }

    @Test func `names that make one key may come at once`() async throws {
        let server = try await PhoenixServer()
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for name in ["a b", "A-b", "a.b", "a_b", "A B"] {
                group.addTask { try await server.createStreak(name) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ids.allSatisfy { $0.count == 36 }, "\(ids)")
    }
}
