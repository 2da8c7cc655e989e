import CivilTime
import HTTP
import Testing

/// Leaderboards of the last days on the wire: of metrics, points and streaks.
@Suite struct RollingBoardTests {
    private static let path = "/admin/v1/leaderboards"
    private static let day: Int64 = 86_400

    private static func places(_ server: TestServer, _ key: String) async throws -> [String] {
        let reply = try await server.call(.get, "/v1/leaderboards/\(key)")
        return (0..<(reply.count("rankings") ?? 0)).map { index in
            let row = "rankings.\(index)"
            return "\(reply.text("\(row).userId") ?? "?") \(reply.value("\(row).rank") ?? "?") "
                + (reply.value("\(row).value") ?? "?")
        }
    }

    private static func finish(_ server: TestServer) async throws {
        try await server.finishRounds()
        try await server.finishBoards()
    }

    /// A server with a metric that counts for the primary streak, and a leaderboard.
    private static func server(_ fields: String) async throws -> TestServer {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        try await server.call(
            .patch,
            "/admin/v1/streaks/settings",
            #"{"metrics":[{"key":"pages","threshold":1}]}"#
        )
        var item = fields.replacing("METRIC", with: #""rankBy":"metric","metricId":"\#(metric)""#)
        if !item.contains(#""start""#) { item += #","start":"2026-01-01""# }
        let reply = try await server.call(
            .post,
            path,
            #"[{"name":"Top","key":"top","status":"active",\#(item)}]"#
        )
        #expect(reply.count("issues") == 0, "\(reply)")
        return server
    }

    @Test func `what is too old leaves the score at the user's midnight`() async throws {
        let server = try await Self.server(#"METRIC,"rollingDays":2"#)
        try await server.call(.post, "/v1/users", #"{"id":"ada","tz":"Asia/Tokyo"}"#)
        try await server.call(.post, "/v1/users", #"{"id":"bob","tz":"America/New_York"}"#)
        for user in ["ada", "bob"] { try await server.record("5", of: user) }
        // 21:00 and 07:00 on the first of March. A day later both have their second.
        server.clock.advance(seconds: Self.day)
        let event = try await server.record("1", of: "ada")
        #expect(event.value("leaderboards.top.value") == "6")
        #expect(event.value("leaderboards.top.rollingDays") == "2")
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == ["ada 1 6", "bob 2 5"])
        // Midnight in Tokyo takes what Ada did on the first.
        server.clock.advance(seconds: 3 * 3_600)
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == ["bob 1 5", "ada 2 1"])
        // An event of long ago does not count, and one of a day that does counts.
        try await server.record("50", of: "ada", with: #","timestamp":"2026-02-27T12:00:00Z""#)
        try await server.record("7", of: "ada", with: #","timestamp":"2026-03-02T12:00:00Z""#)
        #expect(try await Self.places(server, "top") == ["ada 1 8", "bob 2 5"])
        // After three days without anything, nothing is left.
        server.clock.advance(seconds: 3 * Self.day)
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == [])
    }

    @Test func `who moves has the window of the new zone`() async throws {
        let server = try await Self.server(#"METRIC,"rollingDays":1"#)
        try await server.call(.post, "/v1/users", #"{"id":"ada","tz":"America/New_York"}"#)
        try await server.record("5", of: "ada")
        // Noon in UTC. Midnight comes sooner in Tokyo.
        try await server.call(.patch, "/v1/users/ada", #"{"tz":"Asia/Tokyo"}"#)
        server.clock.advance(seconds: 3 * 3_600 - 1)
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == ["ada 1 5"])
        server.clock.advance(seconds: 1)
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == [])
    }

    @Test func `a leaderboard that is opened counts the last days of everybody`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        try await server.record("5", of: "ada")
        server.clock.advance(seconds: Self.day)
        try await server.record("3", of: "bob")
        server.clock.advance(seconds: Self.day)
        try await server.call(
            .post,
            Self.path,
            """
            [{"name":"Top","key":"top","status":"active","start":"2026-01-01","rankBy":"metric",
              "metricId":"\(metric)","rollingDays":2}]
            """
        )
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == ["bob 1 3"])
        server.clock.advance(seconds: Self.day)
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == [])
    }

    @Test func `points of the last days are ranked too`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let system =
            try await server.call(
                .post,
                "/admin/v1/points",
                """
                [{"name":"XP","key":"xp","triggers":[{"type":"metric","points":10,"status":"active",
                  "metricId":"\(metric)","metricThreshold":1}]}]
                """
            ).text("created.0.id") ?? ""
        try await server.call(
            .post,
            Self.path,
            """
            [{"name":"Top","key":"top","status":"active","start":"2026-01-01","rankBy":"points",
              "pointsSystemId":"\(system)","rollingDays":2}]
            """
        )
        try await server.record("3", of: "ada")
        server.clock.advance(seconds: Self.day)
        try await server.record("1", of: "ada")
        #expect(try await Self.places(server, "top") == ["ada 1 40"])
        server.clock.advance(seconds: Self.day)
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == ["ada 1 10"])
    }

