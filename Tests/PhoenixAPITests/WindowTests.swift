import HTTP
import Reading
import Testing

/// The windows as they are shown, also where clocks are changed.
@Suite struct WindowTests {
    private static func read(
        _ server: PhoenixServer,
        _ id: String,
        at moment: String
    ) async throws -> Reply {
        try server.setClock(moment)
        return try await server.call(.get, "/v1/streaks/user/user-12345/\(id)")
    }

    @Test(arguments: [
        Row("a day", #"{"type":"calendar","period":"daily"}"#, "2025-01-15"),
        Row(
            "a day that begins at four",
            #"{"type":"calendar","period":"daily","reset_time":"04:00"}"#,
            "2025-01-14"
        ),
        Row("a week from Sunday", #"{"type":"calendar","period":"weekly"}"#, "2025-01-12"),
        Row(
            "a week from Monday",
            #"{"type":"calendar","period":"weekly","week_start":1}"#,
            "2025-01-13"
        ),
        Row("a month", #"{"type":"calendar","period":"monthly"}"#, "2025-01"),
        Row("a rolling day", #"{"type":"rolling","period":"daily"}"#, "2025-01-15T03:00:00Z"),
    ]) func `a window is known by its key`(row: Row<String, String>) async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(window: row.input)
        try server.setClock("2025-01-15T03:00:00Z")
        try await server.send("1")
        let reply = try await Self.read(server, id, at: "2025-01-15T03:30:00Z")
        #expect(reply.text("current_window_key") == row.expected)
        #expect(reply.value("current_count") == "1")
    }

    @Test func `a day in London has 23 hours when clocks go forward`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(
            window: #"{"type":"calendar","period":"daily","timezone":"Europe/London"}"#
        )
        for (index, moment) in ["2025-03-29T23:59:00Z", "2025-03-30T22:59:00Z"].enumerated() {
            try server.setClock(moment)
            try await server.send("e\(index)")
        }
        let inside = try await Self.read(server, id, at: "2025-03-30T00:00:00Z")
        #expect(inside.value("seconds_until_window_close") == "82800")
        let last = try await Self.read(server, id, at: "2025-03-30T22:59:59Z")
        #expect(last.text("current_window_key") == "2025-03-30")
        #expect(last.value("current_count") == "2")
        let next = try await Self.read(server, id, at: "2025-03-30T23:00:00Z")
        #expect(next.text("current_window_key") == "2025-03-31")
        #expect(next.value("current_count") == "2")
        #expect(next.value("current_window_satisfied") == "false")
        #expect(next.value("seconds_until_window_close") == "86400")
        #expect(next.value("current_window_progress") == #"{"count":0,"sum":0,"distinct":[]}"#)
    }

    @Test func `a rolling window does not care about clocks`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(window: #"{"type":"rolling","period":"daily"}"#)
        try server.setClock("2025-03-29T20:00:00Z")
        try await server.send("1")
        let open = try await Self.read(server, id, at: "2025-03-30T19:59:59Z")
        #expect(open.text("current_window_key") == "2025-03-29T20:00:00Z")
        #expect(open.value("seconds_until_window_close") == "1")
        let waiting = try await Self.read(server, id, at: "2025-03-30T20:00:00Z")
        #expect(waiting.value("current_window_key") == "null")
        #expect(waiting.value("current_count") == "1")
        #expect(waiting.value("seconds_until_window_close") == "86400")
        try await server.send("2")
        let second = try await Self.read(server, id, at: "2025-03-30T20:00:01Z")
        #expect(second.text("current_window_key") == "2025-03-30T20:00:00Z")
        #expect(second.value("current_count") == "2")
        let broken = try await Self.read(server, id, at: "2025-04-01T20:00:00Z")
        #expect(broken.value("current_count") == "0")
        #expect(broken.value("seconds_until_window_close") == "null")
        #expect(broken.text("last_activity_at") == "2025-03-30T20:00:00Z")
    }

    @Test func `the primary streak's progress is exact too`() async throws {
        let server = try await PhoenixServer()
        let key = PhoenixServer.Role.key(server.adminKey)
        let metric = #"[{"key":"pages","name":"Pages"}]"#
        try await server.call(.post, "/admin/v1/metrics", metric, as: key)
        let made = try await server.call(
            .post,
            "/admin/v1/streaks/definitions",
            #"[{"key":"reading","name":"Reading","primary":true,"sources":[{"metric":"pages"}],"window":{"period":"daily"},"condition":{"type":"sum","min":10}}]"#,
            as: key
        )
        let id = try #require(made.text("created.0.id"))
        for index in 1...5 {
            try server.setClock("2025-01-01T0\(index):00:00Z")
            try await server.send("e\(index)", "pages", with: #","value":4"#)
        }
        let reply = try await Self.read(server, id, at: "2025-01-01T06:00:00Z")
        #expect(reply.value("current_window_progress") == #"{"count":5,"sum":20,"distinct":[]}"#)
        #expect(reply.text("last_activity_at") == "2025-01-01T05:00:00Z")
        #expect(reply.text("window.timezone") == "user")
    }
}
