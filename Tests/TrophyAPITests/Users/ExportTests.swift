import HTTP
import JSONText
import Testing

@Suite struct ExportTests {
    private static func server(events: Int) async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createMetric("untouched")
        try await server.call(.put, "/v1/users/ada", #"{"tz":"Asia/Tokyo","name":"Ada"}"#)
        var rest = events
        while rest > 0 {
            let count = min(rest, 1_000)
            let items = (0..<count).map {
                #"{"key":"pages","user":{"id":"ada"},"value":1,"idempotencyKey":"\#(rest)-\#($0)"}"#
            }
            let body = "[\(items.joined(separator: ","))]"
            try await server.call(.post, "/admin/v1/metrics/events", body)
            rest -= count
        }
        return server
    }

    @Test(arguments: [0, 1, 499, 500, 501, 1_000, 1_234])
    func `the document is whole, however many events there are`(count: Int) async throws {
        let server = try await Self.server(events: count)
        let reply = try await server.call(.get, "/admin/v1/users/ada/export")
        #expect(reply.status == 200)
        #expect(
            reply.names() == [
                "user", "zones", "preferences", "streakPreferences", "streakMarks",
                "streakMilestones", "metrics",
                "achievements", "notes", "points", "pointsLedger", "events",
            ]
        )
        #expect(reply.count("events") == count)
        #expect(Set(reply.column("idempotencyKey", of: "events")).count == count)
        #expect(reply.headers["Content-Disposition"] == #"attachment; filename="user.json""#)
    }

    @Test func `it says what is known of the user`() async throws {
        let server = try await Self.server(events: 3)
        server.clock.advance(by: .seconds(60))
        try await server.call(.put, "/v1/users/ada", #"{"tz":"Europe/London"}"#)
        let reply = try await server.call(.get, "/admin/v1/users/ada/export")
        #expect(reply.value("user") == (try await server.call(.get, "/v1/users/ada")).body)
        let zones =
            #"[{"from":null,"tz":"Asia/Tokyo"},{"from":"2026-03-01T12:01:00.000Z","tz":"Europe/London"}]"#
        #expect(reply.value("zones") == zones)
        #expect(reply.column("key", of: "metrics") == [#""pages""#])
        #expect(reply.column("total", of: "metrics") == ["3"])
        let list = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(reply.value("events") == list.value("events"))
    }

    @Test func `it says what was chosen of streaks, and what was put on them`() async throws {
        let server = try await StreakPlace.make(#"{"freezes":{"startCount":0,"maxCount":5}}"#)
        try await server.record("5")
        try await server.call(
            .patch,
            "/v1/users/ada/preferences",
            #"{"notifications":{"recap":["push"]},"streak":{"enabled":true}}"#
        )
        let ada = #"{"userId":"ada","start":"2026-03-02","end":"2026-03-03"}"#
        let freeze = #"{"freezes":[{"userId":"ada"}]}"#
        try await server.call(.post, "/admin/v1/streaks/freezes", freeze)
        try await server.call(.post, "/admin/v1/streaks/pauses", #"{"pauses":[\#(ada)]}"#)
        try await server.call(.post, "/admin/v1/streaks/reset", #"{"users":[{"id":"ada"}]}"#)
        let reply = try await server.call(.get, "/admin/v1/users/ada/export")
        #expect(
            reply.value("preferences")
                == #"{"notifications":{"recap":["push"]},"streak":{"enabled":true}}"#
        )
        #expect(
            reply.value("streakPreferences")
                == #"[{"from":"2026-03-01T12:00:00.000Z","enabled":true}]"#
        )
        #expect(
            Set(reply.column("kind", of: "streakMarks"))
                == [#""freezes""#, #""pause""#, #""reset""#]
        )
        try await server.call(.delete, "/admin/v1/users/ada")
        #expect(try await server.call(.get, "/v1/users/ada/streak").status == 404)
        #expect(try await server.call(.get, "/admin/v1/facts").count("facts") == 0)
    }

    @Test func `it is made piece by piece`() async throws {
        let server = try await Self.server(events: 1_234)
        let request = Request(
            .get,
            "/admin/v1/users/ada/export",
            headers: ["X-API-KEY": server.adminKey]
        )
        let response = await server.router.respond(to: request)
        guard case .stream(let source) = response.body else {
            Issue.record("The export is a stream.")
            return
        }
        var sizes: [Int] = []
        while let piece = try await source.next() { sizes.append(piece.count) }
        // What is known, the rows of points, and three lots of events.
        #expect(sizes.count == 5)
        #expect(sizes.allSatisfy { $0 < 300_000 })
        #expect(try await source.next() == nil)
    }

    @Test func `events that arrive while it is sent do not break it`() async throws {
        let server = try await Self.server(events: 600)
        let request = Request(
            .get,
            "/admin/v1/users/ada/export",
            headers: ["X-API-KEY": server.adminKey]
        )
        guard case .stream(let source) = await server.router.respond(to: request).body else {
            Issue.record("The export is a stream.")
            return
        }
        var bytes: [UInt8] = []
        for _ in 0..<3 { bytes += try await source.next() ?? [] }
        try await server.record("1")
        while let piece = try await source.next() { bytes += piece }
        let document = try JSONCursor(try JSON(parsing: bytes)).fields()
        #expect(try document.array("events").count == 600)
    }

    @Test func `of an unknown user there is nothing to export`() async throws {
        let server = try await Self.server(events: 0)
        #expect(try await server.call(.get, "/admin/v1/users/eve/export").status == 404)
    }
}
