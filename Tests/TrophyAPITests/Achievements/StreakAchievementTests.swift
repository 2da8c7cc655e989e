import HTTP
import Testing

@Suite struct StreakAchievementTests {
    /// A server whose primary streak is one of pages.
    private static func server() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createMetric("words")
        try await server.createStreak(with: #","primary":true"#)
        return server
    }

    private static func create(_ length: Int, in server: TestServer) async throws -> String {
        try await server.createAchievement(
            #""status":"active","trigger":"streak","streakLength":\#(length)"#,
            name: "Days \(length)"
        )
    }

    @Test func `a streak reaches its lengths with the events that make it longer`() async throws {
        let server = try await Self.server()
        let two = try await Self.create(2, in: server)
        _ = try await Self.create(3, in: server)
        try await server.createAchievement(
            #""status":"active","trigger":"achievement","achievementIds":["\#(two)"]"#,
            name: "Whole"
        )
        var told: [[String?]] = []
        for _ in 0..<3 {
            for metric in ["words", "pages", "pages"] {
                let reply = try await server.record("1", metric: metric)
                told.append(reply.column("name", of: "achievements"))
            }
            server.clock.advance(by: .seconds(86_400))
        }
        let second: [String?] = [#""Days 2""#, #""Whole""#]
        #expect(told == [[], [], [], [], second, [], [], [#""Days 3""#], []])
    }

    @Test func `who had the streak before is found, and a lost streak takes nothing away`()
        async throws
    {
        let server = try await Self.server()
        for _ in 0..<2 {
            for user in ["ada", "ben"] { try await server.record("1", of: user) }
            server.clock.advance(by: .seconds(86_400))
        }
        try await server.record("1", of: "cem")
        let preview = try await server.call(
            .post,
            "/admin/v1/achievements/preview",
            #"{"trigger":"streak","streakLength":2}"#
        )
        #expect(preview.body == #"{"completions":2,"users":3}"#)
        _ = try await Self.create(2, in: server)
        _ = try await Self.create(4, in: server)
        try await server.finishRounds()
        let cem = try await server.call(.get, "/v1/users/cem/achievements?includeIncomplete=true")
        #expect(cem.value("0.progress") == #"{"current":1,"target":2,"percent":50}"#)
        let ada = try await server.call(.get, "/v1/users/ada/achievements?includeIncomplete=true")
        #expect(ada.value("1.progress") == #"{"current":2,"target":4,"percent":50}"#)
        let list = try await server.call(.get, "/v1/achievements")
        #expect(list.value("0.completions") == "2")
        server.clock.advance(by: .seconds(20 * 86_400))
        #expect(try await server.record("1").value("achievements") == "[]")
        let mine = try await server.call(.get, "/v1/users/ada/achievements")
        #expect(mine.column("name") == [#""Days 2""#])
    }

    @Test func `who gets the right attributes has the achievement, and is told with an event`()
        async throws
    {
        let server = try await Self.server()
        let plan = try await server.createAttribute("plan", "user")
        try await server.createAchievement(
            """
            "status":"active","trigger":"streak","streakLength":1,
            "userAttributes":[{"attributeId":"\(plan)","attributeValue":"pro"}]
            """
        )
        for user in ["ada", "ben"] {
            #expect(try await server.record("1", of: user).count("achievements") == 0)
        }
        try await server.call(.put, "/v1/users/ada", #"{"attributes":{"plan":"pro"}}"#)
        let mine = try await server.call(.get, "/v1/users/ada/achievements")
        #expect(mine.column("name").count == 1)
        let event = #"{"value":1,"user":{"id":"ben","attributes":{"plan":"pro"}}}"#
        for count in [1, 0] {
            let reply = try await server.call(.post, "/v1/metrics/words/event", event)
            #expect(reply.count("achievements") == count)
        }
    }
}