    @Test func `of streaks, the longest length of the last days counts`() async throws {
        let server = try await Self.server(#""rankBy":"streak","rollingDays":3"#)
        // Ada begins five days before Bob, and both go on.
        for turn in 0..<8 {
            try await server.record("1", of: "ada")
            if turn >= 5 { try await server.record("1", of: "bob") }
            server.clock.advance(seconds: turn == 7 ? 0 : Self.day)
        }
        try await Self.finish(server)
        let places = try await Self.places(server, "top")
        #expect(places.sorted() == ["ada 1 3", "bob 2 3"])
        // Two missed days: one day of three is left in the window.
        server.clock.advance(seconds: 2 * Self.day)
        try await Self.finish(server)
        #expect(try await Self.places(server, "top").map { $0.suffix(2) } == [" 1", " 1"])
        try await server.record("1", of: "bob")
        server.clock.advance(seconds: Self.day)
        try await server.record("1", of: "bob")
        #expect(try await Self.places(server, "top").first == "bob 1 2")
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == ["bob 1 2"])
    }

    @Test func `in a contest, what was built up before it counts for nothing`() async throws {
        let server = try await Self.server(
            #""rankBy":"streak","streakLength":"longest","start":"2026-03-03","end":"2026-03-31""#
        )
        for turn in 0..<6 {
            // Ada has had a streak since the first of March; she misses the fourth.
            if turn != 3 { try await server.record("1", of: "ada") }
            if turn >= 2 { try await server.record("1", of: "bob") }
            if turn < 5 { server.clock.advance(seconds: Self.day) }
        }
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == ["bob 1 4", "ada 2 2"])
        // It stays when the streak is lost.
        server.clock.advance(seconds: 4 * Self.day)
        try await Self.finish(server)
        #expect(try await Self.places(server, "top") == ["bob 1 4", "ada 2 2"])
    }

    @Test func `what contradicts itself is refused`() async throws {
        let server = try await Self.server(#"METRIC,"rollingDays":7"#)
        let metric = try await server.call(.get, "/admin/v1/metrics").text("0.id") ?? ""
        let bad = [
            #""rollingDays":0"#, #""rollingDays":367"#, #""streakLength":"longest""#,
            #""rollingDays":7,"runUnit":"day","runInterval":7"#,
        ]
        for fields in bad {
            let reply = try await server.call(
                .post,
                Self.path,
                """
                [{"name":"X","key":"x","rankBy":"metric","metricId":"\(metric)",\(fields)}]
                """
            )
            #expect(reply.count("issues") == 1, "\(fields) \(reply)")
        }
        let shown = try await server.call(.get, Self.path)
        #expect(shown.value("0.rollingDays") == "7")
        #expect(shown.value("0.streakLength") == nil)
    }
}
