import CivilTime
import HTTP
import Testing

/// Leaderboards on Trophy's wire: what events tell, pages, users, and setting them up.
@Suite struct BoardTests {
    private static let path = "/admin/v1/leaderboards"

    /// A server with a metric, and a leaderboard of it that is active.
    private static func server(
        _ fields: String = "",
        key: String = "top"
    ) async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await create(fields, key: key, on: server)
        return server
    }

    @discardableResult
    private static func create(
        _ fields: String = "",
        key: String = "top",
        on server: TestServer
    ) async throws -> Reply {
        let metric = try await server.call(.get, "/admin/v1/metrics").text("0.id") ?? ""
        let body = """
            [{"name":"Top","key":"\(key)","rankBy":"metric","metricId":"\(metric)",
              "status":"active"\(fields)}]
            """
        let reply = try await server.call(.post, path, body)
        #expect(reply.status == 201, "\(reply)")
        return reply
    }

    /// Users with their places, as in `ada 1 10`.
    private static func places(_ reply: Reply) -> [String] {
        (0..<(reply.count("rankings") ?? 0)).map { index in
            let row = "rankings.\(index)"
            return "\(reply.text("\(row).userId") ?? "?") \(reply.value("\(row).rank") ?? "?") "
                + (reply.value("\(row).value") ?? "?")
        }
    }

    @Test func `an event tells where it has taken the user`() async throws {
        let server = try await Self.server()
        let first = try await server.record("5", of: "ada")
        #expect(first.value("leaderboards.top.rank") == "1")
        #expect(first.value("leaderboards.top.previousRank") == "null")
        #expect(first.value("leaderboards.top.threshold") == "0")
        #expect(first.text("leaderboards.top.metricKey") == "pages")
        let second = try await server.record("3", of: "bob")
        #expect(second.value("leaderboards.top.rank") == "2")
        let third = try await server.record("4.75", of: "bob")
        #expect(third.value("leaderboards.top.rank") == "1")
        #expect(third.value("leaderboards.top.previousRank") == "2")
        let page = try await server.call(.get, "/v1/leaderboards/top")
        #expect(Self.places(page) == ["bob 1 7", "ada 2 5"])
        #expect(page.text("status") == "active")
    }

    @Test func `equal scores are ranked by who reached them first, or as the board says`()
        async throws
    {
        let table: [(ties: String, ranks: [String])] = [
            ("first", ["cem 1 9", "ada 2 5", "bob 3 5", "dot 4 1"]),
            ("shared", ["cem 1 9", "ada 2 5", "bob 2 5", "dot 4 1"]),
            ("dense", ["cem 1 9", "ada 2 5", "bob 2 5", "dot 3 1"]),
        ]
        for row in table {
            let server = try await Self.server(#","ties":"\#(row.ties)""#)
            for (user, value) in [("ada", 5), ("bob", 5), ("cem", 9), ("dot", 1)] {
                server.clock.advance(seconds: 1)
                try await server.record("\(value)", of: user)
            }
            #expect(Self.places(try await server.call(.get, "/v1/leaderboards/top")) == row.ranks)
        }
    }

    @Test func `a full leaderboard is entered past its last score`() async throws {
        let server = try await Self.server(#","maxParticipants":2"#)
        for (user, value) in [("ada", 5), ("bob", 3)] {
            server.clock.advance(seconds: 1)
            try await server.record("\(value)", of: user)
        }
        server.clock.advance(seconds: 1)
        let tie = try await server.record("3", of: "cem")
        #expect(tie.value("leaderboards.top.rank") == "null")
        #expect(tie.value("leaderboards.top.threshold") == "4")
        let page = try await server.call(.get, "/v1/leaderboards/top?limit=2")
        #expect(Self.places(page) == ["ada 1 5", "bob 2 3"])
        let passed = try await server.record("1", of: "cem")
        #expect(passed.value("leaderboards.top.rank") == "2")
        #expect(passed.value("leaderboards.top.previousRank") == "null")
        let user = try await server.call(.get, "/v1/users/bob/leaderboards/top")
        #expect(user.value("rank") == "null")
        #expect(user.value("value") == "3")
    }

    @Test func `pages begin where they are asked to`() async throws {
        let server = try await Self.server()
        for number in 1...9 { try await server.record("\(number)", of: "u\(number)") }
        let table: [(query: String, users: [String])] = [
            ("limit=2", ["u9 1 9", "u8 2 8"]),
            ("offset=7", ["u2 8 2", "u1 9 1"]),
            ("offset=3&limit=0", []),
            ("userId=u4&limit=2", ["u4 6 4", "u3 7 3"]),
            ("userId=u4&offset=-1&limit=3", ["u5 5 5", "u4 6 4", "u3 7 3"]),
            ("userId=u4&offset=2&limit=1", ["u2 8 2"]),
            ("userId=nobody", []),
            ("userIds=u2,u7,nobody", ["u7 1 7", "u2 2 2"]),
        ]
        for row in table {
            let page = try await server.call(.get, "/v1/leaderboards/top?\(row.query)")
            #expect(Self.places(page) == row.users, "\(row.query) \(page)")
        }
        for query in ["offset=-1", "limit=1001", "run=x", "userAttributes=plan:pro"] {
            let refused = try await server.call(.get, "/v1/leaderboards/top?\(query)")
            #expect(refused.status == 422, "\(query) \(refused)")
        }
        #expect(try await server.call(.get, "/v1/leaderboards/none").status == 404)
    }

    @Test func `a run holds what was done on its days, and is kept`() async throws {
        let server = try await Self.server(
            #","runUnit":"day","runInterval":7,"start":"2026-02-23","maxParticipants":null"#
        )
        // Sunday, the last day of the first run.
        try await server.record("5", of: "ada")
        server.clock.advance(seconds: 86_400)
        let monday = try await server.record("2", of: "bob")
        #expect(monday.text("leaderboards.top.start") == "2026-03-02")
        #expect(monday.text("leaderboards.top.end") == "2026-03-08")
        #expect(monday.value("leaderboards.top.rank") == "1")
        // Late, and within the wait.
        let late = #","timestamp":"2026-03-01T20:00:00Z""#
        try await server.record("6", of: "bob", with: late)
        let first = try await server.call(.get, "/v1/leaderboards/top?run=2026-02-25")
        #expect(Self.places(first) == ["bob 1 6", "ada 2 5"])
        #expect(first.value("run.isFinal") == "false")
        server.clock.advance(seconds: 86_400)
        try await server.finishRounds()
        try await server.finishBoards()
        // Too late: the ranks stay, and the report tells.
        try await server.record("100", of: "ada", with: late)
        let final = try await server.call(.get, "/v1/leaderboards/top?run=2026-02-23")
        #expect(Self.places(final) == ["bob 1 6", "ada 2 5"])
        #expect(final.value("run.isFinal") == "true")
        let id = final.text("id") ?? ""
        let report = try await server.call(.get, "\(Self.path)/\(id)/corrections")
        #expect(report.column("amount", of: "corrections") == ["100"])
        #expect(report.column("run", of: "corrections") == [#""2026-02-23""#])
        let user = try await server.call(.get, "/v1/users/ada/leaderboards/top?run=2026-02-23")
        #expect(user.value("rank") == "2")
        #expect(Self.places(try await server.call(.get, "/v1/leaderboards/top")) == ["bob 1 2"])
    }

    @Test func `groups are ranked apart`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        let city = try await server.createAttribute("city", "user")
        let plan = try await server.createAttribute("plan", "user")
        try await Self.create(
            """
            ,"breakdownAttributes":["\(city)"],
             "userAttributes":[{"attributeId":"\(plan)","attributeValue":"pro"}]
            """,
            on: server
        )
        func record(
            _ user: String,
            _ value: Int,
            _ city: String,
            _ plan: String = "pro"
        )
            async throws -> Reply
        {
            try await server.call(
                .post,
                "/v1/metrics/pages/event",
                """
                {"user":{"id":"\(user)","attributes":{"city":"\(city)","plan":"\(plan)"}},
                 "value":\(value)}
                """
            )
        }
        _ = try await record("ada", 5, "Oslo")
        _ = try await record("bob", 9, "Rome")
        _ = try await record("cem", 99, "Oslo", "free")
        let dot = try await record("dot", 7, "Oslo")
        #expect(dot.value("leaderboards.top.rank") == "1")
        #expect(dot.text("leaderboards.top.breakdownAttributeValues.0.value") == "Oslo")
        let oslo = "/v1/leaderboards/top?userAttributes=city:Oslo"
        #expect(Self.places(try await server.call(.get, oslo)) == ["dot 1 7", "ada 2 5"])
        // Who moves is ranked elsewhere, and who may take part joins.
        try await server.call(.patch, "/v1/users/bob", #"{"attributes":{"city":"Oslo"}}"#)
        try await server.call(.patch, "/v1/users/cem", #"{"attributes":{"plan":"pro"}}"#)
        try await server.call(.patch, "/v1/users/ada", #"{"attributes":{"plan":"free"}}"#)
        let moved = try await server.call(.get, oslo)
        #expect(Self.places(moved) == ["cem 1 99", "bob 2 9", "dot 3 7"])
        #expect(try await server.call(.get, "/v1/leaderboards/top").status == 422)
    }

    @Test func `what was done before a leaderboard was opened counts on its days`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.record("5", of: "ada")
        server.clock.advance(seconds: 86_400)
        try await server.record("3", of: "bob")
        try await server.record("1", of: "ada")
        try await Self.create(#","start":"2026-03-02""#, on: server)
        let early = try await server.call(.get, "/v1/leaderboards/top")
        #expect(early.status == 503)
        #expect(early.headers["Retry-After"] == "1")
        server.clock.advance(seconds: 60)
        let event = try await server.record("1", of: "cem")
        #expect(event.value("leaderboards") == "{}")
        try await server.finishRounds()
        try await server.finishBoards()
        let page = try await server.call(.get, "/v1/leaderboards/top")
        #expect(Self.places(page) == ["bob 1 3", "ada 2 1", "cem 3 1"])
        try await Self.create(#","start":"2026-03-01""#, key: "all", on: server)
        try await server.finishRounds()
        try await server.finishBoards()
        let all = try await server.call(.get, "/v1/leaderboards/all")
        #expect(Self.places(all) == ["ada 1 6", "bob 2 3", "cem 3 1"])
    }

    @Test func `what is taken back, and who is erased, moves everybody below up`() async throws {
        let server = try await Self.server()
        let events = try await ["ada", "bob", "cem"].enumerated().asyncMap { index, user in
            try await server.record("\(9 - index)", of: user).text("eventId") ?? ""
        }
        try await server.call(.delete, "/admin/v1/events/\(events[1])")
        let page = try await server.call(.get, "/v1/leaderboards/top")
        #expect(Self.places(page) == ["ada 1 9", "cem 2 7"])
        try await server.call(.delete, "/admin/v1/users/ada")
        let after = try await server.call(.get, "/v1/leaderboards/top")
        #expect(Self.places(after) == ["cem 1 7"])
    }

    @Test func `runs that end while the server is down are finished in their order`() async throws {
        let server = try await Self.server(
            #","runUnit":"day","runInterval":1,"start":"2026-03-01""#
        )
        for user in ["ada", "bob"] { try await server.record("5", of: user) }
        try await server.record("4", of: "ada")
        // Nobody does anything for three days; then another process comes.
        server.clock.advance(seconds: 3 * 86_400)
        try await server.record("1", of: "bob")
        try await server.finishRounds()
        try await server.finishBoards()
        let finished = try await server.call(.get, "/admin/v1/facts?type=leaderboard.finished")
        #expect(
            finished.column("run", of: "facts") == [
                #""2026-03-01""#, #""2026-03-02""#,
            ]
        )
        let first = try await server.call(.get, "/v1/leaderboards/top?run=2026-03-01")
        #expect(first.value("run.isFinal") == "true")
        #expect(Self.places(first) == ["ada 1 9", "bob 2 5"])
        try await server.finishRounds()
        let again = try await server.call(.get, "/admin/v1/facts?type=leaderboard.finished")
        #expect(again.count("facts") == 2)
        #expect(Self.places(try await server.call(.get, "/v1/leaderboards/top")) == ["bob 1 1"])
    }

    @Test func `whoever moves across the date line plays on both days`() async throws {
        let server = try await Self.server(
            #","runUnit":"day","runInterval":1,"start":"2026-02-01""#
        )
        // 12:00 UTC: the second of March in Kiritimati, and still the first in Honolulu.
        try await server.call(.post, "/v1/users", #"{"id":"ada","tz":"Pacific/Kiritimati"}"#)
        let east = try await server.record("5", of: "ada")
        #expect(east.text("leaderboards.top.start") == "2026-03-02")
        server.clock.advance(seconds: 60)
        try await server.call(.patch, "/v1/users/ada", #"{"tz":"Pacific/Honolulu"}"#)
        let west = try await server.record("3", of: "ada")
        #expect(west.text("leaderboards.top.start") == "2026-03-01")
        #expect(west.value("leaderboards.top.value") == "3")
        // The first has ended in UTC, and neither in Honolulu nor in the last zone.
        server.clock.advance(seconds: 21 * 3_600)
        let late = try await server.record("1", of: "ada")
        #expect(late.text("leaderboards.top.start") == "2026-03-01")
        let first = try await server.call(.get, "/v1/leaderboards/top?run=2026-03-01")
        #expect(Self.places(first) == ["ada 1 4"])
        let second = try await server.call(.get, "/v1/leaderboards/top?run=2026-03-02")
        #expect(Self.places(second) == ["ada 1 5"])
    }

    @Test func `a leader who is erased is gone, also from runs that are final`() async throws {
        let server = try await Self.server(
            #","runUnit":"day","runInterval":1,"start":"2026-03-01""#
        )
        for (index, user) in ["ada", "bob", "cem"].enumerated() {
            try await server.record("\(9 - index)", of: user)
        }
        server.clock.advance(seconds: 2 * 86_400)
        try await server.finishRounds()
        try await server.finishBoards()
        try await server.call(.delete, "/admin/v1/users/ada")
        // What is final keeps its ranks.
        let first = try await server.call(.get, "/v1/leaderboards/top?run=2026-03-01")
        #expect(Self.places(first) == ["bob 2 8", "cem 3 7"])
    }

    @Test func `who is hidden is on no leaderboard, and comes back`() async throws {
        let server = try await Self.server()
        for (index, user) in ["ada", "bob"].enumerated() {
            try await server.record("\(9 - index)", of: user)
        }
        let hide = #"{"hiddenFromLeaderboards":true}"#
        try await server.call(.patch, "/admin/v1/users/ada", hide)
        let hidden = try await server.call(.get, "/v1/leaderboards/top")
        #expect(Self.places(hidden) == ["bob 1 8"])
        try await server.record("5", of: "ada")
        try await server.call(
            .patch,
            "/admin/v1/users/ada",
            #"{"hiddenFromLeaderboards":false}"#
        )
        let seen = try await server.call(.get, "/v1/leaderboards/top")
        #expect(Self.places(seen) == ["ada 1 14", "bob 2 8"])
        #expect(try await server.call(.patch, "/admin/v1/users/nobody", hide).status == 404)
    }

    @Test func `points and streaks are ranked too`() async throws {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.call(
            .patch,
            "/admin/v1/streaks/settings",
            #"{"metrics":[{"key":"pages","threshold":1}]}"#
        )
        let metric = try await server.call(.get, "/admin/v1/metrics").text("0.id") ?? ""
        let system =
            try await server.call(
                .post,
                "/admin/v1/points",
                """
                [{"name":"XP","key":"xp","triggers":[{"type":"metric","points":10,"status":"active",
                  "metricId":"\(metric)","metricThreshold":1}]}]
                """
            ).text("created.0.id") ?? ""
        let created = try await server.call(
            .post,
            Self.path,
            """
            [{"name":"XP","key":"xp","rankBy":"points","pointsSystemId":"\(system)",
              "status":"active","runUnit":"day","runInterval":7,"start":"2026-03-01"},
             {"name":"Days","key":"days","rankBy":"streak","status":"active"}]
            """
        )
        #expect(created.count("issues") == 0, "\(created)")
        try await server.record("3", of: "ada")
        server.clock.advance(seconds: 60)
        let event = try await server.record("1", of: "bob")
        #expect(event.value("leaderboards.xp.rank") == "2")
        #expect(event.value("leaderboards.xp.value") == "10")
        #expect(event.value("leaderboards.days.rank") == "2")
        server.clock.advance(seconds: 86_400)
        let next = try await server.record("1", of: "bob")
        #expect(next.value("leaderboards.days.rank") == "1")
        #expect(next.value("leaderboards.days.previousRank") == "2")
        let streak = try await server.call(.get, "/v1/users/bob/streak")
        #expect(streak.value("rank") == "1")
        let ranked = try await server.call(.get, "/v1/streaks/rankings")
        #expect(ranked.column("userId") == [#""bob""#, #""ada""#])
        #expect(ranked.column("streakLength") == ["2", "1"])
        // Ada's streak ends with the day.
        server.clock.advance(seconds: 86_400)
        try await server.finishRounds()
        let days = try await server.call(.get, "/v1/leaderboards/days")
        #expect(Self.places(days) == ["bob 1 2"])
        let xp = try await server.call(.get, "/v1/leaderboards/xp")
        #expect(Self.places(xp) == ["ada 1 30", "bob 2 20"])
    }

    @Test func `only events in the hours of a day count`() async throws {
        let server = try await Self.server(#","startTime":"08:00","endTime":"12:30""#)
        // It is noon.
        try await server.record("5", of: "ada")
        try await server.record("3", of: "bob", with: #","timestamp":"2026-03-01T07:59:59Z""#)
        try await server.record("4", of: "bob", with: #","timestamp":"2026-03-01T08:00:00Z""#)
        server.clock.advance(seconds: 1_800)
        try await server.record("9", of: "ada")
        let page = try await server.call(.get, "/v1/leaderboards/top")
        #expect(Self.places(page) == ["ada 1 5", "bob 2 4"])
    }

    @Test func `a history has a row for each day`() async throws {
        let server = try await Self.server()
        try await server.record("5", of: "ada")
        try await server.finishBoards()
        server.clock.advance(seconds: 86_400)
        try await server.finishBoards()
        try await server.record("6", of: "bob")
        let user = try await server.call(.get, "/v1/users/ada/leaderboards/top?numEvents=2")
        #expect(user.column("date", of: "history") == [#""2026-03-01""#, #""2026-03-02""#])
        #expect(user.column("rank", of: "history") == ["1", "2"])
        #expect(user.column("previousRank", of: "history") == ["null", "1"])
        #expect(user.column("value", of: "history") == ["5", "5"])
    }

    @Test func `the list has what is open, and what is over if asked`() async throws {
        let server = try await Self.server()
        try await Self.create(#","start":"2026-05-01""#, key: "later", on: server)
        try await Self.create(
            #","start":"2026-01-01","end":"2026-01-31""#,
            key: "past",
            on: server
        )
        let metric = try await server.call(.get, "/admin/v1/metrics").text("0.id") ?? ""
        try await server.call(
            .post,
            Self.path,
            #"[{"name":"X","key":"draft","rankBy":"metric","metricId":"\#(metric)"}]"#
        )
        let open = try await server.call(.get, "/v1/leaderboards")
        #expect(open.column("key") == [#""top""#, #""later""#])
        #expect(open.column("status") == [#""active""#, #""scheduled""#])
        let all = try await server.call(.get, "/v1/leaderboards?includeFinished=true")
        #expect(all.column("status") == [#""active""#, #""scheduled""#, #""finished""#])
        #expect(try await server.call(.get, "/v1/leaderboards/draft").status == 404)
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(
        _ body: (Element) async throws -> Value
    ) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
